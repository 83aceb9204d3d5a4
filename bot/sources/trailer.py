"""The page's own furniture below an article: "More News", "Related articles" and what is listed there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.sources.plain_text import ends_sentence

MAX_LINES = 15
MAX_LINE = 240
"""A longer line belongs to the body."""

_KNOWN = re.compile(
    r"""(?ix)
    (?: more \s (?:news|stories|headlines|articles|coverage|to\sread)
      | more \s (?:from|on|about|in) \b .*
      | (?:read|see|watch|listen) \s (?:more|also|next|this\snext|the\sfull\s(?:story|article)) \b .*
      | also \s (?:read|see) \b .*
      | you \s (?:may|might) \s also \s (?:like|be\sinterested\sin|enjoy) \b .*
      | related (?:\s (?:news|articles?|stories|story|content|topics?|links?|coverage|reading|posts?|tags?))?
      | related (?:\s\w+)? \s? : .*
      | (?:latest|top|other|trending|popular|breaking|recent|today['’]s)
        \s (?:news|stories|articles|headlines|posts)
      | most \s (?:read|popular|viewed|shared) (?:\s .*)?
      | (?:trending|recommended|what\sto\sread\snext|up\snext|next\sarticle|previous\sarticle|don['’]t\smiss
          |keep\sreading|continue\sreading|editors?['’]?s?['’]?\spicks?)
        (?:\s (?:now|today|for\syou|stories|articles))?
      | (?:sign\sup|subscribe) \b .*
      | (?:follow|like|find|join) \s us \b .*
      | share (?:\s (?:this|on|via) \b .*)?
      | (?:topics?|tags?|filed\sunder|categories|keywords) \s? : .*
      | (?:\d+\s)? comments? | (?:leave|post|add) \s a \s comment | (?:view|show|read) \s (?:all\s)? comments
      | print | e-?mail | back\sto\stop | advertisement
    )"""
)
# these may end as a sentence does
_RIGHTS = re.compile(
    r"(?i)(?:©|\(c\)|copyright\b|all rights reserved|(?:sign up|subscribe) (?:to|for) our\b).*"
)
_ORNAMENT = " \t:>»›→…–—-*#_=|•·"


def take_trailer(lines: Sequence[str]) -> tuple[Sequence[str], str | None]:
    """Return the lines above the trailer, and the trailer, or None.

    A trailer begins with a line of a known kind; after it come only short lines that are no sentences.
    """
    end = len(lines)
    seen = 0
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if not line:
            continue
        seen += 1
        if seen > MAX_LINES or len(line) > MAX_LINE:
            break
        if _is_known(line) and _stands_alone(lines, number):
            end = number
        elif ends_sentence(line):
            break
    trailer = [line for line in lines[end:] if line]
    if not trailer or not any(lines[:end]):
        return lines, None
    return lines[:end], "\n".join(trailer)


def _is_known(line: str) -> bool:
    plain = line.strip(_ORNAMENT)
    if _RIGHTS.fullmatch(plain):
        return True
    return bool(_KNOWN.fullmatch(plain)) and not ends_sentence(plain)


def _stands_alone(lines: Sequence[str], number: int) -> bool:
    """Tell a line of its own from the last line of a hard-wrapped paragraph."""
    before = lines[number - 1] if number else ""
    return not before or ends_sentence(before) or _is_known(before)
