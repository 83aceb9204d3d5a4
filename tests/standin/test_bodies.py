"""Bodies are held to Discord's description, and to what Discord refuses beyond that."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standin.bodies import faults_of
from tests.standin.conftest import Asker
from tests.standin.server import StandIn
from tests.standin.trim_description import ROUTES, trim
from tests.standin.world import CHANNEL

LAYOUT = 1 << 15
BUTTON = {"type": 2, "style": 2, "label": "More", "custom_id": "ng:d:1:2"}
LINK = {"type": 2, "style": 5, "label": "Read", "url": "https://example.org/"}
MESSAGES = f"/channels/{CHANNEL}/messages"

Json = dict[str, Any]


def section(text: str = "News", **button: Any) -> Json:
    return {"type": 9, "components": [{"type": 10, "content": text}], "accessory": BUTTON | button}


def layout(*parts: Json) -> Json:
    return {"flags": LAYOUT, "components": [{"type": 17, "components": list(parts)}]}


def many(sections: int, text: str = "News") -> Json:
    return layout(*(section(text, custom_id=f"ng:d:1:{number}") for number in range(sections)))


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2000, "nonce": "n" * 25, "enforce_nonce": True, "allowed_mentions": {"parse": []}},
        {"embeds": [{"title": "News", "url": "https://example.org/"}]},
        {"content": "News", "components": [{"type": 1, "components": [BUTTON]}]},
        {"content": "News", "components": [{"type": 1, "components": [LINK]}]},
        many(13),
        many(4, "x" * 1000),
    ],
)
def test_what_discord_takes_is_taken(body: Json) -> None:
    assert faults_of("POST", MESSAGES, body) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, "the message is empty"),
        ({"components": []}, "the message is empty"),
        ({"content": 5}, "$.content: 5 is not of type"),
        ({"content": "x" * 2001}, "2001 characters, 2000 are taken"),
        ({"content": "x" + "\N{ROLLED-UP NEWSPAPER}" * 1000}, "2001 characters, 2000 are taken"),
        ({"content": "News", "nonce": "n" * 26}, "$.nonce"),
        ({"content": "News", "components": [section()]}, "only a layout has others than rows"),
        (layout(section()) | {"content": "News"}, "neither content nor embeds"),
        (layout(section(), section()), "2 have the custom_id 'ng:d:1:2'"),
        (layout(section(custom_id="x" * 101)), "accessory.custom_id"),
        (layout(section(label=None)), "neither a label nor an emoji"),
        (layout(section(label="x" * 81)), "accessory.label"),
        (layout(section(custom_id=None)), "needs custom_id and not url"),
        (layout(section(style=5)), "needs url and not custom_id"),
        (layout(section(style=5, url="javascript:x", custom_id=None)), "is not a 'uri'"),
        (layout(section("")), "should be non-empty"),
        (many(14), "43 with those inside of others, 40 are taken"),
        (many(5, "x" * 801), "4005 characters of text, 4000 are taken"),
    ],
)
def test_what_discord_refuses_is_refused(body: Json, fault: str) -> None:
    assert any(fault in each for each in faults_of("POST", MESSAGES, body))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/channels/1/threads", {"name": "World", "message": {}}),
        ("POST", "/channels/1/threads", {"name": "x" * 101, "message": {"content": "News"}}),
        ("POST", "/users/@me/channels", {"recipient_id": "somebody"}),
        ("PUT", "/applications/1/commands", [{"name": "digest", "type": 1, "description": "x" * 101}]),
        ("PATCH", "/channels/1/messages/2", {"content": "x" * 2001}),
        ("POST", "/channels/1/messages/2/crosspost", {}),
    ],
)
def test_other_bodies_are_looked_at_too(method: str, path: str, body: Any) -> None:
    assert faults_of(method, path, body)


@pytest.mark.parametrize("recipient", [4001, "4001"])
def test_an_id_is_text_or_a_number(recipient: object) -> None:
    assert faults_of("POST", "/users/@me/channels", {"recipient_id": recipient}) == []


def test_an_edit_may_change_one_thing_alone() -> None:
    assert faults_of("PATCH", "/channels/1/messages/2", {"flags": 4}) == []


async def test_a_bad_body_is_refused_and_noted(bot: Asker, standin: StandIn) -> None:
    assert await bot.refused("POST", MESSAGES, {"content": "x" * 2001}) == (400, 50035)

    assert standin.messages == []
    (complaint,) = standin.complaints
    assert complaint.startswith(f"POST {MESSAGES}: $.content: 2001 characters")


def test_trimming_drops_prose_and_keeps_what_is_named_like_it() -> None:
    schema = {
        "type": "object",
        "description": "Prose.",
        "properties": {"description": {"$ref": "#/components/schemas/Text"}},
    }
    operation = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    paths: dict[str, Json] = {}
    for route in ROUTES:
        method, path = route.split()
        paths.setdefault(path, {})[method.lower()] = operation
    schemas = {"Text": {"type": "string", "title": "Prose"}, "Unused": {}}

    trimmed = trim({"paths": paths, "components": {"schemas": schemas}})

    assert trimmed["components"]["schemas"] == {"Text": {"type": "string"}}
    assert trimmed["bodies"][ROUTES[0]] == {
        "type": "object",
        "properties": {"description": {"$ref": "#/components/schemas/Text"}},
    }
