"""Days with a name in a text: "on Christmas Eve", "Easter Monday 2019", "before Thanksgiving"."""

from __future__ import annotations

import re

from bot.reading.dates.feasts import FEASTS
from bot.reading.dates.grammar import Reading, rule
from bot.reading.dates.lexicon import PARTS_OF_DAY, SP, YEAR, choice
from bot.reading.dates.rules_day import nearest_of

_NO_DAY_AFTER = re.compile(
    r" (?:island|tree|carol|card|cake|pudding|jumper|song|present|gift|gifts|presents|cards|trees|carols"
    r"|songs"
    r"|single|album|egg|eggs|bunny|rising|number one|ornament|lights|decoration|decorations|stocking)s?\b"
)
_CALLED_IN_PART = ("christmas", "easter", "thanksgiving")
"""Their names also make those of other things, and of people: "Easter Island", "Christmas, 34, said"."""
_OF_ONE_COUNTRY = ("independence day", "election day", "labor day", "thanksgiving", "thanksgiving day")
_AMERICAN_BEFORE = re.compile(r"(?:american?|america's|u\.s\.|us|states'|nation's|country's)$")
_AMERICA = re.compile(
    r"(?<!\w)(?:u\.s\.|united states|americans?|july 4|july fourth|fourth of july|white house)"
)
_OWNER_BEFORE = re.compile(r"(?:\w+'s?|[a-z]+(?:ian|ish|ese|an|ch|ean|li|ni|qi))$")
_WORD_BEFORE = re.compile(r"[\w.']{1,20}(?= $)")


def _feast_day(match: re.Match[str], reading: Reading) -> str | None:
    name, start = match["feast"], match.start("feast")
    if not reading.capitalised(start):
        return None
    if name in _CALLED_IN_PART and _NO_DAY_AFTER.match(reading.folded, match.end()):
        return None
    if name == "independence day" and not reading.mentions(_AMERICA, match.start()):
        return None
    if name in _OF_ONE_COUNTRY and _belongs_elsewhere(reading, match.start()):
        return None
    find = FEASTS[name]
    found = find(int(match["year"])) if match["year"] else nearest_of(find, match, reading)
    part = f"T{PARTS_OF_DAY[match['part']]}" if match["part"] else ""
    return f"{found.isoformat()}{part}" if found else None


def _belongs_elsewhere(reading: Reading, at: int) -> bool:
    """Whether a country stands before the day ("Ghana's Independence Day"), and it is not America."""
    word = _WORD_BEFORE.search(reading.before(at, 22))
    if word is None or not reading.capitalised(at - 1 - len(word[0])):
        return False
    return bool(_OWNER_BEFORE.fullmatch(word[0])) and not _AMERICAN_BEFORE.fullmatch(word[0])


_OPENS = tuple({feast.split()[0].split("'")[0].rstrip(".") for feast in FEASTS})

RULES = (
    rule(
        _OPENS,
        rf"(?P<feast>{choice(FEASTS)})(?:,?{SP}(?P<year>{YEAR})| (?P<part>{choice(PARTS_OF_DAY)}))?",
        _feast_day,
    ),
)
