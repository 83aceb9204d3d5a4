"""Sentences of a body: nltk's Punkt with abbreviations of the news, then rules for what Punkt cannot see.

Punkt (Kiss and Strunk, 2006) is used with a hand-made list instead of its trained data, which would have to
be downloaded. Offsets are exact: ``text[sentence.start:sentence.end]`` is what was printed, without outer
space, dateline or bullet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from bot.models import Sentence
from bot.reading.datelines import telling_begins

LONGEST_MARGIN = 120
"""A line of more characters was not broken by a margin: it is a paragraph of its own."""
FULL_LINE = 0.6
"""A line of at least this share of the longest is full: what follows it may go on with its sentence."""

LONGEST_PARAGRAPH = 50_000
"""A longer one, a book in one line, is split by a plain rule: Punkt needs seconds for it."""

_TITLES = """
    mr mrs ms mx dr prof sen sens rep reps gov govs gen gens lt col maj capt sgt cpl pvt adm cmdr supt insp
    det const rev hon fr st ste mt ft messrs atty asst
"""
_CALENDAR_AND_STATES = """
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun ala ariz ark
    calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex
    va vt wash wis wyo
"""
_NAME_ENDINGS = "jr sr inc ltd co corp cos plc bros dept ave blvd rd"
_LOWER = """
    vs v etc e.g i.e cf al approx est ed eds vol no nos fig figs pp pct u.s u.k u.n e.u u.a.e d.c a.m p.m n.y
    n.j n.c s.c n.h r.i n.m l.a ph.d m.d b.a m.a b.sc hrs mins
"""
_CAPITALISED = frozenset(f"{_TITLES} {_CALENDAR_AND_STATES} {_NAME_ENDINGS}".split())

_STARTERS = r"""
    The A An This That These Those There Here He She It They We You I His Her Its Their Our My If When
    While After Before As For With Without However Meanwhile Although Though Some Many Most Few Several
    Both Another Other One Two Three Four Five Last Next Earlier Later Since According Now Then What Who
    Why How Where Not No(?!\.) But And In On At By From To Police(?!\s[A-Z]) Officials Authorities Critics
    Experts Residents
""".split()
_STARTER_WORD = r"[\"“‘']?(?:" + "|".join(_STARTERS) + r")(?!\w)"

_BLANK_LINES = re.compile(r"\n[ \t\r]*\n\s*")
_PLAIN_END = re.compile(r"(?<=\w\w)[.!?][\"”’')\]]{0,3}\s+(?=[\"“‘'(]?[A-Z0-9])")
_BULLET = re.compile(r"\s*(?:[•▪‣◦·*●■►–—-]|\d{1,2}[.)])\s")
_SAYING = (
    r"(?:said|says|asked|asks|told|added|wrote|replied|shouted|yelled|insisted|wondered|demanded|cried|exclaimed|"
    r"argued|tweeted|posted)"
)
_ATTRIBUTION = re.compile(
    rf"(?!(?:The|He|She|It|They|We|But|And|In|On|At|When|While|As|After|Then|Now|A|An|I|You)\s)"
    rf"(?:[A-Z]?[\w.'’-]{{1,30}}\s+){{0,4}}?{_SAYING}\b"
)
_ENDS_IN_QUOTED_MARK = re.compile(r"[?!][\"”’']$")
_ENDS_IN_INITIAL = re.compile(r"(?:^|[\s(\"“])(?:[A-Z]\.){1,3}$")
_NUMBER_ONLY = re.compile(r"[(\[]?\d{1,3}[.)]")
_CLOSERS_ONLY = re.compile(r"[)\]”’\"'.]+")
_COMPANY = re.compile(r"(?:Inc|Corp|Ltd|plc)\b")
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")
_STARTER = re.compile(_STARTER_WORD)

# where an abbreviation also ends the sentence
_NAMES = "|".join(
    re.escape(word.capitalize())
    for word in f"{_CALENDAR_AND_STATES} jr sr inc ltd co corp cos bros plc".split()
)
_COMMON = "|".join(sorted((re.escape(word) for word in _CAPITALISED if len(word) > 1), key=len, reverse=True))
_SENTENCE_ENDING_ABBREVIATION = re.compile(
    rf"""
    (?:
        # "... in the U.S. The court", "... of Foods Inc. It", "vitamin D. The"
        (?:\b(?:[A-Z]\.){{1,3}}|\b(?:{_NAMES}|Ph\.D|b\.c|etc)\.)[\"”’')]*(?P<first>\s+)(?={_STARTER_WORD})
        # "... at 6 a.m. Norhaven" but "at 6 a.m. Monday", "5 p.m. EDT"
      | \b[ap]\.m\.[\"”’')]*(?P<clock>\s+)
        (?=[\"“‘']?[A-Z])(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day
        |(?:Jan|Febr|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)
        |Eastern|Pacific|Central|Mountain|Greenwich|British|Irish|Local|[A-Z]{{2,4}}\b)
        # "He said no. Then", "They sat. Both": an abbreviation only in capitals, before a number
      | \b(?:{_COMMON}|no|nos|al|ed|est)\.[\"”’')]*(?P<word>\s+)(?=[\"“‘']?[A-Z])
        # "... etc. Others"
      | \betc\.[\"”’')]*(?P<etc>\s+)(?=[\"“‘']?[A-Z])
    )
    """,
    re.VERBOSE,
)


def _punkt() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types = {*_CAPITALISED, *_LOWER.split(), *"bcdefghjklmnopqrstuvwxyz"}
    return PunktSentenceTokenizer(parameters)


_PUNKT = _punkt()


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text, in order.

    Paragraphs are parted by blank lines; a line that no margin broke (a heading, a list's item, a paragraph a
    line) is a paragraph too.
    """
    return tuple(
        Sentence(start, end, number)
        for number, (first, last) in enumerate(_paragraphs(text))
        for start, end in _sentences_of(text, first, last)
    )


# --- paragraphs ---------------------------------------------------------------------------------------------


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for blank in _BLANK_LINES.finditer(text):
        yield from _lines(text, start, blank.start())
        start = blank.end()
    yield from _lines(text, start, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a block at whose ends no sentence can go on."""
    block = text[start:end]
    if not block.strip():
        return
    if "\n" not in block:
        yield start, end
        return
    lines = block.split("\n")
    longest = max(map(len, lines))
    begin = place = start
    for line, following in pairwise(lines):
        place += len(line) + 1
        if not _goes_on(line, following, longest):
            if text[begin:place].strip():
                yield begin, place
            begin = place
    if text[begin:end].strip():
        yield begin, end


def _goes_on(line: str, following: str, longest: int) -> bool:
    """Whether a line was broken by a margin."""
    line, following = line.strip(), following.strip()
    if following[:1].islower() or line.endswith(","):
        return True
    if longest > LONGEST_MARGIN or _BULLET.match(following + " "):
        return False
    return len(line) >= FULL_LINE * longest


# --- sentences of a paragraph -------------------------------------------------------------------------------


def _sentences_of(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    while first < last and text[first].isspace():
        first += 1
    first = telling_begins(text, first, last)
    paragraph = text[first:last]
    for start, end in _split_after_abbreviations(paragraph, _merged(paragraph)):
        words = paragraph[start:end]
        stripped = words.strip()
        if stripped:
            offset = first + start + len(words) - len(words.lstrip())
            yield offset, offset + len(stripped)


def _merged(paragraph: str) -> list[tuple[int, int]]:
    """Return Punkt's spans, joined again where it broke inside a sentence."""
    spans: list[tuple[int, int]] = []
    for start, end in _punkt_spans(paragraph):
        if spans and _continues(paragraph, spans[-1], (start, end)):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _punkt_spans(paragraph: str) -> Iterable[tuple[int, int]]:
    if len(paragraph) <= LONGEST_PARAGRAPH:
        try:
            return list(_PUNKT.span_tokenize(paragraph))
        except TimeoutError:
            # nltk gives its regular expressions five seconds
            pass
    ends = [match.end() for match in _PLAIN_END.finditer(paragraph)]
    return list(pairwise([0, *ends, len(paragraph)]))


def _continues(paragraph: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    # slices, not the whole: a sentence may be joined from very many
    ending = paragraph[max(before[0], before[1] - 10) : before[1]]
    opening = paragraph[after[0] : min(after[1], after[0] + 160)]
    if opening[:1].islower() and not _CAMEL.match(opening):
        return True
    if _CLOSERS_ONLY.fullmatch(opening) or _NUMBER_ONLY.fullmatch(paragraph[before[0] : before[1]][:6]):
        return True
    if ending.endswith("!") and _COMPANY.match(opening):
        return True
    if _ENDS_IN_QUOTED_MARK.search(ending) and _ATTRIBUTION.match(opening):
        return True
    return bool(_ENDS_IN_INITIAL.search(ending)) and not _STARTER.match(opening)


def _split_after_abbreviations(paragraph: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Break where an abbreviation also ends the sentence: "... in the U.S. The court ..."."""
    for start, end in spans:
        begin = start
        for match in _SENTENCE_ENDING_ABBREVIATION.finditer(paragraph, start, end):
            gap = match.lastgroup or "first"
            yield begin, match.start(gap)
            begin = match.end(gap)
        yield begin, end
