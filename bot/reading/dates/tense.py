"""Does the sentence look back or ahead? Decides which Tuesday "on Tuesday" is.

The nearest verb before the expression speaks first, then the first one after it; a clause is never left. Only
a bounded stretch of text is looked at.
"""

from __future__ import annotations

import re
from typing import Literal

from bot.reading.dates.lexicon import fold

Direction = Literal["past", "future"]

_REACH = 90
"""Code points looked at on each side."""

_FUTURE = re.compile(
    r"(?<!\w)(?:will|won't|shall|would|may|might|could|can|must|should"
    r"|(?:is|are|'s|'re|be|being) (?:now |also |not |still )?"
    r"(?:expected|scheduled|due|set|slated|to|planning|planned|going|likely|supposed|about)"
    r"|(?:has|have) (?:until|been (?:scheduled|set|slated))"
    r"|(?<!the )(?<!its )(?<!their )(?<!his )(?<!her )(?<!a )(?:plan|expect|hope|intend|aim|want)s? to"
    r"|plans? (?:an?|another|its|their|more)|upcoming|deadline|begins|starts|opens"
    r"|comes? out|go(?:es)? on (?:sale|show|display|trial|strike)"
    # the present of a timetable
    r"|faces|takes? place|go(?:es)? to the polls|expires|meets|follows?|runs|resumes|reopens|kicks? off"
    r"|returns?"
    # what somebody expects, or has put off, is still to come; what was expected may be over
    r"|expects?|(?<!been )(?<!was )(?<!were )expected|forecasts?|puts? off"
    r"|(?:scheduled|planned|slated|expected|due|set) (?:for|to|on|in|by)"
    r"|(?:promised|booked|announced|called|pencill?ed)(?: [a-z]{1,14}){0,3} for(?= $)"
    r"|(?:to be|to go on|to start|to begin))(?!\w)|(?<=\w)'ll(?!\w)"
)
_PAST = re.compile(
    r"(?<!\w)(?:was|were|had|did|said|told|(?<!is )(?<!are )[a-z]{2,14}ed|came|went|fell|rose|took|made"
    r"|began|won|lost|met|held"
    r"|sold|bought|became|gave|got|hit|led|left|paid|sent|saw|died|shot|spoke|wrote|broke|drew|flew|grew|knew"
    r"|ran|sat|spent|stood|struck|swept|thought|threw|found|felt|fought|built|brought|beat|cut|put"
    r"|set up|shut"
    r"|quit|burst|bore|caught|chose|dealt|dug|drove|ate|fled|forgot|froze|hung|heard|hid|kept|laid|lent"
    r"|lit|meant"
    r"|rang|rode|sang|sank|sought|shook|slept|slid|stole|stuck|swam|swore|swung|taught|tore|underwent"
    r"|withdrew"
    r"|woke|wore|wound|overtook|upset|blew|bled|bred|clung|crept|flung|forced|lay|lost|spun|sprang"
    r"|strode|strove"
    r"|has been|have been|has|have|since|after)(?!\w)"
)
_NOT_A_VERB = frozenset(
    "united hundred indeed need speed seed feed red bed wed shed alleged breed greed".split()
)
_UNTIL = re.compile(r"(?<!\w)(?:until|till)(?: (?:at least|late|early|the end of))? $")
_LASTED = re.compile(
    r"(?<!\w)(?:was|were|had|lasted|stayed|remained|worked|waited|continued|lived|ran|kept|stood|held|served"
    r"|reigned)(?!\w)"
)
_CALLED_OFF = re.compile(
    r"(?<!\w)(?:(?:is|are) (?:off|on|in doubt|at risk|under threat|back on|going ahead|sold out)"
    r"|(?:is|are|was|were|been|be) (?:called off|cancell?ed|postponed|put off|delayed|rescheduled|averted"
    r"|suspended|abandoned|moved))(?!\w)"
)
_CLAUSE_END = re.compile(
    # the mark first, what stands before it afterwards: so the scan skips to the marks
    r"[;:!?\n.](?:(?<=\n)|(?<=[;:!?])(?=\s|$)"
    r"|(?<=\.)(?<!\.m\.)(?<!\bM[rs]\.)(?<!\b[DJS]r\.)(?<!\bSt\.)(?<!\b[A-Z]\.)(?<!\bMrs\.)"
    r"[\"'”)]?(?=\s+[\"'“‘(]?[A-Z0-9]|\s*$)"
    r"|(?<=\.m\.)[\"'”)]?(?=\s+(?:The|An?|He|She|It|They|We|I|In|On|At|But|And)\b))",
    # abbreviations end no clause, whatever their case; what opens the next one is a capital
)
_SIDE_CLAUSE = re.compile(
    r", (?:and|but|so|while|although|though|as|after|because|since|before|which|who|where|when) "
)
_NAME = re.compile(r"\b(?:May|[A-Z][a-z]{1,12}ed)\b")
_CLOSE = re.compile(
    r"(?: (?!that\b|by\b|from\b|to\b|until\b|before\b|for\b|setting\b|ahead\b)[\w',-]{1,20}){0,5}"
    r" (?:(?:late |early )?on |the )?"
)
_BETWEEN = re.compile(r"(?: (?!that\b|which\b|who\b|after\b|and\b|but\b)[a-z'-]{1,20}){0,4} ?")


def direction_at(text: str, start: int, end: int) -> Direction | None:
    """Return where the clause around an expression of an article looks, or None when nothing tells."""
    before = _folded(_CLAUSE_END.split(text[max(0, start - _REACH) : start])[-1])
    after = _folded(_CLAUSE_END.split(text[end : end + _REACH], maxsplit=1)[0])
    if after.startswith("'s ") and _CALLED_OFF.search(after):
        return "future"  # "Thursday's strike is off"
    if _UNTIL.search(before) and " " in before.strip():
        return "past" if _LASTED.search(before) else "future"
    told = _last_verb(before)
    if told is None and (aside := _SIDE_CLAUSE.search(after)) and " " in before.strip():
        after = after[: aside.start()]  # another clause with a time of its own
    return told or _first_verb(after)


def tells_directly(text: str, start: int) -> bool:
    """Whether the past is what the words just before say: "resigned on", or "On" that opens the sentence.

    Newspapers give a year to a day of last year ("AP Stylebook", months): only such words go against that.
    """
    before = _folded(_CLAUSE_END.split(text[max(0, start - _REACH) : start])[-1])
    if not before.strip() or before.strip() in ("on", "late on", "early on"):
        return True
    verb = next((found for found in reversed(list(_PAST.finditer(before))) if _is_verb(found)), None)
    return verb is not None and _CLOSE.fullmatch(before, verb.end()) is not None


def _folded(clause: str) -> str:
    # a capital May is no auxiliary, and Alfred no participle: folding would hide that
    return fold(_NAME.sub("___", clause))


def _is_verb(found: re.Match[str]) -> bool:
    return found[0] not in _NOT_A_VERB


def _last_verb(clause: str) -> Direction | None:
    futures = list(_FUTURE.finditer(clause))
    pasts = [found for found in _PAST.finditer(clause) if _is_verb(found)]
    if not futures or not pasts:
        return "future" if futures else "past" if pasts else None
    future, past = futures[-1], pasts[-1]
    if future.end() >= past.end():
        return "future"
    # "will be played on Sunday": the participle belongs to the auxiliary just before it
    return "future" if _BETWEEN.fullmatch(clause, future.end(), past.start()) else "past"


def _first_verb(clause: str) -> Direction | None:
    future = _FUTURE.search(clause)
    past = next((found for found in _PAST.finditer(clause) if _is_verb(found)), None)
    if future is None or past is None:
        return "future" if future else "past" if past else None
    return "future" if future.start() <= past.start() else "past"
