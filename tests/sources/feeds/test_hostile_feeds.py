"""Whatever comes as a feed gives a feed or a sentence: no crash, no hang, no flood of memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.failures import FeedError
from bot.sources.feeds.parsing import parse_feed
from tests.sources.feeds.hostile import DAMAGED, MONSTERS, SECONDS, outcome
from tests.sources.feeds.samples import ALL, URL, rss

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def outcomes() -> dict[str, tuple[str, float]]:
    """Return what came of each hostile feed, parsed in a process of its own with little memory and time."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.sources.feeds.hostile", "all"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return {name: (told, seconds) for name, told, seconds in map(json.loads, done.stdout.splitlines())}


def test_hundreds_of_hostile_feeds_do_no_harm(outcomes: dict[str, tuple[str, float]]) -> None:
    assert len(outcomes) == len(MONSTERS) + DAMAGED
    assert {name: told for name, (told, _) in outcomes.items() if told.startswith("failed")} == {}
    assert max(seconds for _, seconds in outcomes.values()) < SECONDS


def test_much_of_what_is_damaged_is_read(outcomes: dict[str, tuple[str, float]]) -> None:
    damaged = [told for name, (told, _) in outcomes.items() if name.startswith("damaged")]

    assert sum(told != "refused" for told in damaged) > 0.6 * len(damaged)


def test_no_entity_is_unfolded_and_no_file_read() -> None:
    for name in ("billion laughs", "quadratic blow-up", "an external entity", "parameter entities"):
        (item,) = parse_feed(MONSTERS[name](), url=URL).items
        assert item.title.startswith("&")


def test_twenty_thousand_items_are_cut_before_they_are_parsed() -> None:
    feed = parse_feed(MONSTERS["20,000 items"](), url=URL)

    assert [item.guid for item in feed.items] == [str(number) for number in range(1_000)]
    assert feed.warnings == ("Only the first 1,000 of its 20,000 items were read.",)


@settings(max_examples=150)
@given(st.binary(max_size=400), st.sampled_from(sorted(ALL)), st.integers(0, 3_000), st.booleans())
def test_any_bytes_in_a_feed(noise: bytes, name: str, place: int, cut: bool) -> None:
    body = ALL[name]
    outcome(body[:place] + noise + (b"" if cut else body[place:]))


@settings(max_examples=100)
@given(st.binary(max_size=300), st.text(max_size=60) | st.none())
def test_any_bytes_at_all(body: bytes, content_type: str | None) -> None:
    for whole in (body, b"<rss>" + body, b'{"items":[' + body, b"<?xml version='1.0'?><feed>" + body):
        try:
            parse_feed(whole, url=URL, content_type=content_type)
        except FeedError as error:
            assert str(error).endswith(".")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(
    "id url external_url title content_html content_text summary image date_published date_modified authors"
    " author tags language attachments name version items home_page_url".split()
)


@settings(max_examples=150)
@given(st.lists(st.dictionaries(KEYS, JSON_VALUES, max_size=8) | JSON_VALUES, max_size=4), JSON_VALUES)
def test_any_json_for_a_feed(items: object, title: object) -> None:
    outcome(
        json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": title, "items": items}).encode()
    )
    outcome(json.dumps({"items": items, "language": title}).encode())


@settings(max_examples=150)
@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=80))
def test_any_text_in_an_item(title: str, description: str, link: str) -> None:
    outcome(
        rss(f"<item><title>{title}</title><description>{description}</description><link>{link}</link></item>")
    )
