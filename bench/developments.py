"""How well it is told that a story developed: python -m bench.developments.

Of the families of `tests/stories/families`, a channel is taken to have been shown the first articles on an
event, one, two and so on; each later one on the same event is no development, and one on another event of the
same affair, published within two days, would be one if it were found to be of the story. (Most of these are
stories of their own, and so need not be updates.) `tests/digests/developments/labelled.jsonl` has
developments of a few hours, and what is none. `tuning` was looked at when the rule was made; `checking` and
`labelled` were not.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.families import FAMILY_SETS, Labelled, load_families
from bot import resources
from bot.digests.composing.development import find_development
from bot.models import ArticleId, Document, StoredArticle
from bot.reading import Reader, load_reader

LABELLED = Path(__file__).parent.parent / "tests" / "digests" / "developments" / "labelled.jsonl"
DAYS_APART = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Case:
    """A later article beside those that were shown."""

    name: str
    shown: tuple[StoredArticle, ...]
    later: StoredArticle
    developed: bool


@dataclass(frozen=True, slots=True)
class Score:
    """What was told of the cases of a set."""

    found: tuple[str, ...]
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    cases: int

    @property
    def precision(self) -> float:
        """Of what was told to have developed, what had; 1 for nothing."""
        told = len(self.found) + len(self.wrong)
        return len(self.found) / told if told else 1.0

    @property
    def recall(self) -> float:
        """Of what had developed, what was told; 1 for nothing."""
        there = len(self.found) + len(self.missed)
        return len(self.found) / there if there else 1.0


def score(cases: Sequence[Case]) -> Score:
    """Score the decider."""
    told = {case.name: find_development(case.shown, [case.later]) is not None for case in cases}
    return Score(
        tuple(case.name for case in cases if told[case.name] and case.developed),
        tuple(case.name for case in cases if told[case.name] and not case.developed),
        tuple(case.name for case in cases if not told[case.name] and case.developed),
        len(cases),
    )


def family_cases(name: str, reader: Reader) -> list[Case]:
    """Return the cases that the labels of a set of families allow."""
    families: dict[str, list[Labelled]] = defaultdict(list)
    for article in load_families(name, reader):
        families[article.family].append(article)
    return [case for family in families.values() for case in _cases(family)]


def _cases(family: Sequence[Labelled]) -> Iterator[Case]:
    ordered = sorted(family, key=_published)
    for event in dict.fromkeys(each.event for each in ordered):
        telling = [each for each in ordered if each.event == event]
        for count in range(1, len(telling) + 1):
            shown = telling[:count]
            last = _published(shown[-1])
            for later in ordered:
                if later not in shown and timedelta() <= _published(later) - last <= DAYS_APART:
                    yield Case(
                        f"{'+'.join(each.id for each in shown)} {later.id}",
                        tuple(each.stored for each in shown),
                        later.stored,
                        developed=later.event != event,
                    )


def labelled_cases(reader: Reader) -> list[Case]:
    """Return the cases that were written for this."""
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    return [
        Case(
            row["id"],
            tuple(_stored(each, number, reader) for number, each in enumerate(row["shown"], 1)),
            _stored(row["later"], 100, reader),
            developed=row["developed"],
        )
        for row in rows
    ]


def _stored(row: dict[str, Any], number: int, reader: Reader) -> StoredArticle:
    published = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
    document = Document(row["headline"], row["text"], published, source=row["source"])
    return StoredArticle(ArticleId(number), reader.read(document), (), published)


def _published(article: Labelled) -> datetime:
    return article.stored.article.document.published


def report() -> None:
    """Print the table, and each story that would be posted again for nothing."""
    reader = load_reader(resources.load_topics())
    sets = {name: family_cases(name, reader) for name in FAMILY_SETS}
    sets["labelled"] = labelled_cases(reader)
    began = time.process_time()
    scores = {name: score(cases) for name, cases in sets.items()}
    spent = (time.process_time() - began) / sum(map(len, sets.values()))
    print("| set | cases | precision | recall | found | wrong | missed |\n| --- |" + " ---: |" * 6)
    for name, each in scores.items():
        counts = f"{len(each.found)} | {len(each.wrong)} | {len(each.missed)}"
        print(f"| {name} | {each.cases} | {each.precision:.3f} | {each.recall:.3f} | {counts} |")
    for name, each in scores.items():
        for case in each.wrong:
            print(f"posted again for nothing, {name}: {case}")
    for case in scores["labelled"].missed:
        print(f"missed, labelled: {case}")
    print(f"{1e3 * spent:.1f} ms a case")


if __name__ == "__main__":
    report()
