"""What admins type for what a digest is about: topics, feeds, names, a search."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.options.subjects import (
    SubjectWords,
    parse_feeds,
    parse_saved_search,
    parse_topics,
    read_people,
    read_subject,
    subject_as_typed,
)
from bot.errors import QueryError
from bot.index import Index
from bot.models import Entity, Feed, FeedId, FeedState, Mention, Scope, Subject, Topic, WebFeed, WebFeedId
from bot.resources import load_topics
from tests.digests.newsroom import NOW, open_index, publish, write
from tests.hostile import HOSTILE

TOPICS = load_topics()
TODAY = date(2026, 1, 5)
ALL = Scope(guild=None, user=None)


def feed(number: int, title: str, *, muted: bool = False) -> Feed:
    """Return a feed that is followed."""
    url = f"https://feed{number}.example/rss"
    web = WebFeed(WebFeedId(number), url, title, None, FeedState.OK, None, NOW, NOW)
    return Feed(FeedId(number), "guild:1", title, web, None, NOW, muted=muted)


FEEDS = [
    feed(1, "The Courier"),
    feed(2, "Courier Sport"),
    feed(3, "Harbour, Docks & Quays"),
    feed(4, "L’Étoile “du soir”"),
    feed(5, "Twins"),
    feed(6, "twins"),
    feed(7, "Hidden Herald", muted=True),
    feed(8, "L’Étoile du matin"),
    feed(9, "\u202e"),
    feed(10, "feed:1"),
]


# --- topics ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ()),
        ("world", ("world",)),
        ("Climate and environment", ("climate",)),
        ("🌍 World", ("world",)),
        ("science, WORLD; science", ("world", "science")),
        ("science and world", ("world", "science")),
        ("all", ()),
        ("All topics", ()),
        ("Everything", ()),
        ("wor\u200bld\x00", ("world",)),
    ],
)
def test_topics(typed: str, names: tuple[str, ...]) -> None:
    assert parse_topics(typed, TOPICS) == names


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("gardening", "There is no topic “gardening”. There are: all, world, politics"),
        ("world, gardening and bees", "There is no topic “gardening and bees”."),
        ('"world and science"', "There is no topic “world and science”."),
        ("all, world", "All topics have every other in them"),
        ("@everyone", "There is no topic “@everyone”."),
        ("w" * 4000, "That is too long for a list of topics: 2,000 characters are the most."),
        ("w" * 2000, f"There is no topic “{'w' * 59}…”."),
        ("**world**", "There is no topic “**world**”."),
        ("\ud800", None),
        ("world\ud800\x00", None),
    ],
)
def test_topics_that_there_are_not(typed: str, sentence: str | None) -> None:
    if sentence is None:
        assert parse_topics(typed, TOPICS) in ((), ("world",))
        return
    with pytest.raises(QueryError) as error:
        parse_topics(typed, TOPICS)
    assert sentence in str(error.value)


# --- feeds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("", ()),
        ("the courier", (1,)),
        ("Sport, The Courier", (1, 2)),
        ("Harbour, Docks & Quays", (3,)),
        ('"Harbour, Docks & Quays", sport', (2, 3)),
        ("https://feed2.example/rss", (2,)),
        ("feed:6, FEED:5", (5, 6)),
        ("l'étoile du matin", (8,)),
        ("docks", (3,)),
    ],
)
def test_feeds(typed: str, ids: tuple[int, ...]) -> None:
    assert parse_feeds(typed, FEEDS) == ids


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Courier", "“Courier” may be “The Courier” (feed:1) or “Courier Sport” (feed:2): write the whole"),
        ("Twins", "“Twins” may be “Twins” (feed:5) or “twins” (feed:6)"),
        ("Hidden Herald", "“Hidden Herald” is hidden here: /feed mute with muted: False shows it."),
        ("feed:7", "is hidden here"),
        ("feed:99", "The feed “feed:99” was removed: take it out, or choose another."),
        ("The Curier", "No feed here is called “The Curier”; did you mean “The Courier”?"),
        ("zzqx", "No feed here is called “zzqx”; /feed list shows those there are"),
        ("@everyone", "No feed here is called “@everyone”"),
        ("x" * 4000, "too long for a list of feeds"),
    ],
)
def test_feeds_that_there_are_not(typed: str, sentence: str) -> None:
    with pytest.raises(QueryError) as error:
        parse_feeds(typed, FEEDS)
    assert sentence in str(error.value)


def test_more_feeds_than_a_digest_has() -> None:
    many = [feed(number, f"Feed {number:03}") for number in range(1, 22)]
    with pytest.raises(QueryError, match="21 feeds are too many for one digest; 20 are the most"):
        parse_feeds(", ".join(each.title for each in many), many)


SEEN = [each.id for each in FEEDS if not each.muted]


@given(st.frozensets(st.sampled_from(sorted(TOPICS))), st.frozensets(st.sampled_from(SEEN)))
def test_topics_and_feeds_are_typed_back(topics: frozenset[str], feeds: frozenset[FeedId]) -> None:
    subject = Subject(topics=tuple(name for name in TOPICS if name in topics), feeds=tuple(sorted(feeds)))
    words = subject_as_typed(subject, TOPICS, FEEDS)
    assert parse_topics(words.topics, TOPICS) == subject.topics
    assert parse_feeds(words.feeds, FEEDS) == subject.feeds


def test_what_is_gone_is_still_typed_and_then_refused_by_name() -> None:
    words = subject_as_typed(Subject(topics=("gardening",), feeds=(99, 7)), TOPICS, FEEDS)
    assert words == SubjectWords(topics="gardening", feeds="feed:99, feed:7")


def test_titles_of_topics_that_cannot_be_told_apart_are_named() -> None:
    def topic(name: str, title: str) -> Topic:
        return replace(TOPICS["world"], name=name, title=title)

    topics = {
        "a": topic("a", "Same"),
        "b": topic("b", "Same"),
        "c": topic("c", 'The "c", so'),
        "d": topic("d", "D, e"),
    }
    subject = Subject(topics=("a", "b", "c", "d"))
    assert parse_topics(subject_as_typed(subject, topics, []).topics, topics) == subject.topics


def test_long_titles_are_typed_by_number() -> None:
    long = [feed(number, f"{'News ' * 40}{number}") for number in range(1, 21)]
    subject = Subject(feeds=tuple(each.id for each in long))
    words = subject_as_typed(subject, TOPICS, long)
    assert words.feeds.startswith("feed:1, feed:2, ")
    assert parse_feeds(words.feeds, long) == subject.feeds


# --- people ----------------------------------------------------------------------------------------------


@pytest.fixture
async def index(tmp_path: Path) -> AsyncIterator[Index]:
    """Open an index whose articles name some people."""
    opened = await open_index(tmp_path)
    articles = []
    for name in (
        "Ana Ruiz",
        "Jo Ruiz",
        "Kamala Harris",
        "Dwayne “The Rock” Johnson",
        "Zoë Müller",
        "Ruiz, Sons",
    ):
        article = write(f"{name} speaks")
        articles.append(
            replace(article, entities=(Entity(name, "person", (Mention(0, len(name), 0),), salience=0.9),))
        )
    await publish(opened, *articles)
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ()),
        ("kamala harris", ("Kamala Harris",)),
        ("Harris, Kamala Harris", ("Kamala Harris",)),
        ("kama", ("Kamala Harris",)),
        ("ZOE MULLER", ("Zoë Müller",)),
        ("jo ruiz, ana ruiz", ("Ana Ruiz", "Jo Ruiz")),
        ('"Ruiz"', ("Ruiz",)),
        ('"Nobody Yet", harris', ("Kamala Harris", "Nobody Yet")),
        ('"KAMALA HARRIS"', ("Kamala Harris",)),
        ("dwayne johnson", ("Dwayne The Rock Johnson",)),
    ],
)
async def test_people(index: Index, typed: str, names: tuple[str, ...]) -> None:
    assert await read_people(index, typed, ALL) == names


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Ruiz", "“Ruiz” may be Ana Ruiz, "),
        (
            "Kamela Haris",
            "Nobody in the news is called “Kamela Haris”; near it: Kamala Harris. In quotation marks",
        ),
        ("Xzqvw", 'Nobody in the news is called “Xzqvw”. In quotation marks ("Xzqvw") it is taken as it is.'),
        ("?!", "“?!” has no letter or digit"),
        ("x" * 81, "is too long for a name"),
        ("x" * 4000, "too long for a list of names"),
        ("@everyone", "Nobody in the news is called “@everyone”"),
        (", ".join(f'"Name {n}"' for n in range(21)), "21 names are too many"),
    ],
)
async def test_people_that_there_are_not(index: Index, typed: str, sentence: str) -> None:
    with pytest.raises(QueryError) as error:
        await read_people(index, typed, ALL)
    assert sentence in str(error.value)


async def test_a_name_that_only_another_guild_reads_of_is_not_told(index: Index) -> None:
    theirs = await index.feeds.follow(
        url="https://private.example/rss", title="Private", owner="guild:1", added_by=1, now=NOW
    )
    secret = write("Secret Agent speaks")
    secret = replace(secret, entities=(Entity("Sid Secretive", "person", (Mention(0, 6, 0),), salience=1.0),))
    await index.articles.add([(secret, [])], feed=theirs.feed.id, now=NOW)
    assert await read_people(index, "secretive", Scope(guild=1, user=None)) == ("Sid Secretive",)
    with pytest.raises(QueryError, match=r"Nobody in the news is called “Secretive”\. In"):
        await read_people(index, "Secretive", Scope(guild=2, user=None))


# --- a search --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", None),
        (" \n ", None),
        ("council  tax", "council tax"),
        ("“far right” -sport", '"far right" -sport'),
        ("topic:world person:ruiz", "topic:world person:ruiz"),
        ('topic:"climate and environment"', 'topic:"climate and environment"'),
        ("council\x00 tax\ud800", "council tax"),
    ],
)
def test_searches(typed: str, kept: str | None) -> None:
    assert parse_saved_search(typed, TOPICS, TODAY) == kept
    assert parse_saved_search(kept or "", TOPICS, TODAY) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-council", "There is no word in that to look for"),
        ("?!", "There is no word in that to look for"),
        ("topic:gardening", "There is no topic “gardening”."),
        ("topic:all", "There is no topic “all”."),
        ("tax since:yesterday", "leave since: and until: out"),
        ("tax until:2024-10-01", "leave since: and until: out"),
        ("tax since:someday", "someday"),
        ("x" * 301, "That search has 301 characters; 300 are the most."),
        ("x" * 100_000, "300 are the most"),
    ],
)
def test_searches_that_make_no_sense(typed: str, sentence: str) -> None:
    with pytest.raises(QueryError) as error:
        parse_saved_search(typed, TOPICS, TODAY)
    assert sentence in str(error.value)


# --- all together ----------------------------------------------------------------------------------------


async def test_equal_subjects_are_equal(index: Index) -> None:
    one = SubjectWords("science, world", "", "Jo Ruiz, harris", "tax  cut")
    other = SubjectWords("World and Science", "", 'HARRIS; "jo ruiz"', " tax cut ")
    read = [await read_subject(index, words, scope=ALL, topics=TOPICS, today=TODAY) for words in (one, other)]
    assert read[0] == read[1]
    assert read[0] == Subject(("world", "science"), (), ("Jo Ruiz", "Kamala Harris"), "tax cut")
    again = subject_as_typed(read[0], TOPICS, [])
    assert await read_subject(index, again, scope=ALL, topics=TOPICS, today=TODAY) == read[0]


async def test_nothing_typed_is_everything(index: Index) -> None:
    assert (await read_subject(index, SubjectWords(" "), scope=ALL, topics=TOPICS, today=TODAY)).everything


@pytest.mark.parametrize("part", ["topics", "feeds", "people", "search"])
async def test_hostile_words_are_taken_or_answered(index: Index, part: str) -> None:
    for typed in HOSTILE.values():
        words = replace(SubjectWords(), **{part: typed})
        try:
            subject = await read_subject(index, words, scope=ALL, topics=TOPICS, today=TODAY)
        except QueryError as error:
            str(error).encode()
            assert len(str(error)) < 400
            continue
        again = subject_as_typed(subject, TOPICS, FEEDS)
        assert await read_subject(index, again, scope=ALL, topics=TOPICS, today=TODAY) == subject
