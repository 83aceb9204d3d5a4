"""Dated events of several articles, each event once: by day, by story, and by what the sentences say."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answers.choosing import alike
from bot.answers.quoting import quote
from bot.answers.storylines import also_in
from bot.models import DatedEvent, Finding, Precision, StoredArticle, StoryId
from bot.words import content_stems

FINENESS: dict[Precision, int] = {"day": 0, "month": 1, "year": 2}

SHARED = 3
"""Words of meaning that two sentences on one day share when they tell one event, beyond those asked about."""

FIRST_HAND_BONUS = 0.3
"""Of several sentences on one event, for those of articles of that day or the next."""

_SAYING = re.compile(
    r"\b(?:said|says|told (?:\w+ ){1,3}|announced|reported|warned|promised|added|declared|argued)"
    r"\s+(?:late |early )?(?:on |in )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """A sentence that dates an event, and how well it fits what is wanted."""

    article: StoredArticle
    story: StoryId
    event: DatedEvent
    score: float
    passing: bool = False
    """The article merely mentions it: it can join an event of others, and opens none."""

    @property
    def sentence(self) -> str:
        """The words of the sentence, as printed."""
        return self.article.article.quote(self.event.sentence)

    @property
    def first_hand(self) -> bool:
        """Whether the article is of that very day or the next."""
        age = (self.article.article.document.day - self.event.day).days
        return self.event.precision == "day" and 0 <= age <= 1

    @property
    def stems(self) -> frozenset[str]:
        """The words of the sentence that carry meaning, without those that say the day."""
        text, start = self.sentence, self.article.article.sentences[self.event.sentence].start
        return _stems(text[: self.event.start - start] + text[self.event.end - start :])


@dataclass(frozen=True, slots=True)
class Told:
    """One event: its best sentence, and all the articles that date it."""

    best: Dated
    tellers: tuple[StoredArticle, ...]

    @property
    def order(self) -> tuple[date, int, int]:
        """Its place in order of time; what is dated to a whole month or year comes before its days."""
        return (self.best.event.day, -FINENESS[self.best.event.precision], self.best.article.id)


def dates_the_saying(article: StoredArticle, event: DatedEvent) -> bool:
    """Say whether the day belongs to "said on Thursday": it dates the saying, not what was said."""
    read = article.article
    before = read.document.text[read.sentences[event.sentence].start : event.start]
    return _SAYING.search(before) is not None


def each_once(
    candidates: Iterable[Dated], *, asked: frozenset[str] = frozenset(), by_day: bool = False
) -> list[Told]:
    """Return the events, the best first; of the sentences that tell one event the best is kept.

    One event is what happens on one day in one story, or in like words: `asked` are stems that all have, and
    so tell nothing apart. With `by_day`, one day is one event.
    """
    events: list[list[Dated]] = []
    ranked = sorted(candidates, key=_best_first)
    for candidate in sorted(ranked, key=lambda each: each.passing):
        same = next((event for event in events if _same(event[0], candidate, asked, by_day)), None)
        if same is not None:
            same.append(candidate)
        elif not candidate.passing:
            events.append([candidate])
    return [Told(_best_told(event), tuple(each.article for each in event)) for event in events]


def in_order_of_time(events: Iterable[Told]) -> list[Told]:
    """Return the events with the earliest first."""
    return sorted(events, key=lambda each: each.order)


def dated_finding(told: Told) -> Finding:
    """Return an event with its sentence, the words for the day marked, and who else dates it."""
    article, event = told.best.article, told.best.event
    start = article.article.sentences[event.sentence].start
    said = quote(article, event.sentence, ((event.start - start, event.end - start),))
    return Finding(
        article.article.document.text[event.start : event.end],
        day=event.day,
        precision=event.precision,
        quotes=(said,),
        also_in=also_in(told.tellers, (article.id,)),
    )


def quoted_articles(events: Sequence[Told]) -> list[StoredArticle]:
    """Return the articles that the events are quoted from."""
    return [told.best.article for told in events]


def _best_first(candidate: Dated) -> tuple[float, int, int, int]:
    return (
        -candidate.score,
        FINENESS[candidate.event.precision],
        -candidate.article.id,
        candidate.event.start,
    )


def _best_told(event: Sequence[Dated]) -> Dated:
    """Return the best sentence on an event: rather a report of the day than one that comes back to it."""
    return max(event, key=lambda each: each.score + (FIRST_HAND_BONUS if each.first_hand else 0.0))


def _same(one: Dated, other: Dated, asked: frozenset[str], by_day: bool) -> bool:
    """Whether two sentences tell one event: on one day, and in one story or in like words."""
    if one.event.day == other.event.day and one.event.precision == other.event.precision:
        if by_day or one.story == other.story or alike(one.sentence, other.sentence):
            return True
        return len((one.stems & other.stems) - asked) >= SHARED
    if not _within(one.event, other.event) and not _within(other.event, one.event):
        return False
    # "in August" and "on Aug. 21"; one sentence with two dates tells two events
    same_sentence = one.article.id == other.article.id and one.event.sentence == other.event.sentence
    return not same_sentence and alike(one.sentence, other.sentence)


def _within(fine: DatedEvent, coarse: DatedEvent) -> bool:
    if FINENESS[fine.precision] >= FINENESS[coarse.precision] or fine.day.year != coarse.day.year:
        return False
    return coarse.precision == "year" or fine.day.month == coarse.day.month


@functools.lru_cache(maxsize=2_048)
def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(text))
