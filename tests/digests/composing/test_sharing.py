"""What digests of one moment share, and what each has to itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.index import CandidateRow, Index, Layer, Wanted
from bot.models import ArticleId, Preferences, RoleMention, Scope, StoredArticle, Subject, Window
from tests.digests.composing.making import WORLD, composed, composer, show, told
from tests.digests.newsroom import NOW, copy_of, publish, write

POLITICS = Subject(topics=("politics",))
QUAKE = write("Quake shakes the coast", "A quake shook the coast.", "No damage is known.")


async def test_equal_choices_are_one_digest(index: Index) -> None:
    await publish(index, QUAKE, write("Ferries stop at noon"))
    made = composer(index)
    first = await made.compose(subject=WORLD, scope=Scope(1, None), channel=7)
    assert first is not None
    assert await made.compose(subject=WORLD, scope=Scope(2, None), channel=8) is first
    assert await made.compose(subject=WORLD, scope=Scope(None, 3), channel=3) is first
    assert await made.compose(subject=Subject(), scope=Scope(1, None), channel=9) is not first


async def test_what_many_share_is_looked_up_once(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    await publish(index, QUAKE, write("Ferries stop at noon"))
    looked_up: list[Wanted] = []
    read: list[ArticleId] = []
    find, get_many = index.candidates.find_rows, index.articles.get_many

    async def counted_find(
        wanted: Wanted, layer: Layer, window: Window, *, settled: datetime
    ) -> list[CandidateRow]:
        looked_up.append(wanted)
        return await find(wanted, layer, window, settled=settled)

    async def counted_read(ids: list[ArticleId], scope: Scope) -> list[StoredArticle]:
        read.extend(ids)
        return await get_many(ids, scope)

    monkeypatch.setattr(index.candidates, "find_rows", counted_find)
    monkeypatch.setattr(index.articles, "get_many", counted_read)
    made = composer(index)
    for channel in range(20):
        length = Preferences(length="short" if channel % 2 else "long")
        assert await made.compose(
            subject=WORLD, scope=Scope(channel, None), channel=channel, preferences=length
        )
    assert looked_up == [Wanted(topics=("world",))]
    assert len(read) == len(set(read)) == 2


async def test_what_a_guild_added_or_muted_is_for_it_alone(index: Index) -> None:
    await publish(index, QUAKE)
    await publish(index, write("Club wins cup"), topic="world")
    async with index._database.transaction() as transaction:
        await transaction.write(
            "INSERT INTO feed (id, owner, kind, title) VALUES (50, 'guild:5', 'web', 'Ours')"
        )
        # the second article is the guild's own
        await transaction.write("UPDATE article_source SET feed_id = 50 WHERE article_id % 2 = 1")
        await transaction.write("INSERT INTO feed_mute (guild, feed_id) VALUES (6, 1)")
    both = told(await composed(index, scope=Scope(5, None)))
    assert sorted(both) == ["Club wins cup", "Quake shakes the coast"]
    assert len(told(await composed(index, scope=Scope(1, None)))) == 1
    assert await composed(index, scope=Scope(6, None)) is None
    ours = Subject(feeds=(50,))
    digest = await composed(index, scope=Scope(5, None), subject=ours)
    assert digest is not None
    assert (digest.title, len(digest.stories)) == ("📰 Ours", 1)
    assert await composed(index, scope=Scope(1, None), subject=ours) is None


async def test_two_digests_of_a_channel_do_not_tell_one_story(index: Index) -> None:
    await publish(index, QUAKE)
    await publish(index, write("Vote is called"), topic="politics")
    made = composer(index)
    first = await made.compose(subject=Subject(), scope=Scope(1, None), channel=7)
    assert sorted(told(first)) == ["Quake shakes the coast", "Vote is called"]
    assert await made.compose(subject=POLITICS, scope=Scope(1, None), channel=7) is None
    # asked for again, as when the first try failed, it is the same
    assert await made.compose(subject=Subject(), scope=Scope(1, None), channel=7) is first
    assert told(await made.compose(subject=POLITICS, scope=Scope(1, None), channel=8)) == ["Vote is called"]


async def test_a_story_is_not_told_again_by_another_outlet(index: Index) -> None:
    await publish(index, QUAKE)
    await show(index, await composed(index), now=NOW - timedelta(hours=8))
    await publish(index, copy_of(QUAKE, "The Post"), copy_of(QUAKE, "The Sun"))
    assert await composed(index) is None


async def test_a_role_is_called_for_its_words_alone(index: Index) -> None:
    await publish(index, QUAKE)
    for words, called in [((), 9), (("earthquake",), None), (("no damage",), 9), (("shaken up",), None)]:
        digest = await composed(index, preferences=Preferences(mention=RoleMention(9, words)))
        assert digest is not None
        assert digest.mention == called, words


async def test_a_quiet_day_is_said_where_that_is_asked_for(index: Index) -> None:
    quiet = Preferences(say_quiet=True, mention=RoleMention(9))
    digest = await composed(index, preferences=quiet)
    assert digest is not None
    assert (digest.title, digest.all_stories, digest.mention) == ("🌍 World", (), None)
    assert await composed(index, preferences=quiet, channel=None) is None


async def test_the_order_changes_what_comes_first_not_what_is_chosen(index: Index) -> None:
    for number in range(12):
        await publish(index, write(f"Story {number}"), now=NOW - timedelta(minutes=number))
    newest = await composed(index, preferences=Preferences(order="newest"))
    oldest = await composed(index, preferences=Preferences(order="oldest"))
    assert newest is not None and oldest is not None
    assert [each.citation.headline for each in newest.stories] == [f"Story {n}" for n in range(6)]
    assert [each.citation.headline for each in oldest.stories] == [f"Story {n}" for n in range(5, -1, -1)]
    assert [each.citation.headline for each in oldest.in_brief] == [f"Story {n}" for n in range(10, 5, -1)]


@pytest.mark.parametrize(("length", "lead", "stories", "brief"), [("short", 3, 3, 3), ("long", 4, 9, 8)])
async def test_lengths(index: Index, length: str, lead: int, stories: int, brief: int) -> None:
    for number in range(20):
        said = [f"Sentence {sentence} of story {number}." for sentence in range(5)]
        await publish(index, write(f"Story {number}", *said), now=NOW - timedelta(minutes=number))
    digest = await composed(index, preferences=Preferences(length=length))  # type: ignore[arg-type]
    assert digest is not None
    assert [len(digest.stories), len(digest.in_brief)] == [stories, brief]
    assert len(digest.stories[0].quotes) == lead
    assert all(story.quotes for story in digest.in_brief)
