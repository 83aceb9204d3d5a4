"""The labelled articles that tell one event from the next: `tests/stories/families/` and `seeds/`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from bot import resources
from bot.models import ArticleId, Document, StoredArticle
from bot.reading import Reader
from bot.sources.article_file import parse_article

FOLDER = Path(__file__).parent.parent / "tests" / "stories" / "families"
FAMILY_SETS = ("tuning", "checking")
SEEDS = "seeds"
_MODIFIED = datetime(2024, 10, 11, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article, and which text and which event it is; both unique over all families."""

    id: str
    family: str
    text: str
    event: str
    stored: StoredArticle


Pair = tuple[Labelled, Labelled]


def load_families(name: str, reader: Reader) -> list[Labelled]:
    """Read the articles of "tuning", "checking" or "seeds", in the order of the file."""
    return _seeds(reader) if name == SEEDS else _families(name, reader)


def loose_pairs() -> set[frozenset[str]]:
    """Return the pairs of `seeds/` of which neither answer is wrong."""
    return {frozenset(pair) for pair in _seed_labels()["loose"]}


def pairs(articles: Sequence[Labelled]) -> list[Pair]:
    """Return every two of the articles that have one right answer."""
    loose = loose_pairs()
    return [pair for pair in combinations(articles, 2) if frozenset(each.id for each in pair) not in loose]


def _families(name: str, reader: Reader) -> list[Labelled]:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_labelled(json.loads(line), number, reader) for number, line in enumerate(lines)]


def _labelled(row: dict[str, str], number: int, reader: Reader) -> Labelled:
    published = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
    document = Document(row["headline"], row["text"], published, source=row["source"])
    return Labelled(
        id=row["id"],
        family=row["family"],
        text=f"{row['family']} {row['text_of']}",
        event=f"{row['family']} {row['event']}",
        stored=_stored(document, number, reader),
    )


def _seeds(reader: Reader) -> list[Labelled]:
    event_of = {name: pair[0] for pair in _seed_labels()["one_event"] for name in pair}
    articles = []
    for number, file in enumerate(resources.samples()):
        name = file.name.removeprefix("2024-").removesuffix(".txt")
        document = parse_article(file.read_bytes(), origin=file.name, modified=_MODIFIED)
        event = event_of.get(name, name)
        articles.append(Labelled(name, event, name, event, _stored(document, number, reader)))
    return articles


def _stored(document: Document, number: int, reader: Reader) -> StoredArticle:
    return StoredArticle(ArticleId(number), reader.read(document), (), document.published)


def _seed_labels() -> dict[str, list[list[str]]]:
    labels: dict[str, list[list[str]]] = json.loads((FOLDER / "seeds.json").read_text(encoding="utf-8"))
    return labels
