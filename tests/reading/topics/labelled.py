"""The labelled headlines and articles, and how well labels agree with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bot.models import Document

HERE = Path(__file__).parent
PUBLISHED = datetime(2024, 10, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A headline, the beginning of its article, and the topics that a reader would look for it under."""

    topics: frozenset[str]
    hard: bool
    headline: str
    opening: str

    @property
    def half(self) -> Literal["tuning", "checking"]:
        """Which half it is in: by the headline's hash, so that new lines do not move old ones."""
        return "checking" if hashlib.sha256(self.headline.encode()).digest()[0] % 2 else "tuning"

    @property
    def document(self) -> Document:
        """The article as far as it is written out."""
        return Document(self.headline, self.opening, PUBLISHED)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Labels counted over many articles, each label of each article once ("micro")."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the given labels that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the wanted labels that were given."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        return f"precision {self.precision:.3f}, recall {self.recall:.3f}, F1 {self.f1:.3f}"


def agreement(pairs: Iterable[tuple[Iterable[str], Iterable[str]]]) -> Agreement:
    """Compare (wanted, given) topics of articles."""
    right = wrong = missed = 0
    for wanted, given in pairs:
        want, give = set(wanted), set(given)
        right += len(want & give)
        wrong += len(give - want)
        missed += len(want - give)
    return Agreement(right, wrong, missed)


def table(name: str) -> list[list[str]]:
    """Return the rows of a file beside this one, without comments and heading."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def headlines() -> list[Labelled]:
    """Return the labelled headlines, in the file's order."""
    return [
        Labelled(frozenset(topics.split()) - {"-"}, kind == "hard", headline, opening)
        for topics, kind, headline, opening in table("headlines.tsv")
    ]
