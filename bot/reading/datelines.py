"""Where the telling begins: after "TAMPA, Florida - ", "PARIS (Reuters) -", "(CNN) --", or a bullet.

A dateline says where and by whom an article was filed. It belongs to the page, not to the first sentence, so
a quoted sentence never opens on one.
"""

from __future__ import annotations

import re

LONGEST = 120
"""No dateline has more characters."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE = rf"(?:{_MONTH}\ \d{{1,2}}|\d{{1,2}}\ {_MONTH})(?:,?\ \d{{4}})?"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,4}"
# neither "US - China trade" nor "UK: The"
_LONG_ENOUGH = r"(?=[A-ZÀ-Þ.'’/-]{4}|[A-ZÀ-Þ.'’]+\ [A-ZÀ-Þ])"
_NAME = r"[A-ZÀ-Þ][\w.'’-]*"
_REGION = rf"(?:{_NAME}(?:\ (?:and|of|the|{_NAME})){{0,3}})"
_KNOWN_AGENCY = (
    r"(?:Reuters|Thomson\ Reuters\ Foundation|AP|AFP|CNN(?:\ Business|\ Student\ News)?|BBC|UPI|DPA|dpa|EFE"
    r"|ANSA|TASS|Xinhua|Kyodo|Yonhap|PTI|ANI|IANS|Bloomberg|(?:ABC|CBS|NBC)(?:\ News)?|PA(?:\ Media)?|AAP"
    r"|Wikinews)"
)
_AGENCY = rf"\((?:{_KNOWN_AGENCY}|[A-Z][\w.&/’'-]*(?:\ [A-Z][\w.&/’'-]*){{0,3}})\)"
_PLACES_AND_DATES = rf"(?:,\ (?:{_DATE}|{_REGION})){{0,3}}"
_DASH = r"(?:\ ?(?:--|[–—])\ ?|\ -\ )"
_SENTENCE = r"(?=[\"“‘'(]?[A-ZÀ-Þ0-9$£€])"

_DATELINE = re.compile(
    rf"""
    (?:
        # ST. PETERSBURG, Florida - / WASHINGTON, Oct. 9 (Reuters) - / KYIV, Ukraine (AP) —
        {_LONG_ENOUGH}(?:{_CAPITALS}){_PLACES_AND_DATES}(?:\ {_DATE})?(?:,?\ {_AGENCY})?{_DASH}
        # Jerusalem (CNN) — / West Palm Beach, Florida (CNN)The / Oct 9 (Reuters) - / (CNN) --
      | (?:{_REGION}{_PLACES_AND_DATES}\ |{_DATE}\ )?(?:{_AGENCY}{_DASH}|\({_KNOWN_AGENCY}\)\ ?)
        # NEW DELHI: The
      | {_LONG_ENOUGH}(?:{_CAPITALS}):\ (?=[A-Z][a-z])
    ){_SENTENCE}
    """,
    re.VERBOSE,
)
_MARKER = re.compile(r"\s*(?:[•▪‣◦·*●■►]+\s*|[-–—]+\s+)(?=\S)")


def telling_begins(text: str, start: int, end: int) -> int:
    """Return where the first sentence of the paragraph at `start` to `end` begins."""
    marker = _MARKER.match(text, start, end)
    begin = marker.end() if marker else start
    dateline = _DATELINE.match(text[begin : min(end, begin + LONGEST)])
    return begin + dateline.end() if dateline else begin
