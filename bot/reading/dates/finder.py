"""From left to right through an article, trying at each word only the rules that it can open."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

from bot.models import TimeExpression
from bot.reading.dates import (
    rules_clock,
    rules_day,
    rules_deictic,
    rules_duration,
    rules_feast,
    rules_period,
    rules_range,
)
from bot.reading.dates.grammar import DIGITS, Reading, Rule
from bot.reading.dates.lexicon import fold

_WORD = re.compile(r"\w+|(?<!\w)'(?=[0-9]0?)")


def _by_opener() -> dict[str, tuple[Rule, ...]]:
    table: defaultdict[str, list[Rule]] = defaultdict(list)
    for module in (
        rules_day,
        rules_range,
        rules_feast,
        rules_clock,
        rules_deictic,
        rules_period,
        rules_duration,
    ):
        for rule in module.RULES:
            for word in rule.opens:
                table[word].append(rule)
    return {word: tuple(rules) for word, rules in table.items()}


_RULES = _by_opener()
_SMALL_WORDS = frozenset(("the", "a", "an", "at", "its", "their", "his", "her", "no", "some", "that", "as"))
_AFTER_SMALL_WORDS = frozenset(_RULES) | frozenset(
    "whole entire full remainder weekend day fall autumn previous prior preceding following subsequent"
    " current"
    " present same coming past latest distant future near immediate foreseeable not eighteenth"
    " nineteenth twentieth"
    " evening night half single further least time many much remaining brief".split()
)
"""Where a small word opens an expression, a word that opens one itself or one of these comes next."""


def find_dates(text: str, published: date) -> tuple[TimeExpression, ...]:
    """Return the time expressions of an article, in text order and never overlapping.

    Offsets are half-open and count code points of `text`; values are TIMEX3 as in TempEval-3, resolved
    against the day of publication, the tense of the clause and the days named before. An expression without
    a value (an impossible date, a year beyond 9999) is left out. Any string is answered, in linear time.

    >>> find_dates("They met on Tuesday.", date(2024, 10, 9))
    (TimeExpression(start=12, end=19, value='2024-10-08'),)
    """
    reading = Reading(text, fold(text), published)
    found: list[TimeExpression] = []
    done = 0
    for word in _WORD.finditer(reading.folded):
        opener = word[0]
        if "0" <= opener < ":":  # the mark after "9": it begins with a digit
            opener = DIGITS
        elif opener not in _RULES:
            continue
        start, end = word.span()
        if start < done:
            continue
        if opener in _SMALL_WORDS:
            following = _WORD.match(reading.folded, end + 1)
            if following and not _promises(following[0]):
                continue
        if expression := _longest(_RULES[opener], reading, start):
            found.append(expression)
            done = expression.end
            reading.remember(expression.value, start, done)
    return tuple(found)


def _promises(word: str) -> bool:
    """Spare the many rules that "the" opens where a plain noun follows it."""
    return word in _AFTER_SMALL_WORDS or "0" <= word[0] <= "9"


def _longest(rules: tuple[Rule, ...], reading: Reading, start: int) -> TimeExpression | None:
    """Return the longest expression that begins here; the rule listed first wins among equals."""
    matches = [(rule, match) for rule in rules if (match := rule.pattern.match(reading.folded, start))]
    if len(matches) > 1:
        matches.sort(key=lambda pair: -pair[1].end())
    for rule, match in matches:
        value = rule.resolve(match, reading)
        if value is not None:
            return TimeExpression(start, match.end(), value)
    return None
