"""The reader: one document in, all that is understood of it out. Pure; loaded once a worker."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.errors import ReadingError
from bot.models import Article, Document, Topic, TopicLabel
from bot.reading.dates import find_dates, find_events
from bot.reading.entities import EntityFinder, load_entity_finder
from bot.reading.fingerprint import content_hash, fingerprint
from bot.reading.sentences import split_sentences
from bot.reading.summary import rank_sentences, summarize
from bot.reading.topics import TopicScorer

SUMMARY_SENTENCES = 3
MAX_CHARACTERS = 400_000
"""A longer body is a book or a mistake, not an article."""


class Reader:
    """Reads documents and labels articles with topics."""

    def __init__(self, entities: EntityFinder, topics: Mapping[str, Topic]) -> None:
        self._entities = entities
        self._topics = TopicScorer(topics)

    def read(self, document: Document, *, sentences: int = SUMMARY_SENTENCES) -> Article:
        """Return what the document says, its summary at most `sentences` long.

        Raises :class:`ReadingError` when the body is too long to be an article or has no words.
        """
        text = document.text
        if len(text) > MAX_CHARACTERS:
            raise ReadingError(
                f"{document.origin or document.headline}: "
                f"{len(text):,} characters are more than an article has."
            )
        spans = split_sentences(text)
        if not spans:
            raise ReadingError(f"{document.origin or document.headline}: there is no text in it.")
        dates = find_dates(text, document.day)
        ranking = rank_sentences(text, spans, document.headline)
        return Article(
            document=document,
            sentences=spans,
            summary=summarize(text, spans, ranking, sentences),
            ranking=ranking,
            entities=self._entities.find(text, spans, document.headline),
            dates=dates,
            events=find_events(text, spans, dates, document.day),
            content_hash=content_hash(document),
            fingerprint=fingerprint(text),
        )

    def label(self, article: Article) -> tuple[TopicLabel, ...]:
        """Return the article's topics, clearest first."""
        return self._topics.label(article)


def load_reader(topics: Mapping[str, Topic], model: Traversable | Path | None = None) -> Reader:
    """Load the trained model and build the reader: about half a second, once a process."""
    return Reader(load_entity_finder(model or files("bot.reading.entities") / "data"), topics)
