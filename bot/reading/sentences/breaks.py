"""Ends of sentences that Punkt passes over.

After an abbreviation that also ends its sentence, where no space follows the stop, after the stops of other
scripts, at bullets in a line, and around what a page sets between two sentences ("Scroll down for video").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.reading.sentences.abbreviations import (
    BEFORE_A_NAME,
    CAPITALISED,
    ENDING_NAMES,
    LETTERED_AT_END,
    PUNKT_TYPES,
    STARTER,
)

_CANDIDATE = re.compile(r"[.…][\"”’')]*(?P<gap>\s+)(?=[\"“‘'(]?[A-Z])")
_WORD_AT_STOP = re.compile(r"(?:[^\W_]|[.…'’-])+$")
_INITIALS = re.compile(r"(?:[A-Z]\.){1,3}")
_CLOCK = re.compile(r"[ap]\.m\.")
_OF_THE_CLOCK = re.compile(
    r"""[\"“‘']?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day
    |(?:Jan|Febr|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)
    |Eastern|Pacific|Central|Mountain|Greenwich|British|Irish|Local|[A-Z]{2,4}\b)""",
    re.VERBOSE,
)
_ELLIPSIS = re.compile(r"\w(?:\.{2,4}|…)$")
_NUMBERS = re.compile(r"[\"“‘']?(?:One|Two|Three|Four|Five)\b")
_BEFORE_NO = frozenset("\"“‘'.!?")

_NAMES = frozenset(word.capitalize() + "." for word in ENDING_NAMES) | {"Ph.D.", "B.C.", "b.c.", "etc."}
_WORDS = frozenset(word + "." for word in CAPITALISED if len(word) > 1) | {
    *("no.", "nos.", "al.", "ed.", "est.", "etc.")
}
"""Abbreviations only in capitals, or before a number: in small letters they end the sentence."""

# --- no space after the stop --------------------------------------------------------------------------------

_NO_SPACE = re.compile(
    r"(?P<stop>[.!?])(?P<marks>[\"”’'\])]{0,2})\u200b?"
    r"(?=(?P<opening>[\"“‘'(]?)(?P<word>[A-Z][\w’'-]*)(?P<next>.?))",
    re.DOTALL,
)
_WORD_BEFORE = re.compile(r"(?:[^\W_]|[.’'%-])+[)\]\"”’'?!]*$")
_ADDRESS = re.compile(r"://|www\.|[@_\\#]|\.(?:com|org|net|co|gov|edu|in|uk|ly)\b", re.IGNORECASE)
_NOT_A_WORD = frozenset("Com Net Org Co Io Js JS Py NET COM TV FM AI Md PDF Biz Info".split())
_STARTER = re.compile(STARTER)
CLOSING = ")]”’\"'?!\ufffd \u200b"
LONGEST_CLOSING = 6
"""A part of so few characters, all of them closing marks, belongs to the sentence before. A question mark is
among them: a wrong encoding leaves it for a quote mark ("in the film.?The actor")."""
WORD = 32
"""Characters before a stop that are looked at for an abbreviation."""
TOKEN = 60
"""Characters on each side of a stop that are looked at for an address."""

# --- other scripts, bullets, what a page sets between sentences ---------------------------------------------

_OTHER_STOPS = re.compile(
    r"(?<![。！？｡])[。！？｡]++[」』）”’\"〉》]*+(?P<gap>\s*+)(?=.)|[؟۔।॥][\"”’»]*+(?P<space>\s++)", re.DOTALL
)
_HAS_OTHER_STOPS = re.compile(r"[。！？｡؟۔।]")
_BULLETS = re.compile(r"(?<=\S)(?P<gap>\s+[•▪‣◦●■►]\s*)(?=\S)")
_STOP_AND_MARK = re.compile(r'[.!?]"(?=\s)')
_DOUBLE_MARK = re.compile('["“”]')
_HAS_BULLETS = re.compile(r"[•▪‣◦●■►]")
_CREDITED = (
    r"(?:Getty|Reuters|REUTERS|AFP|AP|EPA|PA|Rex|REX|Alamy|Shutterstock|iStock|Bloomberg|SWNS|BBC|ITN)"
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_SET_BETWEEN = re.compile(
    rf"""
    # what ends before a sentence: a share bar's button, a credit, the sign under a post
    (?:
        \(Opens\ in\ (?:a\ )?new\ (?:window|tab)\)(?!\s+Click)
      | \((?:Photos?|Images?|Pictures?|Pic|Credit|File(?:\ photo)?|Source)(?::[^()]{{1,60}})?\)
      | \([^()]{{0,40}}(?:{_CREDITED}\ Images|[^()\s]\ ?/\ ?{_CREDITED}(?:\ Images)?)[^()]{{0,20}}\)
      | [Mm]edia\ playback\ is\ (?:not\ supported|unsupported)\ on\ (?:this|your)\ device
      | \b(?:Scroll\ [Dd]own\ [Ff]or\ [Vv]ideos?|SCROLL\ DOWN\ FOR\ VIDEOS?)(?!\w)
      | \bContinue\ reading\ the\ main\ story | \b[Ss]tory\ continues\ below(?:\ advertisement)?
      | \(@\w{{1,20}}\)\ {_MONTH}\ \d{{1,2}},\ \d{{4}}
      | \bA\ (?:post|photo|video)\ (?:shared
      |posted)\ by\ [^()]{1, 60}\(@[\w.]{1, 30}\)\ on\ [A-Z][\w,:\ ]{8, 30}[AP][DS]T
      | \btry\ again\ later\ Invalid\ Email | \bThank\ you\ for\ subscribing!
      | \bFollow\ @\w+\ for\ (?:more|updates)
    )(?P<after>\s*)(?=[\"“‘'(]?[A-Z])
    # and what opens after one
  | (?<=[.!?\"”’')])(?P<before>\s*)
    (?=(?:ALSO\ READ|Also\ [Rr]ead|READ\ (?:ALSO|MORE)|Read\ (?:also|more|More))\ ?[:|]
      |Follow\ @\w+\ (?:for|on)\b|Click\ to\ share\ on\b|Read\ or\ Share\ this\ story|\(Read\ \|)
    """,
    re.VERBOSE,
)
_SIGNS_OF_SET = (
    *("(", "playback", "croll", "SCROLL", "Continue reading", "continues below", "Follow @", "READ", "Read "),
    *("lso read", "to share on", "Invalid Email", "for subscribing"),
)
"""Where none of these is, nothing is set between sentences: looking for them is quicker."""

Span = tuple[int, int]


def broken(paragraph: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans of sentences, each parted again where Punkt passed over an end."""
    gaps = [
        *_after_abbreviations(paragraph),
        *_without_space(paragraph),
        *_of_other_kinds(paragraph),
    ]
    gaps.sort()
    parts: list[Span] = []
    place = 0
    for start, end in spans:
        while place < len(gaps) and gaps[place][1] < end:
            stop, following = gaps[place]
            place += 1
            if stop > start:
                _add(parts, start, stop, paragraph)
                start = following
        _add(parts, start, end, paragraph)
    return _with_opening_marks(parts, paragraph) if '"' in paragraph else parts


def _add(parts: list[Span], start: int, end: int, paragraph: str) -> None:
    if parts and end - start <= LONGEST_CLOSING and not paragraph[start:end].strip(CLOSING):
        parts[-1] = (parts[-1][0], end)
    else:
        parts.append((start, end))


def _with_opening_marks(parts: list[Span], paragraph: str) -> list[Span]:
    """Give a mark that can close nothing to the next sentence, as in: said." We are ready," he added."""
    marked: list[Span] = []
    marks = counted = 0
    opening: int | None = None
    for start, end in parts:
        if opening is not None:
            start, opening = opening, None
        at = len(paragraph[start:end].rstrip()) + start - 1
        before = marks + len(_DOUBLE_MARK.findall(paragraph, counted, at))
        ended = _STOP_AND_MARK.match(paragraph, max(start, at - 1))
        if ended and before % 2 == 0 and end < parts[-1][1]:
            end = opening = at
        marks += len(_DOUBLE_MARK.findall(paragraph, counted, end))
        counted = end
        marked.append((start, end))
    return marked


def _after_abbreviations(paragraph: str) -> Iterator[Span]:
    for match in _CANDIDATE.finditer(paragraph):
        if _ends_after(paragraph, match.start() + 1, match.end()):
            yield match.span("gap")


def _ends_after(paragraph: str, stop: int, following: int) -> bool:
    """Whether a sentence ends at a stop, though the word before it is an abbreviation's."""
    before = paragraph[max(0, stop - WORD) : stop]
    found = _WORD_AT_STOP.search(before.rsplit(None, 1)[-1])
    if not found:
        return False
    word = found.group()
    if word == "No.":
        # "“No. Absolutely not.”" but "the No. One", "No. 1"
        said = before.removesuffix(word).rstrip()[-1:]
        return (not said or said in _BEFORE_NO) and not _NUMBERS.match(paragraph, following)
    if word in _WORDS or (word.isupper() and LETTERED_AT_END.search(before)):
        # "He said no. Then", "They sat. Both", "in Group D. Spain"
        return True
    if _CLOCK.fullmatch(word):
        # "at 6 a.m. Norhaven" but "at 6 a.m. Monday", "5 p.m. EDT"
        return not _OF_THE_CLOCK.match(paragraph, following)
    if word in _NAMES or _INITIALS.fullmatch(word):
        # "in the U.S. The court", "of Foods Inc. It", "vitamin D. The"
        return bool(_STARTER.match(paragraph, following))
    # "He waited... The door opened", but not "we saw that ... I think"
    return (
        bool(_ELLIPSIS.search(word))
        and bool(_STARTER.match(paragraph, following))
        and not paragraph.startswith(("I ", "I’", "I'"), following)
    )


def _of_other_kinds(paragraph: str) -> Iterator[Span]:
    ascii_alone = paragraph.isascii()
    if not ascii_alone and _HAS_OTHER_STOPS.search(paragraph):
        for match in _OTHER_STOPS.finditer(paragraph):
            yield match.span(match.lastgroup or "gap")
    if not ascii_alone and _HAS_BULLETS.search(paragraph):
        for match in _BULLETS.finditer(paragraph):
            yield match.span("gap")
    if any(map(paragraph.__contains__, _SIGNS_OF_SET)):
        for match in _SET_BETWEEN.finditer(paragraph):
            yield match.span(match.lastgroup or "after")


def _without_space(paragraph: str) -> Iterator[Span]:
    """Yield the empty gaps of "he said.The next day", but not of "U.S.A", "Booking.Com", "St.Louis"."""
    for match in _NO_SPACE.finditer(paragraph):
        if _ends_without_space(paragraph, match):
            at = match.start("opening")
            if match["marks"][-1:] in ("'", '"') and not match["opening"] and not _closes(paragraph, match):
                at = match.end("marks") - 1
            yield at, at


def _ends_without_space(paragraph: str, match: re.Match[str]) -> bool:
    at, word, starts = match.start(), match["word"], bool(_STARTER.match(match["word"]))
    found = _WORD_BEFORE.search(paragraph[max(0, at - TOKEN) : at])
    before = found.group().strip(")]\"”’'?!") if found else ""
    if not before or word in _NOT_A_WORD or match["next"] in tuple("./@:"):
        return False
    if not (starts and match["next"].isspace()) and not _is_plain_word(word, before):
        return False
    if "." in before or (match["stop"] != "." and not match["marks"]):
        # "in the U.S.The court"; "Yahoo!Japan", "RJ?Malishka" are no ends, "What now?The" is one
        if not starts:
            return False
    elif before.isdigit():
        if len(before) < 3 and at - len(before) <= 1:
            return False
    elif (
        len(before) < 2
        or before.lower() in BEFORE_A_NAME
        or (not starts and before.lower() in PUNKT_TYPES and before[0].isupper())
    ):
        return False
    left = paragraph[max(0, at - TOKEN) : at].rsplit(None, 1)[-1:]
    return not (left and _ADDRESS.search(left[0]))


def _is_plain_word(word: str, before: str) -> bool:
    """Whether a word after a stop without space is an ordinary one: "Last", "NATO", but not "A" or "Y2k"."""
    if len(word) < 2:
        return False
    return word[1:].replace("-", "").replace("’", "").replace("'", "").islower() or (
        word.isupper() and before.islower()
    )


def _closes(paragraph: str, match: re.Match[str]) -> bool:
    """Whether a straight mark between two sentences closes the first: an odd number stands before it."""
    mark = match["marks"][-1]
    if mark == "'":
        return True
    before = paragraph[max(0, match.start() - 600) : match.end("marks") - 1]
    return before.count(mark) % 2 == 1
