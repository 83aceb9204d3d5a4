"""Which stories are in a digest: ranked by importance, sifted by what was asked for; pure deciders.

A story's importance is a sum, each part of which is small beside a large difference in another:

- freshness, 2 halved with each day since its newest article was published: of stories that one outlet tells,
  today's come before yesterday's, and last week's come last, whatever they are about;
- the logarithm of how many outlets tell it, 1 each time they double: two outlets weigh as much as a day;
- salience, up to 1: what is about the person who was asked for comes before what names her in passing;
- the topic's score, up to 0.5: of equals, what is clearly of the topic comes before what is doubtfully so.

Every story gets one verdict: it may be told, or it is left out for the first of the reasons that holds. Of
those that may be told, the most important are; the others stay for the next digest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from bot.index import Candidate, CandidateRow
from bot.models import ArticleId, LeftOutReason, Length, StoryId

FRESHNESS_WEIGHT = 2.0
SOURCES_WEIGHT = 1.0
SALIENCE_WEIGHT = 1.0
TOPIC_WEIGHT = 0.5
CLEAR_TOPIC = 4.0
"""A topic score from which on an article is as much about the topic as can be."""
DAY = 24 * 60 * 60
"""Seconds."""

BRIEF_STORIES: Mapping[Length, int] = {"short": 3, "normal": 5, "long": 8}
MOST_STORIES = 9
"""Told at length; more do not fit into a message."""
FEWEST_STORIES = 2

SLICE = 24
"""Stories that get their verdict in one go: as many as a first digest looks at."""
NEVER_POSTED_BACKLOG = "it was there before its feed was followed"


# --- ranking ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RankedStory:
    """A story with the articles that tell it, newest first, and how it stands among others."""

    id: StoryId
    articles: tuple[Candidate, ...]
    importance: float
    told_at: int
    """When its newest article of the subject was published, as well as can be told; seconds since 1970."""
    sources: int
    """Outlets that tell it."""

    @property
    def place(self) -> tuple[float, int, int]:
        """What stories are sorted by, the most important first; of equals, the newest."""
        return -self.importance, -self.told_at, -self.id


_Packed = tuple[float, int, int, int, tuple[CandidateRow, ...]]
"""A ranked story as plain values: what it is sorted by, its sources, its articles' columns."""


_story_of: Callable[[CandidateRow], StoryId] = itemgetter(1)


class Ranking:
    """Stories, the most important first.

    They are kept as plain tuples, which the garbage collector leaves alone: with a hundred thousand of them
    as objects it would stop everything for a second. Each is made when it is looked at.
    """

    def __init__(self, packed: list[_Packed]) -> None:
        packed.sort()
        self._packed = packed
        self._places = {StoryId(-each[2]): place for place, each in enumerate(packed)}

    def __len__(self) -> int:
        return len(self._packed)

    def part(self, start: int, stories: int) -> list[RankedStory]:
        """Return so many stories from a place on."""
        return [_unpacked(each) for each in self._packed[start : start + stories]]

    def get(self, story: StoryId) -> RankedStory | None:
        """Return a story if it is there."""
        place = self._places.get(story)
        return None if place is None else _unpacked(self._packed[place])

    @property
    def ids(self) -> Collection[StoryId]:
        """The stories."""
        return self._places.keys()


def _unpacked(packed: _Packed) -> RankedStory:
    importance, told_at, story, sources, articles = packed
    return RankedStory(StoryId(-story), tuple(map(Candidate._make, articles)), -importance, -told_at, sources)


def rank(articles: Iterable[CandidateRow], now: datetime) -> Ranking:
    """Return the stories of some candidates; those without an article of the subject are none."""
    moment = int(now.timestamp())
    groups = groupby(sorted(articles, key=_story_of), key=_story_of)
    ranked = (_ranked(story, list(group), moment) for story, group in groups)
    return Ranking([each for each in ranked if each is not None])


def rank_upon(base: Ranking, own: Iterable[CandidateRow], now: datetime) -> Ranking:
    """Return the stories that somebody's own articles tell, together with what everybody sees of these."""
    added = [Candidate._make(row) for row in own]
    merged: dict[ArticleId, Candidate] = {}
    for story in {article.story for article in added}:
        shared = base.get(story)
        merged |= {each.article: each for each in (shared.articles if shared else ())}
    for article in added:
        known_too = merged.get(article.article)
        merged[article.article] = article if known_too is None else _joined(article, known_too)
    return rank(merged.values(), now)


def _joined(one: Candidate, other: Candidate) -> Candidate:
    """Return an article that is seen in two ways."""
    return one._replace(
        backlog=one.backlog and other.backlog,
        wanted=one.wanted or other.wanted,
        score=max(one.score, other.score),
        salience=max(one.salience, other.salience),
    )


def _ranked(story: StoryId, rows: list[CandidateRow], now: int) -> _Packed | None:
    """Return a story with what it is sorted by; None when none of its articles is of the subject."""
    if len(rows) == 1:
        _, _, published, first_seen, _, _, _, _, is_wanted, score, salience = rows[0]
        if not is_wanted:
            return None
        told_at, sources = _told_at(published, first_seen), 1
    else:
        rows.sort(key=lambda row: (row[2], row[3], row[0]), reverse=True)
        articles = [Candidate._make(row) for row in rows]
        wanted = [each for each in articles if each.wanted]
        if not wanted:
            return None
        told_at = max(_told_at(each.published, each.first_seen) for each in wanted)
        sources = len(outlets(articles))
        salience, score = max(each.salience for each in wanted), max(each.score for each in wanted)
    importance = (
        FRESHNESS_WEIGHT * 0.5 ** (max(now - told_at, 0) / DAY)
        + (SOURCES_WEIGHT * math.log2(sources) if sources > 1 else 0.0)
        + SALIENCE_WEIGHT * salience
        + TOPIC_WEIGHT * min(score / CLEAR_TOPIC, 1.0)
    )
    return -importance, -told_at, -story, sources, tuple([row[:] for row in rows])


def _told_at(published: int, first_seen: int) -> int:
    """Return when an article was published; where only the day is known, when it came in on that day."""
    return published if published % DAY else min(max(published, first_seen), published + DAY)


def outlets(articles: Iterable[Candidate]) -> set[str | ArticleId]:
    """Return who tells it; an outlet that is not named cannot be told from another, so each is its own."""
    return {each.source or each.article for each in articles}


# --- sifting ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rules:
    """What is asked of a story beside its subject."""

    min_sources: int = 1
    languages: frozenset[str] = frozenset()
    """Empty: all."""
    include: tuple[tuple[str, frozenset[ArticleId]], ...] = ()
    """Words with the articles that have them; empty: nothing is asked for."""
    exclude: tuple[tuple[str, frozenset[ArticleId]], ...] = ()
    backlog: bool = False
    """Whether what was there before its feed was followed may be told."""


@dataclass(frozen=True, slots=True)
class Eligible:
    """A story that may be told, and by which of its articles, newest first."""

    story: RankedStory
    tellers: tuple[Candidate, ...]
    others: tuple[Candidate, ...]
    """Those that tell it, too, and are not quoted."""
    key: Hashable
    """The same for the same story told by the same articles."""
    newest: int
    """When the last of the tellers came in; seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A story that may not be told, and why."""

    story: RankedStory
    reason: LeftOutReason
    detail: str


class Sieve:
    """Parts ranked stories into those that may be told and those that may not, as far down as asked for."""

    def __init__(self, ranking: Ranking, rules: Rules) -> None:
        self._ranking = ranking
        self._rules = rules
        self._done = 0
        self.eligible: list[Eligible] = []
        """The most important first, of those that were looked at."""
        self.refused: list[Refused] = []

    def look_further(self, stories: int = SLICE) -> bool:
        """Give the next stories their verdict; return False when there was none left."""
        some = self._ranking.part(self._done, stories)
        self._done += len(some)
        for story in some:
            verdict = _verdict(story, self._rules)
            if isinstance(verdict, Eligible):
                self.eligible.append(verdict)
            else:
                self.refused.append(verdict)
        return bool(some)

    def look_at_all(self) -> None:
        """Give all stories their verdict."""
        self.look_further(len(self._ranking))


def _verdict(story: RankedStory, rules: Rules) -> Eligible | Refused:
    left: Sequence[Candidate] = [each for each in story.articles if each.wanted]
    if rules.languages:
        spoken = {each.language for each in left}
        left = [each for each in left if each.language in rules.languages]
        if not left:
            return Refused(story, LeftOutReason.LANGUAGE, f"in {', '.join(sorted(spoken))}")
    if rules.include:
        left = [each for each in left if any(each.article in having for _, having in rules.include)]
        if not left:
            return Refused(
                story, LeftOutReason.WORDS, f"none of {_listed(word for word, _ in rules.include)}"
            )
    banned: set[ArticleId] = set()
    if rules.exclude:
        banned = {each.article for each in story.articles if _has_any(each, rules.exclude)}
        having = [each for each in left if each.article in banned]
        left = [each for each in left if each.article not in banned]
        if not left:
            found = (word for word, ids in rules.exclude if any(each.article in ids for each in having))
            return Refused(story, LeftOutReason.EXCLUDED, _listed(found))
    if not rules.backlog:
        left = [each for each in left if not each.backlog]
        if not left:
            return Refused(story, LeftOutReason.BACKLOG, NEVER_POSTED_BACKLOG)
    if story.sources < rules.min_sources:
        detail = f"{story.sources} of {rules.min_sources} sources"
        return Refused(story, LeftOutReason.FEW_SOURCES, detail)
    chosen = {each.article for each in left} | banned
    others = tuple([each for each in story.articles if each.article not in chosen])
    ids = tuple([each.article for each in left]), tuple([each.article for each in others])
    return Eligible(story, tuple(left), others, (story.id, *ids), max(each.first_seen for each in left))


def _has_any(article: Candidate, words: Iterable[tuple[str, frozenset[ArticleId]]]) -> bool:
    return any(article.article in having for _, having in words)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


# --- how many --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Room:
    """How many stories a digest holds."""

    stories: int
    """At length."""
    brief: int
    """In a line each."""

    @property
    def most(self) -> int:
        """All of them."""
        return self.stories + self.brief


def room_for(length: Length, normal: int) -> Room:
    """Return how many stories a digest of a length holds, `normal` being the operator's setting."""
    stories = {"short": math.ceil(normal / 2), "normal": normal, "long": math.ceil(normal * 1.5)}[length]
    return Room(min(max(stories, FEWEST_STORIES), MOST_STORIES), BRIEF_STORIES[length])
