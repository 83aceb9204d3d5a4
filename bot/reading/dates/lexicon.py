"""The words of time in English news, and the regex fragments made of them.

All words are lower case: rules read a *folded* text (see :func:`fold`), which has the same length as the
article's own, so that a match's offsets hold in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_MONTH_NAMES = "january february march april may june july august september october november december".split()
_MONTH_SHORT = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sept": 9,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
MONTHS: dict[str, int] = {name: number for number, name in enumerate(_MONTH_NAMES, 1)} | _MONTH_SHORT
"""1 to 12, without the abbreviation's dot."""

_WEEKDAY_NAMES = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY_SHORT = {
    "mon": 0,
    "tues": 1,
    "tue": 1,
    "wed": 2,
    "thurs": 3,
    "thur": 3,
    "thu": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
WEEKDAYS: dict[str, int] = {name: number for number, name in enumerate(_WEEKDAY_NAMES)} | _WEEKDAY_SHORT
"""0 is Monday, as in :meth:`datetime.date.weekday`."""

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS: dict[str, int] = (
    {word: number for number, word in enumerate(_ONES, 1)}
    | {word: number for number, word in enumerate(_TEENS, 10)}
    | {word: 20 + 10 * index for index, word in enumerate(_TENS)}
    | {"a": 1, "an": 1, "dozen": 12, "hundred": 100, "thousand": 1000}
)

ORDINALS: dict[str, int] = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1
    )
}

UNITS: dict[str, str] = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "week": "W",
    "fortnight": "FN",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
}
"""TIMEX3 letters; a leading T marks the units of the clock. TIMEX3 has no fortnight: it is two weeks."""

SEASONS: dict[str, str] = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
PARTS_OF_DAY: dict[str, str] = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}


def choice(words: Iterable[str]) -> str:
    """Return a regex group that matches any one of the words, the longest that fits.

    >>> choice(["sep", "sept"])
    '(?:sept|sep)'
    """
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


# Every quantifier below is bounded: a rule that fails costs the same however long the text is.
SP = r" {1,2}"
MONTH = rf"(?:{choice(_MONTH_NAMES)}\b|{choice(_MONTH_SHORT)}\b\.?)"
WEEKDAY = rf"(?:{choice(_WEEKDAY_NAMES)}\b|{choice(_WEEKDAY_SHORT)}\b\.?)"
DAY_OF_MONTH = r"[0-9]{1,2}(?:st|nd|rd|th)?(?!\w)"
YEAR_STEPS = {"last": -1, "this": 0, "next": 1}
RANGE = r"(?: ?--? ?| (?:to|through|until|till) (?:the )?)"
RANGE_OR_PAIR = r"(?: ?--? ?| (?:to|through|until|till|and) (?:the )?)"
YEAR = r"[0-9]{4}\b(?! (?:people|others)\b)"
NUMBER = (
    r"(?:(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,5})(?:\.[0-9]{1,2})?"
    rf"|(?:(?:an?|{choice(_ONES)}) (?:dozen|hundred|thousand))"
    rf"|{choice(_TENS)}(?:[- ]{choice(_ONES)})?|{choice(_TEENS)}|{choice(_ONES)})"
    r"(?:[- ]{1,2}and[- ]a[- ]half| 1/2|½)?"
)
VAGUE_NUMBER = (
    r"(?:a few|a couple of|a number of|a couple|few|several|many|couple of"
    r"|dozens of|hundreds of|thousands of)"
)
UNIT = rf"(?:{choice(UNITS)}|centurie)"
"""Without the plural's s; :func:`unit_of` makes a key of UNITS of it."""

PART_OF_PERIOD = (
    r"(?:(?:early|mid|late)(?:-| {1,2})(?:(?:in|of) )?"
    r"|(?:the )?(?:end|start|beginning|middle|rest|close) of )"
)
"""What may stand before a year, a month or "this year" and belongs to the expression."""
PART_WORDS = ("early", "mid", "late", "the", "end", "start", "beginning", "middle", "rest", "close")

APPROXIMATELY = (
    r"(?:about|around|almost|nearly|roughly|approximately|some|over|just over|just under|well over|under"
    r"|more than|less than|fewer than|at least|at most|up to|no more than|as many as)"
)
APPROXIMATE_WORDS = (
    "about around almost nearly roughly approximately some over just well under more less fewer at up no as"
).split()
NUMBER_WORDS = (*NUMBERS, "few", "several", "many", "couple", "dozens", "hundreds", "thousands")

_FOLDS = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f", " ")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013", "-")
)
_HALF = re.compile(r"(?:[- ]{1,2}and[- ]a[- ]half| 1/2|½)$")
_MULTIPLES = ("dozen", "hundred", "thousand")
_WRAPPED_LINE = re.compile(r"\n(?<=[a-z,]\n)(?=[a-z0-9])")
_BEYOND_ASCII = re.compile(r"([^\x00-\x7f]+)")


def fold(text: str) -> str:
    """Return the text in the spelling that rules read: ASCII lower case, plain spaces, quotes and hyphens.

    A line that breaks in mid-sentence is joined. The length never changes, and letters beyond ASCII stay as
    they are: `str.lower` would make two characters of some.
    """
    joined = _WRAPPED_LINE.sub(" ", text).replace("\t", " ")
    if joined.isascii():
        return joined.lower()
    # what is ASCII alone is lowered at once, the rest letter by letter
    return "".join(
        [part.lower() if part.isascii() else part.translate(_FOLDS) for part in _BEYOND_ASCII.split(joined)]
    )


def number_of(words: str) -> str:
    """Return the number that the words spell, as TIMEX3 writes it: "18", "2.5", or "X" for a vague one."""
    half = _HALF.search(words)
    plain = (words[: half.start()] if half else words).strip().replace(",", "")
    if plain[:1].isdigit():
        number = float(plain)
    else:
        parts = re.split("[- ]", plain)
        if not all(part in NUMBERS for part in parts):
            return "X"
        values = [NUMBERS[part] for part in parts]
        number = float(values[0] * values[1] if parts[-1] in _MULTIPLES and len(values) == 2 else sum(values))
    return f"{number + 0.5 * bool(half):.10g}"


def unit_of(word: str) -> str:
    """Return the unit that a match of UNIT names."""
    return "century" if word == "centurie" else word
