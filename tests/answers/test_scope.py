"""Nothing that a guild keeps for itself changes a word of what anybody else is told.

A public index is compared with one to which a guild has added articles of its own: copies of public ones,
near copies, other tellings of the same events, new roles, new days. A new command or read belongs into the
tables below.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import resources
from bot.answers.near import near_names, surely_meant, words_alike
from bot.errors import NutgrafError
from bot.index import Index
from bot.ingest.clustering import StoryFinder
from bot.models import Answer, Document, Scope, Window
from bot.query.retrieval import retrieve
from bot.query.words import parse_words
from bot.reading import Reader
from tests.answers.conftest import Desk
from tests.conftest import AFTERWARDS, Labelled
from tests.index.making import add_feed, run_sql

OWNER = Scope(2, None)
"""The guild that has articles of its own."""
OTHERS = {
    "another guild": Scope(1, None),
    "another guild's member": Scope(1, 70),
    "everyone": Scope.everyone(),
    "a direct message": Scope(None, 71),
}
MUTING = Scope(3, None)
MUTED_FEED, PRIVATE_FEED, USER_FEED = 30, 20, 21

QUESTIONS = {
    "who": ("Gallant", "Netanyahu", "Brandvold", "Nobel prize", "maternity ward", "Zora Quill", "quil"),
    "what": ("call", "hurricane", "Nadal", "harbour tax", "ransomware attack", "Quill", "secret paper"),
    "when": ("missiles", "visit to Washington", "ransomware attack", "cannery sale", "secret paper", "Quill"),
    "ask": (
        "Who was due to visit Washington?",
        "Who is the mayor of Port Ansel?",
        "How many missiles did Iran fire?",
        "When will Nadal retire?",
        "Who is Zora Quill?",
    ),
    "search": (
        "council",
        "Nobel",
        "secret",
        '"oil sheen"',
        "person:gallant",
        "person:quill council",
        "-person:gallant call",
        "source:courier council",
        "source:secret",
        "-source:secret council",
        "topic:politics",
    ),
    "story": ("maternity ward", "Nadal to retire", "ransomware attack", "secret paper", "Quill"),
    "latest": ("", "world", "sports", "culture"),
    "trends": ("", "world", "sports"),
}
BY_TOPIC = {"latest", "trends"}
"""What is asked for by a topic, or by nothing."""

WORDS = ("", "g", "ga", "gallant", "quill", "zo", "nobel", "netanyahu", "port", "secret", "hari", "yoav gal")
WRONG = ("Netanyaho", "Galant", "Quil", "Brandvolt", "Zora Quilt", "Quilll", "zzqx")


async def _stories(index: Index, scope: Scope) -> object:
    articles = await index.articles.latest(scope, topic=None, window=Window(), limit=1000)
    stories = await index.stories.of([each.id for each in articles], scope)
    return stories, await index.stories.members(stories.values(), scope)


async def _retrieved(index: Index, scope: Scope) -> object:
    asked = ("council", "missiles israel", "port ansel council tax", '"oil sheen"', "secret", "prize -nobel")
    return [
        await retrieve(index, parse_words(each), scope, window=Window(), topic=None, limit=50, enough=10)
        for each in asked
    ]


Read = Callable[[Index, Scope], Awaitable[object]]


def _for_words(read: Callable[[Index, str, Scope], Awaitable[object]], words: tuple[str, ...]) -> Read:
    async def every(index: Index, scope: Scope) -> object:
        return [await read(index, word, scope) for word in words]

    return every


READS: dict[str, Read] = {
    "names": _for_words(lambda index, word, scope: index.entities.names(word, scope, 15), WORDS),
    "entities": _for_words(lambda index, word, scope: index.entities.find(word, scope, limit=50), WORDS),
    "headlines": _for_words(lambda index, word, scope: index.articles.headlines(word, scope, 25), WORDS),
    "words like": _for_words(
        lambda index, word, scope: index.entities.words_like(word, scope, alike=words_alike), WORDS[3:6]
    ),
    "near names": _for_words(near_names, WRONG),
    "surely meant": _for_words(surely_meant, WRONG),
    "outlets": lambda index, scope: index.articles.sources(scope),
    "count": lambda index, scope: index.articles.count(scope),
    "newest day": lambda index, scope: index.articles.newest_day(scope),
    "stories": _stories,
    "retrieval": _retrieved,
}


# --- what is added ----------------------------------------------------------------------------------------


def _variants(document: Document) -> list[Document]:
    """Return a near copy, another telling with a new role and a new day, and a later article on the same."""
    paragraphs = document.text.split("\n\n")
    news = (
        "Outgoing Mayor Zora Quill, the former Defense Minister, said on Oct. 30 that a secret paper of the "
        "council names everybody who was there."
    )
    return [
        replace(document, text="\n\n".join([*paragraphs, news]), source="Secret Gazette"),
        replace(
            document,
            headline=f"{document.headline}, a secret paper says",
            text="\n\n".join([news, *reversed(paragraphs)]).replace("Minister", "Chancellor"),
            source="Port Ansel Courier",
        ),
        replace(
            document,
            text="\n\n".join([news, *paragraphs[:3]]),
            published=document.published + timedelta(days=1),
            url=None,
        ),
    ]


@dataclass(frozen=True)
class Files:
    """The same news, before and after others added what is not for all."""

    before: Path
    after: Path
    reversed: Path
    """What is not for all was there first."""


@pytest.fixture(scope="session")
def files(
    samples: list[Labelled], sample_file: Path, reader: Reader, tmp_path_factory: pytest.TempPathFactory
) -> Files:
    folder = tmp_path_factory.mktemp("scope")
    made = [
        (article, reader.label(article))
        for original, _ in samples[::3]
        for article in map(reader.read, _variants(original.document))
    ]
    found = Files(folder / "before.db", folder / "after.db", folder / "reversed.db")

    async def prepare(path: Path) -> Index:
        index = await Index.open(path, resources.migrations())
        await add_feed(index, PRIVATE_FEED, "guild:2")
        await add_feed(index, USER_FEED, "user:99")
        await add_feed(index, MUTED_FEED, "global")
        for guild in (1, 3):
            await run_sql(index, "INSERT INTO feed_mute VALUES (?, ?)", guild, MUTED_FEED)
        return index

    async def add_private(index: Index) -> None:
        await index.articles.add([*made, *samples[:20]], feed=PRIVATE_FEED, now=AFTERWARDS)
        await index.articles.add(made[::2], feed=USER_FEED, now=AFTERWARDS)
        await StoryFinder(index).run()

    async def build() -> None:
        shutil.copy(sample_file, found.before)
        await (await prepare(found.before)).close()
        shutil.copy(found.before, found.after)
        index = await Index.open(found.after, resources.migrations())
        await add_private(index)
        await index.close()
        index = await prepare(found.reversed)
        await add_private(index)
        await index.articles.add(samples, now=AFTERWARDS)
        await StoryFinder(index).run()
        await index.close()

    asyncio.run(build())
    return found


async def _opened(path: Path) -> Index:
    return await Index.open(path, resources.migrations(), read_only=True)


async def _ask(index: Index, kind: str, scope: Scope) -> list[Answer | str]:
    desk = Desk(index, scope)
    given: list[Answer | str] = []
    for about in QUESTIONS[kind]:
        topic = about if kind in BY_TOPIC else None
        try:
            given.append(
                await desk.ask(kind, "" if kind in BY_TOPIC else about, topic=topic or None, limit=10)
            )
        except NutgrafError as told:
            given.append(str(told))
    return given


def _without_ids(answer: Answer | str) -> object:
    """Return all that an answer tells, with articles by what they are instead of by number."""
    if isinstance(answer, str):
        return answer
    named = {number: (each.headline, each.source) for number, each in answer.citations.items()}
    findings = [
        (
            replace(each, quotes=(), also_in=()),
            [(named[q.article], q.text, q.highlights) for q in each.quotes],
        )
        for each in answer.findings
    ]
    return findings, sorted(map(str, named.values())), replace(answer, findings=(), citations={})


# --- what must be the same --------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("kind", QUESTIONS)
async def test_no_answer_changes_for_others(files: Files, kind: str, scope: Scope) -> None:
    before, after = await _opened(files.before), await _opened(files.after)
    try:
        assert await _ask(after, kind, scope) == await _ask(before, kind, scope)
    finally:
        await before.close()
        await after.close()


@pytest.mark.parametrize("scope", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("read", READS)
async def test_no_read_changes_for_others(files: Files, read: str, scope: Scope) -> None:
    before, after = await _opened(files.before), await _opened(files.after)
    try:
        assert await READS[read](after, scope) == await READS[read](before, scope)
    finally:
        await before.close()
        await after.close()


@pytest.mark.parametrize("kind", QUESTIONS)
async def test_nor_does_an_answer_change_where_the_private_came_first(files: Files, kind: str) -> None:
    before, after = await _opened(files.before), await _opened(files.reversed)
    try:
        told = [_without_ids(each) for each in await _ask(after, kind, Scope(1, None))]
        assert told == [_without_ids(each) for each in await _ask(before, kind, Scope(1, None))]
    finally:
        await before.close()
        await after.close()


async def test_nor_are_stories_parted_or_tied_by_the_private_that_came_first(files: Files) -> None:
    async def grouped(path: Path, scope: Scope) -> set[frozenset[str]]:
        index = await _opened(path)
        try:
            articles = await index.articles.latest(scope, topic=None, window=Window(), limit=1000)
            titles = {each.id: each.article.document.headline for each in articles}
            stories = await index.stories.of(titles, scope)
            members = await index.stories.members(stories.values(), scope)
            return {frozenset(titles[each] for each in story) for story in members.values()}
        finally:
            await index.close()

    for scope in OTHERS.values():
        assert await grouped(files.reversed, scope) == await grouped(files.before, scope)


# --- what must be seen ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", QUESTIONS)
async def test_the_guild_itself_is_answered_from_its_own(files: Files, kind: str) -> None:
    after = await _opened(files.after)
    try:
        own = await _ask(after, kind, OWNER)
        assert own != await _ask(after, kind, Scope(1, None))
        answers = [each for each in own if isinstance(each, Answer)]
        told = [quote.text for each in answers for finding in each.findings for quote in finding.quotes]
        assert any("Zora Quill" in text or "secret paper" in text for text in told)
    finally:
        await after.close()


@pytest.mark.parametrize("read", [read for read in READS if read != "newest day"])
async def test_the_guild_itself_reads_its_own(files: Files, read: str) -> None:
    after = await _opened(files.after)
    try:
        assert await READS[read](after, OWNER) != await READS[read](after, Scope(1, None))
    finally:
        await after.close()


async def test_what_a_guild_mutes_is_gone_for_it_alone(files: Files, reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "muted.db"
    await asyncio.to_thread(shutil.copy, files.before, path)
    index = await Index.open(path, resources.migrations())
    try:
        samples = await index.articles.latest(MUTING, topic=None, window=Window(), limit=10)
        before = [await _ask(index, kind, MUTING) for kind in QUESTIONS]
        read_before = [await read(index, MUTING) for read in READS.values()]
        for_all = [await _ask(index, kind, Scope(8, None)) for kind in QUESTIONS]
        added = [reader.read(each) for one in samples for each in _variants(one.article.document)]
        await index.articles.add(
            [(each, reader.label(each)) for each in added], feed=MUTED_FEED, now=AFTERWARDS
        )
        await StoryFinder(index).run()
        assert [await _ask(index, kind, MUTING) for kind in QUESTIONS] == before
        assert [await read(index, MUTING) for read in READS.values()] == read_before
        now_for_all = [await _ask(index, kind, Scope(8, None)) for kind in QUESTIONS]
        assert all(one != other for one, other in zip(now_for_all, for_all, strict=True))
    finally:
        await index.close()
