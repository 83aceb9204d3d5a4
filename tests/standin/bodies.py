"""Is a request's body what Discord takes? By its own description, and where that is looser than Discord."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import discord
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.standin.trim_description import TRIMMED

MOST_CONTENT = 2_000
"""Characters; the description says 4,000, which paying members may write."""
MOST_COMPONENTS = 40
"""With those inside of others."""
MOST_TEXT = 4_000
"""Characters of all text displays of a message."""

_NAME = "urn:discord"
_PLACE = re.compile(r"\{\w+\}")
_LAYOUT_FLAG = discord.MessageFlags.components_v2.flag
_BUTTON, _TEXT, _ACTION_ROW, _LINK_STYLE = 2, 10, 1, 5

formats = FormatChecker(formats=())


@formats.checks("snowflake")
def _snowflake(value: object) -> bool:
    return not isinstance(value, str) or (value.isdecimal() and int(value) < 2**64)


@formats.checks("uri")
def _uri(value: object) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(r"(https?|attachment|discord)://\S+", value))


@formats.checks("date-time", raises=ValueError)
def _date_time(value: object) -> bool:
    if isinstance(value, str):
        datetime.fromisoformat(value)
    return True


@formats.checks("int32")
def _int32(value: object) -> bool:
    return not isinstance(value, int) or -(2**31) <= value < 2**31


def faults_of(method: str, path: str, body: Any) -> list[str]:
    """Return what is wrong with the body of a request ("POST", "/channels/1/messages"); empty: nothing."""
    route = _route(method, path)
    if route is None:
        return [] if body is None else [f"{method} {path} takes no body"]
    faults = [_sentence(error) for error in _validators()[route].iter_errors(body)]
    if faults:
        return faults
    if route.endswith(("/messages", "/messages/{message_id}")):
        return list(_of_message(body, new=method == "POST"))
    if route.endswith("/threads"):
        return list(_of_message(body.get("message") or {}, new=True))
    return []


@functools.cache
def _validators() -> dict[str, Draft202012Validator]:
    description = json.loads(TRIMMED.read_text(encoding="utf-8"))
    schemas = description["components"]["schemas"]
    # the description has ids as text only; Discord takes numbers as well, and discord.py sends them
    number = {"type": "integer", "minimum": 0, "maximum": 2**64 - 1}
    schemas["SnowflakeType"] = {"anyOf": [schemas["SnowflakeType"], number]}
    resource: Resource[Any] = DRAFT202012.create_resource(description)
    registry: Registry[Any] = Registry().with_resource(_NAME, resource)
    return {
        route: Draft202012Validator(_absolute(body), registry=registry, format_checker=formats)
        for route, body in description["bodies"].items()
    }


def _absolute(schema: Any) -> Any:
    """Let what a schema refers to be found from outside of the description."""
    return json.loads(json.dumps(schema).replace('"$ref": "#/', f'"$ref": "{_NAME}#/'))


@functools.cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(route, re.compile(_PLACE.sub("[^/]+", route))) for route in _validators()]


def _route(method: str, path: str) -> str | None:
    return next((name for name, pattern in _patterns() if pattern.fullmatch(f"{method} {path}")), None)


def _sentence(error: ValidationError) -> str:
    """Return where and why, of the branch of a union that was meant: the one whose `type` is right."""
    while error.context:
        branches: dict[Any, list[ValidationError]] = {}
        for each in error.context:
            branches.setdefault(each.schema_path[0], []).append(each)
        meant = [errors for errors in branches.values() if not any(map(_is_of_another_type, errors))]
        error = min(meant or branches.values(), key=len)[0]
    return f"{error.json_path}: {error.message[:200]}"


def _is_of_another_type(error: ValidationError) -> bool:
    return list(error.relative_path) == ["type"] or (error.validator == "type" and not error.relative_path)


def _of_message(body: dict[str, Any], *, new: bool) -> Iterator[str]:
    """Yield what Discord refuses although its description allows it."""
    content, components = body.get("content") or "", body.get("components") or []
    if (length := _width(content)) > MOST_CONTENT:
        yield f"$.content: {length} characters, {MOST_CONTENT} are taken"
    layout = bool((body.get("flags") or 0) & _LAYOUT_FLAG)
    if layout and (content or body.get("embeds")):
        yield "$: a layout has neither content nor embeds"
    if new and not (content or components or body.get("embeds") or body.get("sticker_ids")):
        yield "$: the message is empty"
    if not layout and any(part["type"] != _ACTION_ROW for part in components):
        yield "$.components: only a layout has others than rows of buttons"
    parts = list(walk(components))
    if len(parts) > MOST_COMPONENTS:
        yield f"$.components: {len(parts)} with those inside of others, {MOST_COMPONENTS} are taken"
    text = sum(_width(part["content"]) for part in parts if part["type"] == _TEXT)
    if text > MOST_TEXT:
        yield f"$.components: {text} characters of text, {MOST_TEXT} are taken"
    for custom_id, times in Counter(part["custom_id"] for part in parts if part.get("custom_id")).items():
        if times > 1:
            yield f"$.components: {times} have the custom_id {custom_id!r}"
    for part in parts:
        if part["type"] == _BUTTON:
            yield from _of_button(part)


def _of_button(button: dict[str, Any]) -> Iterator[str]:
    if not (button.get("label") or button.get("emoji")):
        yield "a button has neither a label nor an emoji"
    wanted, unwanted = ("url", "custom_id") if button["style"] == _LINK_STYLE else ("custom_id", "url")
    if not button.get(wanted) or button.get(unwanted):
        yield f"a button of style {button['style']} needs {wanted} and not {unwanted}"


def _width(text: str) -> int:
    """Return the length in UTF-16 units, as JavaScript counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def walk(components: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield components with those inside of others."""
    for part in components:
        yield part
        yield from walk(part.get("components") or ())
        if accessory := part.get("accessory"):
            yield from walk([accessory])
