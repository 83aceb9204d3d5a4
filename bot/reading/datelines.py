"""Where the telling begins and ends: after "TAMPA, Florida - ", "PARIS (Reuters) -", a byline or a bullet.

A dateline says where and by whom an article was filed, and an agency's tag at the end says it again. They
belong to the page, not to a sentence, so a quoted sentence has neither.
"""

from __future__ import annotations

import re

LONGEST = 160
"""No dateline, with a byline before it, has more characters."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day|\.)?,?\ )?"
_DATE = rf"(?:{_WEEKDAY}(?:{_MONTH}\ \d{{1,2}}|\d{{1,2}}\ {_MONTH})(?:,?\ \d{{4}})?)"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,4}"
# neither "US - China trade" nor "UK: The"
_LONG_ENOUGH = r"(?=[A-ZÀ-Þ.'’/-]{4}|[A-ZÀ-Þ.'’]+\ [A-ZÀ-Þ])"
_NAME = r"[A-ZÀ-Þ][\w.'’-]*"
_REGION = rf"(?:{_NAME}(?:[/\ ](?:and|of|the|{_NAME})){{0,3}})"
_KNOWN_AGENCY = (
    r"(?:Reuters|REUTERS|Thomson\ Reuters\ Foundation|AP|AFP|CNN(?:\ Business|\ Student\ News|\ Español)?|BBC"
    r"|UPI|DPA|dpa|EFE|ANSA|TASS|Xinhua|XINHUA|Kyodo|Yonhap|PTI|ANI|IANS|Bloomberg|(?:ABC|CBS|NBC)(?:\ News)?"
    r"|PA(?:\ Media)?|AAP|Wikinews|Interfax|Anadolu|The\ Associated\ Press|Associated\ Press)"
)
_AGENCY = rf"\((?:{_KNOWN_AGENCY}|[A-Z][\w.&/’'-]*(?:\ [A-Z][\w.&/’'-]*){{0,3}})\)"
_PLACES_AND_DATES = rf"(?:,\ (?:{_DATE}|{_REGION})){{0,3}}"
_DASH = r"(?:\ ?(?:--|[–—])\ ?|\ -\ )"
_SENTENCE = r"(?=[\"“‘'(]?[A-ZÀ-Þ0-9$£€])"
# "By Jane Doe", "By Jane Doe and Tom Arne, Associated Press": only where a dateline follows
_BYLINE = rf"(?:B[Yy]\ {_NAME}(?:\ (?:and\ )?{_NAME}){{1,5}}(?:(?:,|\ \|)\ [^\W_][\w’' ]{{1,40}}?)?\s+)?"

_DATELINE = re.compile(
    rf"""
    {_BYLINE}
    (?:
        # ST. PETERSBURG, Florida - / WASHINGTON, Oct. 9 (Reuters) - / KYIV, Ukraine (AP) —
        {_LONG_ENOUGH}(?:{_CAPITALS}){_PLACES_AND_DATES}(?:\ {_DATE})?(?:,?\ {_AGENCY})?{_DASH}
        # Jerusalem (CNN) — / West Palm Beach, Florida (CNN)The / Oct 9 (Reuters) - / (CNN) --
      | (?:{_REGION}{_PLACES_AND_DATES}\ |{_DATE}\ )?(?:{_AGENCY}{_DASH}|\({_KNOWN_AGENCY}\)\ ?)
        # Washington CNN —
      | {_REGION}{_PLACES_AND_DATES}\ {_KNOWN_AGENCY}{_DASH}
        # MOSCOW, October 9. /TASS/.
      | {_CAPITALS}{_PLACES_AND_DATES}\.\ /{_KNOWN_AGENCY}/\.?{_DASH}?\ ?
        # NEW DELHI: The / LONDON, England: The
      | {_LONG_ENOUGH}(?:{_CAPITALS}){_PLACES_AND_DATES}:\ (?=["“‘']?[A-Z][a-z])
    ){_SENTENCE}
    """,
    re.VERBOSE,
)
_NAMES_AGENCY = re.compile(rf"[(/]{_KNOWN_AGENCY}[)/]|\ CNN\b")
_AGENCY_AHEAD = re.compile(r"[(/][A-Z]|\bCNN\b")
_MARKER = re.compile(r"\s*(?:[•▪‣◦·*●■►]+\s*|[-–—]+\s+)(?=\S)")
_BULLET = re.compile(r"[•▪‣◦●■►]+\s*(?=\S)")
_TAG = re.compile(
    rf"\s+(?:[-–—]{{1,2}}\ ?{_KNOWN_AGENCY}|[-–—]{{1,2}}\ ?\({_KNOWN_AGENCY}\)|\({_KNOWN_AGENCY}\))$"
)
_LONGEST_TAG = 40


def telling_begins(text: str, start: int, end: int) -> int:
    """Return where the first sentence of the paragraph at `start` to `end` begins."""
    marker = _MARKER.match(text, start, end)
    begin = marker.end() if marker else start
    dateline = _DATELINE.match(text[begin : min(end, begin + LONGEST)])
    return begin + dateline.end() if dateline else begin


def filing_ends(text: str, start: int, end: int) -> int:
    """Return where a sentence inside a paragraph begins: after a bullet, and a dateline that names an agency.

    A body that lost its line breaks holds bylines and datelines in its midst; there a place alone
    ("NATO — The") is not enough.
    """
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    window = text[start : min(end, start + LONGEST)]
    if not _AGENCY_AHEAD.search(window):
        return start
    dateline = _DATELINE.match(window)
    return start + dateline.end() if dateline and _NAMES_AGENCY.search(dateline.group()) else start


def telling_ends(text: str, start: int, end: int) -> int:
    """Return where the last sentence of the paragraph ends, before an agency's tag ("- Reuters", "(AFP)").

    A paragraph that is nothing but a tag stays as it is.
    """
    first = max(start, end - _LONGEST_TAG)
    tag = _TAG.search(text[first:end])
    return first + tag.start() if tag and first + tag.start() > start else end
