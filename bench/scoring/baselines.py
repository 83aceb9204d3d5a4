"""The trivial answers: what anybody would have without reading.

They show what a figure is worth, and whether two halves of a set are equally hard.
"""

from __future__ import annotations

import re

from bench.scoring.sets import Example
from bench.scoring.told import Told

WHO_WORDS = 3
"""So many words of the headline are taken for the actor."""

_CAPITALISED = re.compile(r"(?<![.!?\"“] )(?<!\n)(?<!^)\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")
_MONTHS = "January February March April May June July August September October November December".split()
_PLAIN_DATE = re.compile(
    rf"(?:(?P<month>{'|'.join(_MONTHS)}) (?P<day>\d\d?)(?:, (?P<year>\d{{4}}))?|(?P<alone>\b(?:19|20)\d\d))\b"
)


def baseline(example: Example) -> Told:
    """Return the headline's first words, the headline, the publish day, plain dates and capitalised words."""
    title = example.title or ""
    return Told(
        who=" ".join(title.split()[:WHO_WORDS]),
        what=title,
        when=example.published or "",
        mentions=frozenset(
            # a pair of names is mostly a person's, one alone a place's
            (found.start(), found.end(), "person" if " " in found[0] else "place")
            for found in _CAPITALISED.finditer(example.text)
        ),
        dates=tuple(
            (found.start(), found.end(), _value(found, example))
            for found in _PLAIN_DATE.finditer(example.text)
        ),
    )


def _value(found: re.Match[str], example: Example) -> str:
    if found["alone"]:
        return found["alone"]
    year = found["year"] or (example.published or "")[:4]
    return f"{year}-{_MONTHS.index(found['month']) + 1:02}-{int(found['day']):02}"
