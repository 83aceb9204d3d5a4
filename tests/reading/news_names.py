"""The news pieces of ``news_names.txt``, and how well an entity finder does on them.

Half of the pieces are for choosing between variants, half for checking: the half is the first byte of the
SHA-256 of a piece's id, modulo two.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from bot.models import Entity, EntityKind
from bot.reading.entities import EntityFinder, name_key
from bot.reading.sentences import split_sentences

FILE = Path(__file__).with_name("news_names.txt")

KINDS: tuple[EntityKind, ...] = ("person", "organisation", "place")

ROLE_OVERLAP = 0.67
"""F1 of the words of two roles from which on they are taken for the same."""

_MARK = re.compile(r"\[\[(?P<kind>person|organisation|place)\|(?P<words>[^|\]]+)(?:\|(?P<full>[^\]]+))?\]\]")


@dataclass(frozen=True, slots=True)
class GoldName:
    """A marked mention: its place in the text, its kind, and whom or what it names in full."""

    start: int
    end: int
    kind: EntityKind
    full: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of news with its names marked, and the roles that would do for each name."""

    id: str
    headline: str
    text: str
    names: tuple[GoldName, ...]
    roles: dict[str, tuple[str, ...]]

    @property
    def half(self) -> int:
        """0: for choosing; 1: for checking."""
        return hashlib.sha256(self.id.encode()).digest()[0] % 2


def read_pieces(file: Path = FILE) -> list[Piece]:
    """Return all pieces of the file."""
    return [_piece(block) for block in file.read_text(encoding="utf-8").split("\n## ")[1:]]


def _piece(block: str) -> Piece:
    lines = [line for line in block.splitlines() if line]
    marked = next(line for line in lines[1:] if line[:2] not in {"# ", "= "})
    text, names, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        kind = next(kind for kind in KINDS if kind == match["kind"])
        start = len(text)
        text += match["words"]
        names.append(GoldName(start, len(text), kind, match["full"] or match["words"]))
        last = match.end()
    roles = (line[2:].split(": ", 1) for line in lines if line.startswith("= "))
    return Piece(
        id=lines[0].strip(),
        headline=next(line[2:] for line in lines if line.startswith("# ")),
        text=text + marked[last:],
        names=tuple(names),
        roles={name: tuple(role.split(" / ")) for name, role in roles},
    )


def f1(hits: int, said: int, gold: int) -> float:
    """Return the F1 in per cent."""
    return 200 * hits / max(1, said + gold)


def score(finder: EntityFinder, pieces: Iterable[Piece]) -> dict[str, float]:
    """Return, in per cent, F1 of mentions by kind and over all, of joining and of roles.

    A mention counts when its span and its kind are right. *joined* is over pairs of mentions that name the
    same one; *named* over the full names themselves (with their kinds); *role* over persons.
    """
    hits: Counter[str] = Counter()
    said: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    for piece in pieces:
        found = finder.find(piece.text, split_sentences(piece.text), piece.headline)
        for counted, said_here, gold_here in _compared(piece, found):
            hits[counted] += len(said_here & gold_here)
            said[counted] += len(said_here)
            gold[counted] += len(gold_here)
    return {counted: round(f1(hits[counted], said[counted], gold[counted]), 1) for counted in gold}


def _compared(
    piece: Piece, found: Sequence[Entity]
) -> Iterator[tuple[str, set[tuple[object, ...]], set[tuple[object, ...]]]]:
    """Yield (what is counted, what was said, what is right)."""
    mentions: set[tuple[object, ...]] = {(m.start, m.end, e.kind) for e in found for m in e.mentions}
    right: set[tuple[object, ...]] = {(n.start, n.end, n.kind) for n in piece.names}
    for kind in KINDS:
        yield kind, {m for m in mentions if m[2] == kind}, {n for n in right if n[2] == kind}
    yield "all", mentions, right
    wholes: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for name in piece.names:
        wholes[name.full, name.kind].append(name.start)
    yield (
        "joined",
        {pair for entity in found for pair in combinations([m.start for m in entity.mentions], 2)},
        {pair for starts in wholes.values() for pair in combinations(starts, 2)},
    )
    yield (
        "named",
        {(name_key(entity.name), entity.kind) for entity in found},
        {(name_key(full), kind) for full, kind in wholes},
    )
    told = {entity.name: entity.role for entity in found if entity.kind == "person" and entity.role}
    yield (
        "role",
        {(name, same_role(role, piece.roles.get(name, ())) or role) for name, role in told.items()},
        {(name, roles[0]) for name, roles in piece.roles.items()},
    )


def same_role(role: str, right: Sequence[str]) -> str | None:
    """Return the first of the right roles when `role` is much the same as any of them."""
    return right[0] if any(_overlap(role, other) >= ROLE_OVERLAP for other in right) else None


def _overlap(one: str, other: str) -> float:
    a, b = (set(re.findall(r"\w+", text.casefold())) - {"the", "a", "an", "s"} for text in (one, other))
    return 2 * len(a & b) / max(1, len(a) + len(b))
