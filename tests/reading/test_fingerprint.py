"""Telling the same text again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.reading.fingerprint import content_hash, fingerprint
from tests.reading.articles import sample_documents, shipwreck


def distance(one: int, other: int) -> int:
    """Return in how many of 64 bits two fingerprints differ."""
    return ((one ^ other) & ((1 << 64) - 1)).bit_count()


@given(st.text())
def test_any_text_has_a_signed_fingerprint_of_64_bits(text: str) -> None:
    value = fingerprint(text)

    assert -(1 << 63) <= value < 1 << 63


def test_it_is_the_same_on_every_machine() -> None:
    assert fingerprint("") == fingerprint(" ... ") == 0
    assert fingerprint("The ferry ran aground off Skerry Head on Tuesday.") == -6931941364437171830


def test_an_edit_changes_few_bits_and_another_article_many() -> None:
    ferry = shipwreck().text
    mended = ferry.replace("within three hours", "within four hours")
    others = [document.text for document in sample_documents()]

    assert distance(fingerprint(ferry), fingerprint(mended)) <= 6
    assert min(distance(fingerprint(ferry), fingerprint(other)) for other in others) >= 12


def test_the_order_of_paragraphs_hardly_matters() -> None:
    paragraphs = shipwreck().text.split("\n\n")

    assert distance(fingerprint(shipwreck().text), fingerprint("\n\n".join(reversed(paragraphs)))) <= 8


def test_the_hash_sees_words_only() -> None:
    document = shipwreck()
    copy = replace(
        document,
        headline=document.headline.upper(),
        text=document.text.replace("\n\n", "\n \n").replace("“", '"').replace("”", '"'),
        source="Another Paper",
    )

    assert content_hash(copy) == content_hash(document)
    assert content_hash(replace(document, text=document.text + " And more.")) != content_hash(document)
    assert content_hash(replace(document, headline="")) != content_hash(document)


@given(st.text(), st.text())
def test_any_document_has_a_hash(headline: str, text: str) -> None:
    value = content_hash(replace(shipwreck(), headline=headline, text=text))

    assert len(bytes.fromhex(value)) == 16
