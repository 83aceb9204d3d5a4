"""Why a story is not in a digest: the same decision as the digest itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.index import Index
from bot.models import LeftOutReason, Preferences, Scope, Subject
from tests.digests.composing.making import (
    DAY,
    GUILD,
    WORLD,
    composed,
    composer,
    explained,
    show,
    told,
    why_not,
)
from tests.digests.newsroom import NOW, TODAY, copy_of, publish, write


async def test_each_story_left_out_is_told_with_its_reason(index: Index) -> None:
    await publish(index, write("Old news", day=TODAY - 9 * DAY), write("Goal in the last minute"))
    await publish(index, write("Only a headline", "", summary=()), write("Ferries stop at noon"))
    preferences = Preferences(exclude=("goal", "penalty kick"))
    assert await why_not(index, preferences=preferences) == {
        "Old news": (LeftOutReason.TOO_OLD, "published more than 7 days ago"),
        "Goal in the last minute": (LeftOutReason.EXCLUDED, "“goal”"),
        "Only a headline": (LeftOutReason.UNQUOTABLE, "no sentence of it can be quoted"),
    }
    preview = await explained(index, preferences=preferences)
    assert told(preview.digest) == ["Ferries stop at noon"]
    assert preview.found == 3, "what is too old is not of these days"


async def test_what_was_shown_is_told_with_when(index: Index) -> None:
    await publish(index, write("Ferries stop at noon"))
    await show(index, await composed(index), now=NOW - timedelta(hours=1))
    preview = await explained(index)
    (left_out,) = preview.left_out
    assert preview.digest is None
    assert left_out.reason is LeftOutReason.SEEN
    assert left_out.shown_at == NOW - timedelta(hours=1)


async def test_what_is_below_the_cut_is_in_order_of_importance(index: Index) -> None:
    for number in range(12):
        await publish(index, write(f"Story {number}"), now=NOW - timedelta(minutes=number))
    preview = await explained(index, stories=3)
    assert told(preview.digest) == [f"Story {number}" for number in range(8)]
    assert [each.citation.headline for each in preview.left_out] == [f"Story {n}" for n in range(8, 12)]
    assert {each.reason for each in preview.left_out} == {LeftOutReason.BELOW_CUT}
    assert preview.left_out[0].detail == "number 9 by importance; 8 are told"


async def test_few_sources_and_languages(index: Index) -> None:
    quake = write("Quake shakes the coast")
    await publish(index, quake, copy_of(quake, "The Harbour Post"), write("Ferries stop at noon"))
    assert await why_not(index, preferences=Preferences(min_sources=2)) == {
        "Ferries stop at noon": (LeftOutReason.FEW_SOURCES, "1 of 2 sources")
    }
    assert set((await why_not(index, preferences=Preferences(languages=("fr",)))).values()) == {
        (LeftOutReason.LANGUAGE, "in en")
    }


async def test_a_search_that_makes_no_sense_any_more_finds_nothing_and_says_so(index: Index) -> None:
    await publish(index, write("Ferries stop at noon"))
    gone = Subject(search="topic:gardening ferries")
    preview = await explained(index, subject=gone)
    assert preview.digest is None
    assert preview.note.startswith("There is no topic “gardening”.")
    assert await composed(index, subject=gone) is None
    nobody = await explained(index, subject=Subject(people=("Zaphod Beeblebrox",)))
    assert nobody.note == "No name in the news is like “Zaphod Beeblebrox”."


async def test_what_others_see_is_not_explained(index: Index) -> None:
    await publish(index, write("Ferries stop at noon"))
    async with index._database.transaction() as transaction:
        await transaction.write("UPDATE feed SET owner = 'guild:9'")
    assert (await explained(index)).left_out == ()
    assert told((await explained(index, scope=Scope(9, None))).digest) == ["Ferries stop at noon"]


PREFERENCES = st.builds(
    Preferences,
    length=st.sampled_from(["short", "normal", "long"]),
    order=st.sampled_from(["importance", "newest", "oldest"]),
    min_sources=st.integers(1, 3),
    include=st.lists(st.sampled_from(["ferries", "story", "officials said", "nothing"]), max_size=2).map(
        tuple
    ),
    exclude=st.lists(st.sampled_from(["quake", "story 3", "“", "noon OR goal"]), max_size=2).map(tuple),
    languages=st.sampled_from([(), ("en",), ("fr", "en")]),
)


@pytest.fixture
async def paper(index: Index) -> Index:
    """Return an index with stories of all kinds, some of which the channel was shown."""
    quake = write("Quake shakes the coast")
    await publish(index, quake, copy_of(quake, "The Harbour Post"), copy_of(quake, "The Sun"))
    await show(index, await composed(index), now=NOW - timedelta(hours=5))
    for number in range(14):
        await publish(index, write(f"Story {number}", day=TODAY - (number % 9) * DAY))
    await publish(index, write("Ferries stop at noon", "", summary=()), write("Goal", "A goal, at last."))
    return index


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(preferences=PREFERENCES)
async def test_every_story_is_told_or_left_out_for_one_reason(paper: Index, preferences: Preferences) -> None:
    preview = await explained(paper, preferences=preferences)
    digest = await composed(paper, preferences=preferences)
    assert preview.digest == digest
    left_out = [each.citation.headline for each in preview.left_out]
    assert len(set(left_out)) == len(left_out)
    assert sorted([*told(digest), *left_out]) == sorted(
        ["Quake shakes the coast", *(f"Story {n}" for n in range(14)), "Ferries stop at noon", "Goal"]
    )


HOSTILE = st.sampled_from(
    [
        *('"', '""', "AND", "NOT", "*", "a*", "^a", "-a", "%", "\\", "\0", "\ud800", "𝔘𝔫𝔦", "中文", "é"),
        *("'; DROP TABLE article; --", "NEAR(a b)", "headline : x", "{a b}", "a + b", "(" * 500, "x " * 2000),
    ]
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    include=st.lists(st.text(max_size=40) | HOSTILE, max_size=4).map(tuple),
    exclude=st.lists(HOSTILE, max_size=4).map(tuple),
)
async def test_no_words_break_a_digest(
    paper: Index, include: tuple[str, ...], exclude: tuple[str, ...]
) -> None:
    preferences = Preferences(include=include, exclude=exclude)
    preview = await composer(paper).explain(subject=WORLD, scope=GUILD, channel=None, preferences=preferences)
    assert preview.digest is None or preview.digest.stories
    assert all(each.detail for each in preview.left_out)


async def test_what_comes_as_it_happens_has_no_quiet_days(index: Index) -> None:
    quiet = Preferences(say_quiet=True)
    for live in (True, False):
        digest = await composed(index, preferences=quiet, live=live)
        preview = await explained(index, preferences=quiet, live=live)
        assert (digest is None, preview.digest is None) == (live, live)
