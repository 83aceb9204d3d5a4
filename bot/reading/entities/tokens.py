"""Words with their exact places: what the tagger labels, token by token.

The cuts follow the Penn Treebank, as the training data does: a possessive 's and other clitics stand alone,
hyphened words stay whole. Two cuts are our own, because news writes names so: "Hamas-led" and "Israel-Hamas"
are parted.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.words import Pieces

MAX_TOKEN_LENGTH = 100
"""Characters; what is longer is no word and is left out."""
MAX_CHUNK_TOKENS = 400
"""Tokens tagged at once; what runs on for longer is cut."""
MAX_TOKENS = 60_000
"""Tokens of one article, some forty times a long read; what comes after is not looked at."""


class Token(NamedTuple):
    """A word or a punctuation mark, by its place in the text."""

    text: str
    start: int
    end: int


class Chunk(NamedTuple):
    """The tokens of one sentence, or of a part of one that runs on for too long."""

    words: tuple[str, ...]
    starts: list[int]
    """Where each of them begins in the text."""
    sentence: int
    """The index of the sentence in the article."""

    def end(self, i: int) -> int:
        """Return where a token ends in the text."""
        return self.starts[i] + len(self.words[i])


_TOKEN = re.compile(
    r"""
      (?P<plain>[A-Za-z]++)(?=[ ,\n;)"”])                             # most words: no other rule meets them
    | https?://\S+ | www\.\S+
    | [\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+                         # an e-mail address
    | [@\#]\w+                                                  # a handle, a hashtag
    | (?:[^\W\d_]\.){2,}(?:[A-Z]\b)?                            # U.S., D.C., a.m.
    | (?:Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Brig|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Cpl|Rev|Hon|Fr|Sr|Jr
       |St|ST|Ste|Mt|Inc|Corp|Co|Ltd|Bros|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec
       |Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ill|Ind|Kan|Ky|Md|Mich|Minn|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wis
      )\.(?!\w)
    | \b[A-Z]\.(?=\s+[A-Z])                                     # an initial
    | \d+(?:[.,:/]\d+)+(?!\w)
    | \w+(?:(?:[-‑'’&]|\.(?=[a-z]))\w+)*
    | \.{2,} | -{2,}
    | [^\w\s]
    """,
    re.VERBOSE,
)
_PLAIN_ENDS = frozenset(',;)"')
_CUTTING = frozenset("-‑'’")
"""What a word has in it that may be cut."""
_CLITIC = re.compile(r"(?:['’](?:s|re|ve|ll|d|m)|n['’]t)\Z", re.IGNORECASE)
_COMPOUND = re.compile(
    r"(?P<name>[A-Z][\w&'’.]*)(?P<rest>[-‑](?:\w+ed|led|run|born|held|made|built|won|style|era|bound|wide|like"
    r"|area|friendly|only|owned|free|listed))\Z"
)
_PARTY = re.compile(r"[DIR](?P<hyphen>[-‑])(?P<place>[A-Z][a-z]\w*)")
"""A senator's party and state: "R-Kansas"."""
_PAIR = re.compile(r"(?P<left>[A-Z]\w+)(?P<hyphen>[-‑])(?P<right>[A-Z]\w+)\Z")


def _no_names(_: str) -> bool:
    return False


class Tokenizer:
    """Cuts texts into tokens; pieces of them that it has cut before it need not cut again."""

    def __init__(self, is_name: Callable[[str], bool] = _no_names) -> None:
        """Take what says of a word whether it is well known as a name: a hyphen between two such is cut."""
        self._is_name = is_name
        self._pieces = Pieces(lambda piece: tuple(self._cut(piece, 0, len(piece), len(piece))))

    def __reduce__(self) -> tuple[type[Tokenizer], tuple[Callable[[str], bool]]]:
        """Travel to another process without the pieces."""
        return Tokenizer, (self._is_name,)

    def tokens(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
        """Yield the tokens of ``text[start:end]``, in order, with offsets that count in `text`."""
        words, starts = self._words(text, start, len(text) if end is None else end, sys.maxsize)
        return (Token(word, at, at + len(word)) for word, at in zip(words, starts, strict=True))

    def chunks(self, text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Chunk]:
        """Yield the tokens of each span (a sentence) in turn, at most `MAX_TOKENS` in all."""
        budget = MAX_TOKENS
        for sentence, (start, end) in enumerate(spans):
            words, starts = self._words(text, max(0, start), min(end, len(text)), budget)
            for first in range(0, len(words), MAX_CHUNK_TOKENS):
                last = first + MAX_CHUNK_TOKENS
                yield Chunk(tuple(words[first:last]), starts[first:last], sentence)
            budget -= len(words)
            if not budget:
                return

    def _words(self, text: str, start: int, stop: int, most: int) -> tuple[list[str], list[int]]:
        """Return the tokens of ``text[start:stop]``, of more than `most` the first, and where they begin."""
        words: list[str] = []
        starts: list[int] = []
        at = start
        # most words stand between two spaces and are letters only, but for a mark at the end: there every
        # rule would find the same
        for piece in text[start:stop].split(" "):
            end = at + len(piece)
            plain = piece.isascii() and end - at <= MAX_TOKEN_LENGTH
            if plain and piece.isalpha():
                words.append(piece)
                starts.append(at)
            elif plain and piece[-1:] in _PLAIN_ENDS and piece[:-1].isalpha():
                words += piece[:-1], piece[-1]
                starts += at, end - 1
            elif at > start and (end == stop or piece[-1:] != "."):
                for word, place in self._pieces[piece]:
                    words.append(word)
                    starts.append(at + place)
            elif piece:
                for word, place in self._cut(text, at, end, stop):
                    words.append(word)
                    starts.append(place)
            at = end + 1
        return words[:most], starts[:most]

    def _cut(self, text: str, start: int, end: int, stop: int) -> Iterator[tuple[str, int]]:
        """Yield the tokens that begin in ``text[start:end]``, between two spaces of what ends at `stop`."""
        # what follows a piece matters only to an initial at its end
        for match in _TOKEN.finditer(text, start, stop if text[end - 1 : end] == "." else end):
            first, last = match.span()
            if first >= end:
                break
            if last - first > MAX_TOKEN_LENGTH:
                continue
            word = match.group()
            if match.lastindex or _CUTTING.isdisjoint(word):
                yield word, first
            else:
                yield from _parts(word, first, self._is_name)


def _parts(word: str, start: int, is_name: Callable[[str], bool]) -> Iterator[tuple[str, int]]:
    """Yield `word` cut at a clitic, before "-led" and the like, and between two known names.

    Each part comes with where it begins.
    """
    clitic = _CLITIC.search(word)
    stem = word[: clitic.start()] if clitic else word
    compound = _COMPOUND.match(stem)
    pair = _PAIR.match(stem)
    cuts = [0]
    if compound:
        cuts.append(compound.start("rest"))
    elif party := _PARTY.match(stem):
        cuts += [party.start("hyphen"), party.start("place")]
    elif pair and is_name(pair["left"]) and is_name(pair["right"]):
        cuts += [pair.start("hyphen"), pair.start("right")]
    if clitic and stem:
        cuts.append(len(stem))
    cuts.append(len(word))
    for left, right in pairwise(cuts):
        yield word[left:right], start + left


def tokenize(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """Yield the tokens of ``text[start:end]``; no word is known for a name."""
    return _plain.tokens(text, start, end)


_plain = Tokenizer()
