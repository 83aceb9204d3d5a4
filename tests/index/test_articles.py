"""Articles: stored once, found again by day, topic and words."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import StorageError
from bot.index import FOLDER_FEED, Index
from bot.models import Article, ArticleId, TimeExpression, TopicLabel, Window
from bot.query.words import parse_words
from tests.conftest import AFTERWARDS, Labelled
from tests.index.making import (
    ANY_TIME,
    EVERYONE,
    NOW,
    TODAY,
    add_feed,
    article,
    database_of,
    migrations,
    person,
    run_sql,
    store,
    store_one,
)

EPOCH = date(1970, 1, 1)


async def rows_of(index: Index) -> dict[str, list[tuple[object, ...]]]:
    """Return everything in the file, by table."""
    database = database_of(index)
    tables = await database.read(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%fts5%'"
    )
    return {
        row["name"]: [tuple(each) for each in await database.read(f"SELECT * FROM {row['name']}")]  # noqa: S608
        for row in tables
    }


async def headlines(index: Index, **options: object) -> list[str]:
    """Return the headlines of the newest articles."""
    settings: dict[str, object] = {"topic": None, "window": ANY_TIME, "limit": 100} | options
    found = await index.articles.latest(EVERYONE, **settings)  # type: ignore[arg-type]
    return [each.article.document.headline for each in found]


async def test_an_article_comes_back_as_it_was_read(index: Index, samples: list[Labelled]) -> None:
    result = await index.articles.add(samples, now=AFTERWARDS)
    assert len(result.new) == len(samples)
    stored = await index.articles.get_many(result.new, EVERYONE)
    by_hash = {each.article.content_hash: each for each in stored}
    for read, labels in samples:
        kept = by_hash[read.content_hash]
        assert replace(kept.article, entities=()) == replace(read, entities=())
        assert {(each.name, each.kind, each.role) for each in kept.article.entities} == {
            (each.name, each.kind, each.role) for each in read.entities
        }
        assert set(kept.topics) == set(labels)
        assert kept.first_seen == AFTERWARDS


async def test_adding_everything_again_changes_no_row(index: Index, samples: list[Labelled]) -> None:
    await index.articles.add(samples, now=AFTERWARDS)
    before = await rows_of(index)
    again = await index.articles.add(samples, now=AFTERWARDS + timedelta(days=1))
    assert (again.new, again.same) == ((), len(samples))
    assert await rows_of(index) == before


async def test_the_same_article_twice_in_one_batch_is_stored_once(index: Index) -> None:
    result = await store(index, article(), article())
    assert (len(result.new), result.same) == (1, 1)
    assert await index.articles.count(EVERYONE) == 1


async def test_a_text_with_a_bumped_date_or_other_typography_is_the_same(index: Index) -> None:
    await store(index, article('The mayor said "no" to the ferry\'s owner.', headline="Mayor says no"))
    result = await store(
        index,
        article(
            "The Mayor  said “no” to the ferry’s owner.",
            headline="MAYOR SAYS NO",
            day=TODAY + timedelta(days=1),
        ),
    )
    assert result.same == 1


async def test_an_id_is_the_publish_day_and_a_number_within_it(index: Index) -> None:
    day = date(2024, 10, 9)
    result = await store(index, *(article(headline=f"Number {number}", day=day) for number in range(3)))
    first = (day - EPOCH).days << 20
    assert list(result.new) == [first, first + 1, first + 2]
    later = await store_one(index, article(headline="Seen later", day=day))
    assert later == first + 3


async def test_an_article_from_the_future_is_numbered_under_today(index: Index) -> None:
    ahead = await store_one(index, article(headline="From 2031", day=date(2031, 1, 1)))
    assert ahead >> 20 == (TODAY - EPOCH).days
    assert await headlines(index, window=Window(until=TODAY)) == ["From 2031"]
    assert await index.articles.newest_day(EVERYONE) == TODAY


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(2000, 2, 29)])
async def test_old_days_are_days_too(index: Index, day: date) -> None:
    await store(index, article(day=day))
    assert await headlines(index, window=Window(day, day)) == ["Council meets"]
    assert await headlines(index, window=Window(since=day + timedelta(days=1))) == []
    assert await index.articles.newest_day(EVERYONE) == day


async def test_a_day_with_a_million_articles_is_full_and_says_so(index: Index) -> None:
    one = await store_one(index, article(), topic=None)
    for table in ("article_source", "story_pending"):
        await run_sql(index, f"DELETE FROM {table}")  # noqa: S608
    await run_sql(index, f"UPDATE article SET id = ((id >> 20) << 20) + {(1 << 20) - 1} WHERE id = {one}")  # noqa: S608
    with pytest.raises(StorageError, match="full for 2024-10-11"):
        await store(index, article(headline="One too many"))


async def test_a_batch_with_one_impossible_article_leaves_nothing(index: Index) -> None:
    bad = replace(article(headline="Bad"), fingerprint=1 << 70)
    with pytest.raises(StorageError):
        await index.articles.add([(article(), []), (bad, [])], now=NOW)
    assert await index.articles.count(EVERYONE) == 0
    assert (await store(index, article())).same == 0


async def test_an_addition_that_is_cancelled_leaves_nothing_and_does_not_stop_the_next(index: Index) -> None:
    articles = [article(headline=f"Number {number}") for number in range(200)]
    for steps in range(12):
        task = asyncio.create_task(store(index, *articles))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await index.articles.count(EVERYONE) == 0
    assert len((await store(index, *articles)).new) == 200


async def test_latest_is_newest_first_to_the_hour_and_keeps_to_window_topic_and_limit(index: Index) -> None:
    def at(hour: int, headline: str) -> Article:
        made = article(headline=headline)
        published = datetime(2024, 10, 9, hour, tzinfo=UTC)
        return replace(made, document=replace(made.document, published=published))

    await store(index, at(9, "Morning"), at(18, "Evening"))
    await store(index, at(12, "Noon"))
    await store(index, article(headline="Older", day=date(2024, 10, 1)), topic="sports")
    assert await headlines(index) == ["Evening", "Noon", "Morning", "Older"]
    assert await headlines(index, topic="sports") == ["Older"]
    assert await headlines(index, topic="culture") == []
    assert await headlines(index, limit=1) == ["Noon"]
    assert await headlines(index, window=Window(since=date(2024, 10, 2))) == ["Evening", "Noon", "Morning"]
    assert await headlines(index, window=Window(until=date(2024, 10, 8))) == ["Older"]
    assert await headlines(index, window=Window(date(2024, 10, 3), date(2024, 10, 8))) == []


async def test_get_many_keeps_the_order_asked_for_and_leaves_out_what_is_not_there(index: Index) -> None:
    ids = [await store_one(index, article(headline=f"Number {number}")) for number in range(3)]
    asked = [ids[2], ArticleId(5), ids[0]]
    assert [each.id for each in await index.articles.get_many(asked, EVERYONE)] == [ids[2], ids[0]]
    assert await index.articles.get(ArticleId(5), EVERYONE) is None
    assert await index.articles.get_many([], EVERYONE) == []


async def test_known_hashes_are_those_of_that_feed(index: Index) -> None:
    feed = await add_feed(index, 7, "guild:1")
    there, elsewhere, nowhere = (article(headline=word) for word in ("Here", "There", "Nowhere"))
    await store(index, there)
    await store(index, elsewhere, feed=feed)
    hashes = [each.content_hash for each in (there, elsewhere, nowhere)]
    assert await index.articles.known(hashes) == {there.content_hash}
    assert await index.articles.known(hashes, feed=feed) == {elsewhere.content_hash}


async def matched(index: Index, words: str, **options: object) -> list[str]:
    """Return the headlines that match words, newest first."""
    chosen: dict[str, object] = {"window": ANY_TIME, "limit": 10} | options
    hits = await index.articles.match(parse_words(words).all_of(), EVERYONE, **chosen)  # type: ignore[arg-type]
    found = await index.articles.get_many(hits, EVERYONE)
    return [each.article.document.headline for each in found]


async def test_words_are_found_in_all_their_forms_and_a_headline_counts_more(index: Index) -> None:
    await store(
        index,
        article("Two elections were held. Nobody voted twice.", headline="Polls close"),
        article("A quiet day with nothing else to tell.", headline="Election in Carrow"),
        article("Señor Núñez spoke.", headline="A speech"),
        topic="politics",
    )
    assert await matched(index, "election") == ["Election in Carrow", "Polls close"]
    assert await matched(index, "nunez") == ["A speech"]
    assert await matched(index, "election", topic="sports") == []
    assert await matched(index, "election", window=Window(until=TODAY - timedelta(days=1))) == []
    assert await matched(index, "election", limit=1) == ["Election in Carrow"]


async def test_words_follow_an_article_that_is_changed_or_deleted(index: Index) -> None:
    one = await store_one(index, article("The ferry sank."))
    await run_sql(index, "UPDATE article SET text = 'The tunnel flooded.' WHERE id = ?", one)
    assert await matched(index, "ferry") == []
    assert await matched(index, "tunnel") == ["Council meets"]
    await run_sql(index, "DELETE FROM article WHERE id = ?", one)
    assert await matched(index, "tunnel") == []
    assert await index.check() == []
    left = await rows_of(index)
    assert not left["article_entity"] and not left["article_source"] and not left["article_topic"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("100", ['100% of "it" is_true']),
        ("100%", ['100% of "it" is_true']),
        ("%", []),
        ("_", []),
        ("is_", ['100% of "it" is_true']),
        ('"it', ['100% of "it" is_true']),
        ("it'", ["it's a \\ backslash"]),
        ("\\", ["it's a \\ backslash"]),
        ("ackslash", []),
        ("A ", ["it's a \\ backslash"]),
        ("", ["it's a \\ backslash", '100% of "it" is_true']),
    ],
)
async def test_headlines_begin_a_word_with_what_is_typed_whatever_it_is(
    index: Index, typed: str, found: list[str]
) -> None:
    await store(index, article(headline='100% of "it" is_true'), article(headline="it's a \\ backslash"))
    assert await index.articles.headlines(typed, EVERYONE, 10) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("gal", ["Yoav Gallant"]),
        ("YOAV g", ["Yoav Gallant"]),
        ("g yoav", ["Yoav Gallant"]),
        ("alla", []),
        ("%", ["Yoav Gallant", "Núria Öster", "100%"]),
        ("100", ["100%"]),
        ("nuria ost", ["Núria Öster"]),
        ("'; DROP TABLE entity; --", []),
        ("", ["Yoav Gallant", "Núria Öster", "100%"]),
        ("gal " * 2000, ["Yoav Gallant"]),
    ],
)
async def test_names_begin_a_word_with_what_is_typed_best_known_first(
    index: Index, typed: str, found: list[str]
) -> None:
    people = (person("Yoav Gallant"), person("Núria Öster"), person("100%", kind="organisation"))
    await store(index, article("Yoav Gallant and Núria Öster met 100% today.", names=people))
    assert await index.entities.names(typed, EVERYONE, 10) == found
    assert await index.entities.names(typed, EVERYONE, 1) == found[:1]


async def test_two_spellings_of_a_name_in_one_article_are_one_with_all_mentions(index: Index) -> None:
    text = "Ana Ruiz spoke. Later ANA RUÍZ left."
    one = article(text, names=(person("Ana Ruiz"), person("ANA RUÍZ", role="Mayor")))
    stored = await index.articles.get(await store_one(index, one), EVERYONE)
    assert stored is not None
    (entity,) = stored.article.entities
    assert (entity.name, entity.role) == ("Ana Ruiz", "Mayor")
    assert [text[each.start : each.end] for each in entity.mentions] == ["Ana Ruiz", "ANA RUÍZ"]


# --- hostile text ------------------------------------------------------------------------------------------

TRAPS = ["\x00", "\ud800", "\udfff", "\u202e", "\u200b", "'", '"', "%", "_", "\\", "é", "e\u0301", " "]
ANY_TEXT = st.lists(st.sampled_from(TRAPS) | st.text(max_size=5), max_size=6).map("".join)


def test_any_text_in_any_field_is_stored_and_comes_back_or_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        index = runner.run(Index.open(tmp_path / "nutgraf.db", migrations()))

        @settings(max_examples=150)
        @given(st.lists(ANY_TEXT, min_size=9, max_size=9))
        def check(texts: list[str]) -> None:
            body, headline, name, role, source, url, origin, topic, value = texts
            made = article(
                body or "x", headline=headline, names=(person(name or "x", role),), source=source, url=url
            )
            document = replace(made.document, origin=origin, topics=(topic,), caption=value)
            made = replace(made, document=document, dates=(TimeExpression(0, 1, value),))
            result = runner.run(index.articles.add([(made, [TopicLabel(topic, 1.0)])], now=NOW))
            for stored in runner.run(index.articles.get_many(result.new, EVERYONE)):
                # what no file can hold is replaced, character by character
                assert stored.article.document.text == _storable(made.document.text)
                assert stored.article.document.headline == _storable(headline)
                assert [len(stored.article.quote(0))] == [len(made.quote(0))]
            runner.run(index.articles.headlines(headline, EVERYONE, 3))
            runner.run(index.entities.names(name, EVERYONE, 3))
            runner.run(index.meta.set(topic, value))

        check()
        assert runner.run(index.check()) == []
        runner.run(index.close())


def _storable(text: str) -> str:
    return "".join("\ufffd" if 0xD800 <= ord(letter) <= 0xDFFF else letter for letter in text)


async def test_numbers_that_no_file_holds_are_refused_in_one_sentence(index: Index) -> None:
    with pytest.raises(StorageError, match="larger than any"):
        await index.articles.match("word", EVERYONE, window=ANY_TIME, limit=1 << 70)
    assert await index.articles.known(["x"], feed=FOLDER_FEED) == set()
