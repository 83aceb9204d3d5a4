"""What a rule is, and what it may know of the article while it is read from left to right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.reading.dates.tense import Direction, direction_at, tells_directly
from bot.reading.dates.values import Period, period_of

DIGITS = "#"
"""Stands for every word that begins with a digit, among the words that open a rule."""

_NEARBY = 300
"""Code points: an expression this close is what "the next day" counts from."""
_SAME_NEWS_DAYS = 10
"""A day this near to publication is still part of the news, however far up it was named."""
_AROUND = 1500
_LONGEST_JOINER = 16
_JOINER = re.compile(r" ?--? ?| (?:to|through|until|till)(?: late| early)?(?: the)? ")
_PAIR = re.compile(r" and (?:the )?")
_PAIR_CUE = re.compile(r"between (?:the )?$")
_SENTENCE_BREAK = re.compile(r"[.!?][\"'”)]? |\n")


@dataclass(slots=True)
class Reading:
    """An article in the middle of being read: its text, and what its time expressions said so far."""

    text: str
    folded: str
    published: date
    years_given: dict[tuple[int, int], int] = field(default_factory=dict)
    """The year that the article itself gave to a (month, day)."""
    _last: Period | None = None
    _last_start: int = 0
    _last_end: int = 0
    _last_day: date | None = None
    _last_day_end: int = 0

    def remember(self, value: str, start: int, end: int) -> None:
        """Take note of a value that later expressions may count from."""
        period = period_of(value)
        if period is None:
            return
        self._last, self._last_start, self._last_end = period, start, end
        if period.precision == "day":
            self._last_day, self._last_day_end = period.first, end

    def direction(self, match: re.Match[str]) -> Direction | None:
        """Return whether the clause around the match looks back or ahead."""
        return direction_at(self.text, match.start(), match.end())

    def tells_directly(self, match: re.Match[str]) -> bool:
        """Whether the words just before the match say that it is past."""
        return tells_directly(self.text, match.start())

    def story_day(self, at: int) -> date:
        """Return the day that "the next day" counts from: the one last named, else the day of publication."""
        if self._last_day is None:
            return self.published
        near = at - self._last_day_end <= _NEARBY
        recent = abs((self._last_day - self.published).days) <= _SAME_NEWS_DAYS
        return self._last_day if near or recent else self.published

    def sentence_day(self, at: int) -> date:
        """Return the day named earlier in the same sentence, else the day of publication."""
        if self._last_day is None or at - self._last_day_end > _NEARBY:
            return self.published
        broken = _SENTENCE_BREAK.search(self.folded, self._last_day_end, at)
        return self.published if broken else self._last_day

    def range_start(self, at: int) -> Period | None:
        """Return what begins the range that an expression here would end ("Oct. 30 to …")."""
        if self._last is None or not 0 < at - self._last_end <= _LONGEST_JOINER:
            return None
        gap = self.folded[self._last_end : at]
        if _JOINER.fullmatch(gap):
            return self._last
        paired = _PAIR.fullmatch(gap) and _PAIR_CUE.search(self.before(self._last_start, 12))
        return self._last if paired else None

    def mentions(self, words: re.Pattern[str], at: int) -> bool:
        """Whether such words stand within :data:`_AROUND` code points of an offset."""
        return words.search(self.folded, max(0, at - _AROUND), at + _AROUND) is not None

    def said_day_within(self, at: int, reach: int) -> bool:
        """Whether the article named a day so few code points before."""
        return self._last_day is not None and at - self._last_day_end <= reach

    def just_named(self, at: int) -> Period | None:
        """Return the period last named, when hardly anything stands between."""
        return self._last if 0 < at - self._last_end <= _LONGEST_JOINER else None

    def capitalised_before(self, at: int) -> bool:
        """Whether the word before an offset opens on a capital letter."""
        words = self.text[max(0, at - 20) : at].split()
        return bool(words) and words[-1][:1].isupper()

    def last_period(self, at: int) -> Period | None:
        """Return the day, month, quarter or year last named, when it is near."""
        return self._last if self._last and at - self._last_end <= _NEARBY else None

    def capitalised(self, at: int) -> bool:
        """Whether the article writes a capital letter there."""
        return self.text[at : at + 1].isupper()

    def before(self, at: int, reach: int = 40) -> str:
        """Return the folded text just before an offset."""
        return self.folded[max(0, at - reach) : at]


Resolve = Callable[[re.Match[str], Reading], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape of time expression and how its value is found.

    The pattern is tried only where one of `opens` stands; the whole match is the expression. `resolve`
    answers None when this is no time expression after all, or one without a value.
    """

    opens: frozenset[str]
    pattern: re.Pattern[str]
    resolve: Resolve


def always(value: str) -> Resolve:
    """Return the `resolve` of a rule whose every match has the same value."""

    def resolve(match: re.Match[str], reading: Reading) -> str:
        return value

    return resolve


def rule(opens: Iterable[str], pattern: str, resolve: Resolve) -> Rule:
    """Build a rule; the match must not end inside a word."""
    return Rule(frozenset(opens), re.compile(rf"(?:{pattern})(?!\w)"), resolve)
