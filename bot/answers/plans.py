"""Plans that came to nothing: by the words in which news says that what was announced will not happen."""

from __future__ import annotations

import re

_CALLED_OFF = re.compile(
    r"""\b(?:
        call(?:ed|s|ing)?\s+(?:it\s+)?off | cancel(?:l?ed|s|l?ing)? | scrap(?:s|ped|ping)?
        | (?:drop|abandon|scrap|shelve|ditch|overturn|revers)\w*\s+(?:(?:its|his|her|their|the|a|any)\s+)?
          (?:\w+\s+)?(?:plans?|decision|bid|proposal|move)
        | overturn(?:s|ed)? | shelv(?:es|ed) | avert(?:s|ed)? | repriev(?:e|es|ed)
        | (?:stay|stays|stayed|remain|remains|kept|keeps?)\s+open
        | will\s+(?:not|no\s+longer) | won['’]t | (?:is|are|was|were)\s+off
        | sav(?:e|ed|es|ing)\b[^.]{1,60}\bfrom
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_AS_PLANNED_THEN = re.compile(
    r"\b(?:would|(?:had|has|have) been (?:due|to|set|planned|scheduled|expected)|(?:was|were) "
    r"(?:to|due|set|planned|scheduled|going))\b",
    re.IGNORECASE,
)
_MOVED = re.compile(r"\b(?:postpon|delay|resched|moved|put off|brought forward)\w*", re.IGNORECASE)


def calls_off(text: str) -> bool:
    """Say whether the text tells that something planned will not happen."""
    return _CALLED_OFF.search(text) is not None


def no_longer_planned(sentence: str) -> bool:
    """Say whether a sentence tells of a plan as of something past: "had been due to close on Nov. 30".

    What was only moved to another day is still planned.
    """
    if _MOVED.search(sentence):
        return False
    return calls_off(sentence) or _AS_PLANNED_THEN.search(sentence) is not None
