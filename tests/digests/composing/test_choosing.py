"""How stories are ranked and sifted: every story gets exactly one verdict."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.digests.composing.choosing import (
    BRIEF_STORIES,
    MOST_STORIES,
    Rules,
    Sieve,
    rank,
    rank_upon,
    room_for,
)
from bot.index import Candidate
from bot.models import ArticleId, LeftOutReason, StoryId

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def candidate(number: int, story: int | None = None, **changes: object) -> Candidate:
    usual = Candidate(
        article=ArticleId(number),
        story=StoryId(story or number),
        published=seconds(NOW - HOUR),
        first_seen=seconds(NOW - HOUR),
        language="en",
        source=f"Outlet {number}",
        teaser=False,
        backlog=False,
        wanted=True,
    )
    given = {
        name: seconds(value) if isinstance(value, datetime) else value for name, value in changes.items()
    }
    return usual._replace(**given)  # type: ignore[arg-type]


MOMENTS = st.integers(-8 * 24 * 60, 12 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
CANDIDATES = st.lists(
    st.builds(
        candidate,
        st.integers(1, 40),
        st.integers(1, 12),
        published=MOMENTS,
        first_seen=MOMENTS,
        language=st.sampled_from(["en", "fr", "de"]),
        source=st.sampled_from([None, "The Post", "The Sun", "The Star"]),
        teaser=st.booleans(),
        backlog=st.booleans(),
        wanted=st.booleans(),
        score=st.floats(0, 9),
        salience=st.floats(0, 1),
    ),
    max_size=30,
    unique_by=lambda each: each.article,
)
HAVING = st.frozensets(st.integers(1, 40).map(ArticleId), max_size=20)
WORDS = st.lists(st.tuples(st.sampled_from(["storm", "vote", "goal"]), HAVING), max_size=2).map(tuple)
RULES = st.builds(
    Rules,
    min_sources=st.integers(1, 3),
    languages=st.sampled_from([frozenset(), frozenset({"en"}), frozenset({"en", "fr"})]),
    include=WORDS,
    exclude=WORDS,
    backlog=st.booleans(),
)


@given(CANDIDATES, RULES)
def test_every_story_is_eligible_or_refused_for_one_reason(found: list[Candidate], rules: Rules) -> None:
    ranking = rank(found, NOW)
    assert set(ranking.ids) == {each.story for each in found if each.wanted}
    sieve = Sieve(ranking, rules)
    while sieve.look_further():
        pass
    eligible = [each.story.id for each in sieve.eligible]
    refused = [each.story.id for each in sieve.refused]
    assert sorted([*eligible, *refused]) == sorted(ranking.ids)
    assert all(each.detail for each in sieve.refused)
    for each in sieve.eligible:
        told = {article.article for article in each.tellers}
        assert told
        assert not told & {article.article for article in each.others}
        assert all(article.wanted for article in each.tellers)
        assert all(not rules.languages or article.language in rules.languages for article in each.tellers)
        assert all(article not in having for article in told for _, having in rules.exclude)
        assert not rules.include or all(
            any(article in having for _, having in rules.include) for article in told
        )


@given(CANDIDATES, RULES)
def test_the_verdicts_are_the_same_in_whatever_order_articles_come(
    found: list[Candidate], rules: Rules
) -> None:
    one, other = Sieve(rank(found, NOW), rules), Sieve(rank(found[::-1], NOW), rules)
    one.look_at_all()
    other.look_at_all()
    assert (one.eligible, one.refused) == (other.eligible, other.refused)


@given(CANDIDATES, CANDIDATES)
def test_what_a_guild_adds_is_ranked_as_if_all_were_looked_for_at_once(
    shared: list[Candidate], added: list[Candidate]
) -> None:
    told = {each.story for each in shared if each.wanted}
    shared = [each for each in shared if each.story in told]
    known = {each.article for each in shared}
    own = [each._replace(article=ArticleId(each.article + 100)) for each in added]
    own += [each._replace(wanted=True) for each in shared if each.article % 7 == 0]
    base = rank(shared, NOW)
    upon = rank_upon(base, own, NOW)
    layered = {story.id: story for ranking in (base, upon) for story in ranking.part(0, len(ranking))}
    merged = {each.article: each for each in shared} | {
        each.article: each for each in own if each.article not in known
    }
    for each in own:
        if each.article in known:
            merged[each.article] = merged[each.article]._replace(wanted=True)
    at_once = rank(merged.values(), NOW)
    assert set(layered) == set(at_once.ids)
    assert all(at_once.get(story) == each for story, each in layered.items())


def places(*found: Candidate) -> list[int]:
    return [story.id for story in rank(found, NOW).part(0, 99)]


def test_what_several_outlets_tell_passes_what_is_fresher() -> None:
    yesterday = NOW - 24 * HOUR
    assert places(
        candidate(1),
        candidate(2, published=yesterday, first_seen=yesterday),
        *(candidate(number, 3, published=yesterday) for number in range(3, 7)),
    ) == [3, 1, 2]


def test_copies_in_one_outlet_do_not_make_a_story_important() -> None:
    assert places(
        candidate(1, published=NOW - 2 * HOUR),
        *(candidate(number, 2, source="The Post", published=NOW - 3 * HOUR) for number in range(2, 9)),
    ) == [1, 2]


def test_who_is_spoken_of_comes_before_who_is_named() -> None:
    assert places(candidate(1, salience=0.1), candidate(2, salience=0.9, published=NOW - 5 * HOUR)) == [2, 1]


def test_an_article_of_which_only_the_day_is_known_is_as_fresh_as_when_it_came() -> None:
    midnight = NOW.replace(hour=0)
    assert places(
        candidate(1, published=NOW - 6 * HOUR),
        candidate(2, published=midnight, first_seen=NOW - HOUR),
        candidate(3, published=midnight, first_seen=NOW - 8 * HOUR),
        # what came in days later is no fresher for that
        candidate(4, published=midnight - 72 * HOUR, first_seen=NOW),
    ) == [2, 1, 3, 4]


def test_a_reason_says_what_is_missing() -> None:
    def reason(rules: Rules, *found: Candidate) -> tuple[LeftOutReason, str]:
        sieve = Sieve(rank(found, NOW), rules)
        sieve.look_at_all()
        (refused,) = sieve.refused
        return refused.reason, refused.detail

    having, lacking = frozenset({ArticleId(1)}), frozenset[ArticleId]()
    assert reason(Rules(min_sources=3), candidate(1, 1), candidate(2, 1)) == (
        LeftOutReason.FEW_SOURCES,
        "2 of 3 sources",
    )
    assert reason(Rules(languages=frozenset({"en"})), candidate(1, language="fr")) == (
        LeftOutReason.LANGUAGE,
        "in fr",
    )
    assert reason(Rules(include=(("goal", lacking), ("own goal", lacking))), candidate(1)) == (
        LeftOutReason.WORDS,
        "none of “goal”, “own goal”",
    )
    assert reason(Rules(exclude=(("vote", lacking), ("goal", having))), candidate(1)) == (
        LeftOutReason.EXCLUDED,
        "“goal”",
    )
    assert reason(Rules(), candidate(1, backlog=True))[0] is LeftOutReason.BACKLOG


def test_a_story_is_told_by_an_article_without_the_excluded_word() -> None:
    sieve = Sieve(
        rank([candidate(1, 1), candidate(2, 1)], NOW),
        Rules(exclude=(("goal", frozenset({ArticleId(1)})),)),
    )
    sieve.look_at_all()
    (eligible,) = sieve.eligible
    assert [each.article for each in eligible.tellers] == [2]
    assert eligible.others == ()


def test_lengths() -> None:
    assert [room_for(length, 6).stories for length in ("short", "normal", "long")] == [3, 6, 9]
    assert [room_for("normal", 6).brief, room_for("long", 8).stories] == [
        BRIEF_STORIES["normal"],
        MOST_STORIES,
    ]
