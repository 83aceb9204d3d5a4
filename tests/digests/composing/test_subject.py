"""Digests of people, feeds and saved searches."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.index import Index
from bot.models import Article, Entity, Mention, Preferences, Subject
from tests.digests.composing.making import DAY, GUILD, WORLD, composed, composer, explained, told
from tests.digests.newsroom import NOW, TODAY, publish, write


def naming(article: Article, name: str, salience: float) -> Article:
    entity = Entity(name, "person", (Mention(0, len(name), 0),), salience=salience)
    return replace(article, entities=(entity,))


async def test_who_an_article_is_about_comes_before_who_is_named_in_it(index: Index) -> None:
    about = naming(write("Ada Holm resigns", day=TODAY - DAY), "Ada Holm", 0.9)
    passing = naming(write("Ferries stop at noon"), "Ada Holm", 0.1)
    await publish(index, passing, about, naming(write("Vote is called"), "Bo Lind", 0.9))
    digest = await composed(index, subject=Subject(people=("Ada Holm",)))
    assert sorted(told(digest)) == ["Ada Holm resigns", "Ferries stop at noon"]
    assert digest is not None
    assert digest.title == "👤 Ada Holm"
    assert told(await composed(index, subject=Subject(people=("holm",)))) == told(digest)
    assert told(await composed(index, subject=Subject(people=("Nobody Known",)))) == []


async def test_a_saved_search_finds_what_search_would(index: Index) -> None:
    await publish(index, write("Ferries stop at noon", day=TODAY - DAY), write("Goal in the last minute"))
    await publish(index, write("Ferries sail again", source="The Post"), topic="business")
    for search, found in [
        ("ferries", ["Ferries sail again", "Ferries stop at noon"]),
        ("ferry -noon", ["Ferries sail again"]),
        ('"stop at noon"', ["Ferries stop at noon"]),
        ('source:"The Post"', ["Ferries sail again"]),
        ("topic:business", ["Ferries sail again"]),
        ("ferries since:today", ["Ferries sail again"]),
        ("submarines", []),
    ]:
        assert told(await composed(index, subject=Subject(search=search))) == found, search


@pytest.mark.parametrize(
    ("search", "note"),
    [
        ("topic:gone", "There is no topic “gone”."),
        ("source:Nowhere", "There is no outlet “Nowhere”."),
        ("person:Nobody", "No name in the news is like “Nobody”."),
        ("since:25:99 ferries", "I cannot read “25:99” as a day"),
        ("x" * 4_000, "That is 4,000 characters long"),
        ('"" -', "There is no word in that to look for"),
    ],
)
async def test_a_search_that_cannot_be_understood_finds_nothing(index: Index, search: str, note: str) -> None:
    await publish(index, write("Ferries stop at noon"))
    preview = await explained(index, subject=Subject(search=search))
    assert (preview.digest, preview.left_out) == (None, ())
    assert preview.note.startswith(note)


async def test_a_subject_with_a_broken_search_still_has_its_topics(index: Index) -> None:
    await publish(index, write("Ferries stop at noon"))
    subject = Subject(topics=("world",), search="topic:gone")
    preview = await explained(index, subject=subject)
    assert told(preview.digest) == ["Ferries stop at noon"]
    assert preview.note


async def test_what_is_gone_of_a_subject_is_told(index: Index) -> None:
    async def note(subject: Subject) -> str:
        return (await explained(index, subject=subject)).note

    assert await note(Subject(topics=("world", "gardening"))) == "There is no topic “gardening” any more."
    assert await note(Subject(feeds=(9,))) == "One of its feeds was removed or muted."
    assert await note(Subject(feeds=(1, 8, 9))) == "2 of its feeds were removed or muted."
    assert await note(Subject(topics=("world",), feeds=(1,))) == ""


async def test_a_union_tells_a_story_once(index: Index) -> None:
    await publish(index, naming(write("Ada Holm opens a ferry"), "Ada Holm", 0.9))
    subject = Subject(topics=("world",), feeds=(1,), people=("Ada Holm",), search="ferry")
    digest = await composed(index, subject=subject)
    assert told(digest) == ["Ada Holm opens a ferry"]
    assert digest is not None
    assert digest.title == "🌍 World, 📰 Article files, 👤 Ada Holm and 1 more"


async def test_words_are_found_in_all_their_forms_and_phrases_as_typed(index: Index) -> None:
    await publish(index, write("Council bought buses"), write("No delay", "A penalty kick was given."))
    for include, found in [
        (("buy",), ["Council bought buses"]),
        (("councils", "kicks"), ["Council bought buses", "No delay"]),
        (("penalty kick",), ["No delay"]),
        (("kick penalty",), []),
        (("☔",), []),
    ]:
        digest = await composed(index, preferences=Preferences(include=include))
        assert sorted(told(digest)) == found, include
        left = await composed(index, preferences=Preferences(exclude=include))
        assert sorted([*told(left), *found]) == ["Council bought buses", "No delay"], include


async def test_old_news_is_told_where_there_is_no_limit(index: Index) -> None:
    await publish(index, write("Old news", day=TODAY - 400 * DAY), now=NOW - timedelta(days=400))
    digest = await composer(index, max_age_days=0).compose(subject=WORLD, scope=GUILD, channel=7)
    assert told(digest) == ["Old news"]
    assert await composed(index) is None
