"""The reader: one document in, all that is understood of it out. Pure; loaded once a worker."""

from __future__ import annotations

from collections.abc import Mapping
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
from bot.reading.dates import find_dates, find_events
from bot.reading.entities import EntityFinder, load_entity_finder
from bot.reading.fingerprint import content_hash, fingerprint
from bot.reading.language import detect_language, is_english
from bot.reading.markup import without_markup
from bot.reading.other_languages import find_numeric_dates, rank_opening, resplit
from bot.reading.sentences import split_sentences
from bot.reading.summary import rank_sentences, summarize
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
        found = self._find(plain, document) if is_english(language) else _find_safely(plain)
        if not found.sentences:
            raise ReadingError(f"{document.origin or document.headline}: there is no text in it.")
        ranking = found.ranking
        if plain is not text:
            ranking = tuple(each for each in ranking if _is_printed_so(text, plain, found.sentences[each]))
        return Article(
            document=document,
            sentences=found.sentences,
            summary=summarize(plain, found.sentences, ranking, sentences or self._sentences),
            ranking=ranking,
            entities=found.entities,
            dates=found.dates,
            events=found.events,
            content_hash=content_hash(document),
            fingerprint=fingerprint(text),
        )

    def _find(self, text: str, document: Document) -> _Findings:
        spans = split_sentences(text)
        # a live blog of a day's length is cut where its news is long over, so that time stays bounded
        near = spans if len(text) <= LOOKED_AT else tuple(each for each in spans if each.end <= LOOKED_AT)
        dates = find_dates(text[:LOOKED_AT], document.day)
        return _Findings(
            sentences=spans,
            ranking=rank_sentences(text, near or spans[:1], document.headline),
            entities=self._entities.find(text, near, document.headline),
            dates=dates,
            events=find_events(text, spans, dates, document.day),
        )

    def label(self, article: Article) -> tuple[TopicLabel, ...]:
        """Return the topics, clearest first; of an article not in English those that its publisher gave."""
        if not is_english(article.document.language):
            article = replace(article, document=replace(article.document, headline="", text=""))
        return self._topics.label(article)


@dataclass(frozen=True, slots=True)
class _Findings:
    sentences: tuple[Sentence, ...]
    ranking: tuple[int, ...]
    entities: tuple[Entity, ...] = ()
    dates: tuple[TimeExpression, ...] = ()
    events: tuple[DatedEvent, ...] = ()


def _find_safely(text: str) -> _Findings:
    spans = resplit(text, split_sentences(text))
    return _Findings(spans, rank_opening(text, spans), dates=find_numeric_dates(text[:LOOKED_AT]))


def _is_printed_so(text: str, plain: str, sentence: Sentence) -> bool:
    """Whether a sentence stands in the text as given, without markup."""
    return text[sentence.start : sentence.end] == plain[sentence.start : sentence.end]


def load_reader(
    topics: Mapping[str, Topic],
    model: Traversable | Path | None = None,
    *,
    sentences: int = SUMMARY_SENTENCES,
) -> Reader:
    """Load the trained model and build the reader: about half a second, once a process.

    Its summaries are at most `sentences` long.
    """
    entities = load_entity_finder(model or files("bot.reading.entities") / "data")
    return Reader(entities, topics, sentences=sentences)
