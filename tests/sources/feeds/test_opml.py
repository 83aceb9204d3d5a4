"""Lists of feeds, read and written."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.resources import load_topics, starter_feeds
from bot.sources.failures import OpmlError
from bot.sources.feeds.opml import MAX_OPML_BYTES, MAX_OUTLINES, OpmlFeed, read_opml, write_opml
from tests.bounded import ends


def opml(outlines: str, head: str = "<?xml version='1.0'?>") -> bytes:
    return f"{head}<opml version='1.1'><head/><body>{outlines}</body></opml>".encode()


def test_groups_and_categories_become_topics() -> None:
    found = read_opml(
        opml(
            "<outline text='News'><outline text='World'>"
            "<outline text='The &amp;amp; Post' type='rss' xmlUrl='https://a.example/rss' category='/x/y,z'/>"
            "</outline></outline>"
            "<outline xmlUrl='feed://b.example/rss'/><outline text='Again' xmlUrl='https://a.example/rss'/>"
        )
    )

    assert found.feeds == (
        OpmlFeed("The & Post", "https://a.example/rss", ("News", "World", "x", "y", "z")),
        OpmlFeed("https://b.example/rss", "https://b.example/rss"),
    )


def test_what_is_left_out_is_told() -> None:
    found = read_opml(
        opml(
            "<outline text='A' xmlUrl='https://a.example/rss'/>"
            "<outline text='B' xmlUrl='javascript:alert(1)'/>"
            "<outline text='C' xmlUrl='relative/rss'/>"
            "<outline text='D' type='include' url='https://d.example/x.opml'/>"
        )
    )

    assert [feed.title for feed in found.feeds] == ["A"]
    assert found.warnings == (
        "2 entries have no address that can be fetched.",
        "1 entry is a list of feeds: import it by itself.",
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This is not a list of feeds: export one as OPML from your feed reader."),
        (b"<rss><channel/></rss>", "This is not a list of feeds: export one as OPML from your feed reader."),
        (opml(""), "There is no feed in this list."),
        (
            opml("<outline text='x'/>" * (MAX_OUTLINES + 1)),
            "The list has 2,001 entries, more than 2,000: split it.",
        ),
        (b" " * (MAX_OPML_BYTES + 1), "The list is larger than 2 MB: split it."),
        (opml("<outline text='x'>" * 1_900), "The list is nested more than 200 deep or worse: no list is."),
    ],
)
def test_what_cannot_be_imported_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(OpmlError) as refused:
        read_opml(data)

    assert str(refused.value) == sentence


def test_broken_lists_and_entities_do_no_harm() -> None:
    feed = "<outline text='A' xmlUrl='https://a.example/rss?a=1&b=2'/>"
    assert [each.url for each in read_opml(opml(feed)).feeds] == ["https://a.example/rss?a=1&b=2"]

    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    bomb = opml(
        "<outline text='&l11;' xmlUrl='https://a.example/rss'/>",
        f"<!DOCTYPE opml [<!ENTITY l0 'x'>{laughs}]>",
    )
    with ends():
        assert [each.title for each in read_opml(bomb).feeds] == ["&l11;"]
    external = opml(
        "<outline text='&x;' xmlUrl='https://a.example/rss'/>",
        "<!DOCTYPE o [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
    )
    assert [each.title for each in read_opml(external).feeds] == ["&x;"]


TEXTS = st.text(min_size=1, max_size=30)


@given(
    st.lists(
        st.tuples(
            TEXTS,
            st.integers(0, 99),
            st.lists(st.sampled_from(("world", "a & b", "<x>")), max_size=3, unique=True),
        )
    )
)
def test_what_is_written_is_read_back(rows: list[tuple[str, int, list[str]]]) -> None:
    feeds = {
        number: OpmlFeed(title, f"https://a.example/{number}?x=1&y=<2>", tuple(topics))
        for title, number, topics in rows
    }
    data = write_opml(feeds.values(), title="Mine & <yours>")

    ET.fromstring(data)  # noqa: S314
    if feeds:
        found = read_opml(data).feeds
        assert {feed.url for feed in found} == {
            f"https://a.example/{number}?x=1&y=%3C2%3E" for number in feeds
        }


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_refused(noise: bytes) -> None:
    for data in (
        noise,
        opml("<outline xmlUrl='https://a.example/'/>")[:60] + noise,
        opml(noise.decode("latin-1")),
    ):
        try:
            assert read_opml(data).feeds
        except OpmlError as error:
            assert str(error).endswith(".")


def test_the_starter_feeds_are_named_by_the_built_in_topics() -> None:
    found = read_opml(starter_feeds())

    assert found.warnings == ()
    assert len(found.feeds) >= 60
    assert {topic for feed in found.feeds for topic in feed.topics} == set(load_topics())
    assert all(feed.url.startswith("https://") and len(feed.topics) == 1 for feed in found.feeds)
