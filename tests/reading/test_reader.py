"""The reader as a whole: one document in, all that is understood of it out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ReadingError
from bot.models import Article, Document
from bot.reading.reader import MAX_CHARACTERS, Reader
from tests.bounded import ends
from tests.reading.articles import sample_documents, shipwreck


def check(article: Article) -> None:
    """Assert that everything in an article points into its text."""
    text = article.document.text
    count = len(article.sentences)
    place = 0
    for sentence in article.sentences:
        assert place <= sentence.start < sentence.end <= len(text)
        place = sentence.end
    assert set(article.ranking) <= set(range(count))
    assert set(article.summary) <= set(range(count))
    for entity in article.entities:
        assert entity.mentions
        for mention in entity.mentions:
            span = article.sentences[mention.sentence]
            assert span.start <= mention.start < mention.end <= span.end
    for expression in article.dates:
        assert 0 <= expression.start < expression.end <= len(text)
    for event in article.events:
        span = article.sentences[event.sentence]
        assert span.start <= event.start < event.end <= span.end


def test_an_article_is_read_from_end_to_end(reader: Reader) -> None:
    article = reader.read(shipwreck())

    check(article)
    assert article.quote(0).startswith("A ferry with 84 people")
    assert {"Nora Blix", "Tom Arne"} <= {entity.name for entity in article.entities}
    assert any(event.day.isoformat() == "2024-10-08" for event in article.events)
    assert 0 in article.summary
    assert len(article.summary) == 3


def test_the_summary_is_as_long_as_is_asked(reader: Reader) -> None:
    assert len(reader.read(shipwreck(), sentences=1).summary) == 1
    assert len(reader.read(shipwreck(), sentences=2).summary) == 2


@pytest.mark.parametrize("document", sample_documents(), ids=lambda document: document.origin)
def test_every_sample_is_read_with_a_topic(reader: Reader, document: Document) -> None:
    article = reader.read(document)

    check(article)
    assert article.entities
    assert reader.label(article)


def test_reading_is_pure(reader: Reader) -> None:
    assert reader.read(shipwreck()) == reader.read(shipwreck())


@pytest.mark.parametrize("text", ["", " \n\n ", "\u00a0"])
def test_a_text_without_words_is_refused_in_a_sentence_that_names_it(reader: Reader, text: str) -> None:
    with pytest.raises(ReadingError, match=r"inbox/a\.txt: there is no text in it"):
        reader.read(replace(shipwreck(), text=text, origin="inbox/a.txt"))


def test_a_book_is_refused_in_a_sentence_that_names_it(reader: Reader) -> None:
    with pytest.raises(ReadingError, match="400,001 characters are more than an article has"):
        reader.read(replace(shipwreck(), text="a" * (MAX_CHARACTERS + 1)))


@pytest.mark.parametrize(
    "piece", ["a", "word ", "A. ", "The minister of Norway said on Monday that 20 died. ", "<b>x</b>"]
)
def test_the_longest_text_that_is_read_takes_bounded_time(reader: Reader, piece: str) -> None:
    with ends():
        article = reader.read(replace(shipwreck(), text=piece * (MAX_CHARACTERS // len(piece))))

    check(article)


PIECES = (
    "The Mr. U.S. Biden said on Oct. 1 Monday “we he . , ? ! NATO in August 2024 last week"
    " \ud800 مرحبا 中文。 😀 \x00"
).split(" ")
TEXTS = (
    st.text()
    | st.text(alphabet="aAbB .!?\"“”'’\n0123456789-/(),")
    | st.lists(st.sampled_from([*PIECES, "\n\n"]), max_size=40).map(" ".join)
)


@given(headline=st.text(max_size=40), text=TEXTS, published=st.datetimes(timezones=st.just(UTC)))
def test_any_document_is_read_or_refused(
    reader: Reader, headline: str, text: str, published: datetime
) -> None:
    document = Document(headline=headline, text=text, published=published, origin="somewhere")
    try:
        article = reader.read(document)
    except ReadingError:
        return

    check(article)
    reader.label(article)


@settings(max_examples=40)
@given(st.data())
def test_a_damaged_article_is_read_or_refused(reader: Reader, data: st.DataObject) -> None:
    letters = list(shipwreck().text)
    for _ in range(data.draw(st.integers(1, 30))):
        letters[data.draw(st.integers(0, len(letters) - 1))] = data.draw(st.characters())
    try:
        article = reader.read(replace(shipwreck(), text="".join(letters)))
    except ReadingError:
        return

    check(article)
