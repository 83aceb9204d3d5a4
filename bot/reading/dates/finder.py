"""From left to right through an article, trying at each word only the rules that it can open."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date

from bot.models import TimeExpression
from bot.reading.dates import rules_clock, rules_day, rules_deictic, rules_duration, rules_period
from bot.reading.dates.grammar import DIGITS, Reading, Rule
from bot.reading.dates.lexicon import fold

_WORD = re.compile(r"\w+|(?<!\w)'(?=[0-9]0?)")
_LONGEST_OPENER = 12
"""Code points: no rule is opened by a longer word."""


def _by_opener() -> dict[str, tuple[Rule, ...]]:
    table: defaultdict[str, list[Rule]] = defaultdict(list)
    for module in (rules_day, rules_clock, rules_deictic, rules_period, rules_duration):
        for rule in module.RULES:
            for word in rule.opens:
                table[word].append(rule)
    return {word: tuple(rules) for word, rules in table.items()}


_RULES = _by_opener()


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
        start, end = word.span()
        if start < done:
            continue
        opener = word[0] if end - start <= _LONGEST_OPENER else ""
        if "0" <= reading.folded[start] <= "9":
            opener = DIGITS
        rules = _RULES.get(opener)
        expression = _longest(rules, reading, start) if rules else None
        if expression:
            found.append(expression)
            done = expression.end
            reading.remember(expression.value, done)
    return tuple(found)


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
