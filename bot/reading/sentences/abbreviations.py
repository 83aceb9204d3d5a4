"""Words that end in a stop without ending a sentence, and words that open one."""

from __future__ import annotations

import re

_TITLES = """
    mr mrs ms mx dr prof sen sens rep reps gov govs gen gens lt col maj capt sgt cpl pvt adm cmdr cdr brig
    supt insp det const rev hon fr st ste mt ft messrs atty asst art sec amb dep pres cllr
"""
_CALENDAR_AND_STATES = """
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun ala ariz ark
    calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex
    va vt wash wis wyo
"""
_NAME_ENDINGS = "jr sr inc ltd co corp cos plc bros assn univ dept ave blvd rd hwy"
_LOWER = """
    treas vs v etc e.g i.e cf al approx est ed eds vol no nos fig figs pp pct tel ext u.s u.k u.n e.u u.a.e
    d.c a.m p.m
    n.y n.j n.c s.c n.h r.i n.m l.a ph.d m.d b.a m.a b.sc hrs mins
"""

CAPITALISED = frozenset(f"{_TITLES} {_CALENDAR_AND_STATES} {_NAME_ENDINGS}".split())
"""Lower-case, without the stop; abbreviations only when they are written with a capital."""
BEFORE_A_NAME = frozenset(_TITLES.split())
PUNKT_TYPES = frozenset({*CAPITALISED, *_LOWER.split(), *"bcdefghjklmnopqrstuvwxyz"})
"""What Punkt takes for an abbreviation."""
ENDING_NAMES = f"{_CALENDAR_AND_STATES} jr sr inc ltd co corp cos bros plc assn st ave blvd rd".split()
"""Abbreviations that end a name or a date, and so often a sentence too."""

_STARTERS = r"""
    The A An This That These Those There Here He She It They We You I His Her Its Their Our My If When
    While After Before As For With Without However Meanwhile Although Though Some Many Most Few Several
    Both Another Other One Two Three Four Five Last Next Earlier Later Since According Now Then What Who
    Why How Where Not No(?!\.) But And In On At By From To Police(?!\s[A-Z]) Officials Authorities Critics
    Experts Residents
""".split()
STARTER = r"[\"“‘']?(?:" + "|".join(_STARTERS) + r")(?!\w)"
"""A regular expression of the words that open sentences and hardly ever a name."""

INITIALS_AT_END = re.compile(r"(?:^|[\s(\"“])(?:[A-Z]\.){1,3}$")
LETTERED_AT_END = re.compile(
    r"""\b(?:[Gg]roup|[Gg]rade|[Cc]lass|[Hh]epatitis|[Vv]itamins?|[Pp]lan|[Tt]ype|World\ War|Serie|[Cc]hapter
    |[Tt]itle|[Pp]hase|[Ee]xhibit|[Aa]ppendix|[Aa]nnex|[Bb]lock|[Gg]ate|[Pp]latform|[Pp]ier|[Hh]all
    |[Tt]erminal|[Ss]ection|[Dd]ivision|[Ii]nfluenza|[Ll]eague|[Cc]ourt|[Zz]one)
    \ [A-Z]{1,3}\.$""",
    re.VERBOSE,
)
"""A letter that numbers a thing ("Group D.") is no initial of a name."""
