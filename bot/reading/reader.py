"""The reader: one document in, all that is understood of it out. Pure; loaded once a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.errors import ReadingError
from bot.models import (
    Article,
    DatedEvent,
    Document,
    Entity,
    Sentence,
    TimeExpression,
    Topic,
    TopicLabel,
)
from bot.reading.boilerplate import boilerplate_sentences
from bot.reading.dates import find_dates, find_events
from bot.reading.entities import EntityFinder, load_entity_finder
from bot.reading.fingerprint import content_hash, fingerprint
from bot.reading.language import detect_language, is_english
from bot.reading.markup import without_markup
from bot.reading.other_languages import find_numeric_dates, rank_opening, resplit
from bot.reading.sentences import split_sentences
from bot.reading.summary import rank_sentences, rate_sentences, shortened, summarize
from bot.reading.topics import TopicScorer

SUMMARY_SENTENCES = 3
MAX_CHARACTERS = 400_000
"""A longer body is a book or a mistake, not an article."""
LOOKED_AT = 100_000
"""Code points in which names and dates are looked for, and from which is quoted: some 17,000 words."""


class Reader:
    """Reads documents and labels articles with topics."""

    def __init__(
        self, entities: EntityFinder, topics: Mapping[str, Topic], *, sentences: int = SUMMARY_SENTENCES
    ) -> None:
        self._sentences = sentences
        self._entities = entities
        self._topics = TopicScorer(topics)

    def read(self, document: Document, *, sentences: int | None = None) -> Article:
        """Return what the document says, its summary at most `sentences` long (default: the reader's).

        The article's document names the language that the text is really in; of one that is not in English
        only what is safe is told (see :mod:`bot.reading.other_languages`). Tags in the text are looked past,
        and no sentence is quoted that has one. Raises :class:`ReadingError` when the body is too long to be
        an article or has no words.
        """
        text = document.text
        if len(text) > MAX_CHARACTERS:
            raise ReadingError(
                f"{document.origin or document.headline}: "
                f"{len(text):,} characters are more than an article has."
            )
        if not any(map(str.isalnum, text)):
            lacks = "are no words" if text.strip() else "is no text"
            raise ReadingError(f"{document.origin or document.headline}: there {lacks} in it.")
        plain = without_markup(text)
        language = detect_language(plain, document.language)
        if language != document.language:
            document = replace(document, language=language)
        count = sentences or self._sentences
        read = self._read_english if is_english(language) else _read_safely
        found = read(plain, document, count)
        if not found.sentences:
            raise ReadingError(f"{document.origin or document.headline}: there is no text in it.")
        return Article(
            document=document,
            sentences=found.sentences,
            summary=found.summary,
            ranking=found.ranking,
            entities=found.entities,
            dates=found.dates,
            events=found.events,
            content_hash=content_hash(document),
            fingerprint=fingerprint(text),
            boilerplate=found.boilerplate,
        )

    def _read_english(self, text: str, document: Document, count: int) -> _Findings:
        spans = split_sentences(text)
        # a live blog of a day's length is cut where its news is long over, so that time stays bounded
        near = spans if len(text) <= LOOKED_AT else tuple(each for each in spans if each.end <= LOOKED_AT)
        near = near or spans[:1]
        page = boilerplate_sentences(text, near) | _with_markup(document.text, text, near)
        rated = rate_sentences(text, near, document.headline, boilerplate=page)
        dates = find_dates(text[:LOOKED_AT], document.day)
        events = find_events(text, near, dates, document.day)
        return _Findings(
            sentences=spans,
            boilerplate=page,
            summary=summarize(rated, count),
            ranking=rank_sentences(rated),
            entities=_page_last(self._entities.find(text, near, document.headline), page),
            dates=dates,
            events=tuple(event for event in events if event.sentence not in page),
        )

    def label(self, article: Article) -> tuple[TopicLabel, ...]:
        """Return the topics, clearest first; of an article not in English those that its publisher gave."""
        if not is_english(article.document.language):
            article = replace(article, document=replace(article.document, headline="", text=""))
        return self._topics.label(article)


@dataclass(frozen=True, slots=True)
class _Findings:
    sentences: tuple[Sentence, ...]
    boilerplate: frozenset[int]
    summary: tuple[int, ...]
    ranking: tuple[int, ...]
    entities: tuple[Entity, ...] = ()
    dates: tuple[TimeExpression, ...] = ()
    events: tuple[DatedEvent, ...] = ()


def _read_safely(text: str, document: Document, count: int) -> _Findings:
    """Find what can be found in a language that is not known here."""
    spans = resplit(text, split_sentences(text))
    page = _with_markup(document.text, text, spans)
    ranking = tuple(index for index in rank_opening(text, spans) if index not in page)
    return _Findings(
        sentences=spans,
        boilerplate=page,
        summary=shortened(ranking[:count], spans),
        ranking=ranking,
        dates=find_numeric_dates(text[:LOOKED_AT]),
    )


def _with_markup(printed: str, text: str, sentences: Sequence[Sentence]) -> frozenset[int]:
    """Return the indices of the sentences in which tags of the printed text were blanked."""
    if printed is text:
        return frozenset()
    return frozenset(
        index
        for index, each in enumerate(sentences)
        if printed[each.start : each.end] != text[each.start : each.end]
    )


def _page_last(entities: Sequence[Entity], page: frozenset[int]) -> tuple[Entity, ...]:
    """Return the entities, those that only the page around the article names behind the others."""
    if not page:
        return tuple(entities)
    beside = {
        index
        for index, entity in enumerate(entities)
        if all(mention.sentence in page for mention in entity.mentions)
    }
    return (
        *(entity for index, entity in enumerate(entities) if index not in beside),
        *(replace(entity, salience=0.0) for index, entity in enumerate(entities) if index in beside),
    )


def load_reader(
    topics: Mapping[str, Topic],
    model: Traversable | Path | None = None,
    *,
    sentences: int = SUMMARY_SENTENCES,
) -> Reader:
    """Load the trained model and build the reader: about a tenth of a second, once a process.

    Its summaries are at most `sentences` long.
    """
    entities = load_entity_finder(model or files("bot.reading.entities") / "data")
    return Reader(entities, topics, sentences=sentences)
