"""Whatever text comes in, what comes out holds together: the rules of bench/fuzzing/invariants.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.fuzzing import Damager, breaches
from bench.fuzzing.damage import DAMAGES, FOREIGN, HOSTILE, Damage
from bot.errors import ReadingError
from bot.models import Document
from bot.reading import Reader
from tests.reading.articles import sample_documents, shipwreck

DAMAGER = Damager(sample_documents(), seed=0)
PIECES = st.sampled_from([*HOSTILE, *FOREIGN, *shipwreck().text.split("\n\n"), "\n\n", " ", ". "])


def holds(reader: Reader, document: Document, sentences: int = 3) -> None:
    """Read a document, unless it is refused, and assert that no rule is broken."""
    try:
        article = reader.read(document, sentences=sentences)
    except ReadingError:
        return
    assert breaches(article, reader.label(article), asked=sentences) == []


@settings(max_examples=60)
@given(
    pieces=st.lists(PIECES | st.text(max_size=30), max_size=12),
    headline=PIECES | st.text(max_size=60),
    published=st.datetimes(timezones=st.just(UTC)),
    sentences=st.integers(1, 6),
)
def test_hostile_pieces_in_any_order(
    reader: Reader, pieces: list[str], headline: str, published: datetime, sentences: int
) -> None:
    document = replace(shipwreck(), headline=headline, text="".join(pieces), published=published)
    holds(reader, document, sentences)


@settings(max_examples=60)
@given(
    damages=st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=4), rng=st.randoms(use_true_random=False)
)
def test_damaged_articles(reader: Reader, damages: list[Damage], rng: Random) -> None:
    text = shipwreck().text
    for damage in damages:
        text = damage(rng, text)
    holds(reader, replace(shipwreck(), text=text))


@settings(max_examples=60)
@given(number=st.integers(0, 10**9))
def test_articles_as_the_fuzzer_makes_them(reader: Reader, number: int) -> None:
    holds(reader, DAMAGER.document(number))
