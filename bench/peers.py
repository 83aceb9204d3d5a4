"""What a user would pick for a stage of reading if there were no Nutgraf, made ready with its own defaults.

None of them is needed; one that is not installed is named with the command that installs it.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.utils import get_stop_words

from bot.models import Document
from bot.reading.sentences import split_sentences
from bot.words import to_words

Run = Callable[[Document], object]


@dataclass(frozen=True, slots=True)
class Peer:
    """A library that does what one stage does."""

    stage: str
    name: str
    install: str
    """What to give to ``pip install``."""
    make: Callable[[], Run]
    """Makes it ready; raises ImportError when it is not installed."""
    every: int = 1
    """It is run on every so many articles, because it is slow."""


def _spacy() -> Run:
    nlp = importlib.import_module("spacy").blank("en")
    nlp.add_pipe("sentencizer")
    return lambda document: list(nlp(document.text).sents)


def _punkt() -> Run:
    # the class as it is: its trained parameters would have to be downloaded
    tokenizer = importlib.import_module("nltk.tokenize.punkt").PunktSentenceTokenizer()
    return lambda document: list(tokenizer.span_tokenize(document.text))


def _pysbd() -> Run:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        segmenter = importlib.import_module("pysbd").Segmenter(language="en", clean=False, char_span=True)
    return lambda document: segmenter.segment(document.text)


def _sumy() -> Run:
    summarizer = LexRankSummarizer(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    words = _Words()

    def summarize(document: Document) -> object:
        paragraphs = [
            Paragraph([Sentence(sentence, words) for sentence in words.to_sentences(paragraph)])
            for paragraph in document.text.split("\n\n")
        ]
        return summarizer(ObjectDocumentModel(paragraphs), 3)

    return summarize


class _Words:
    """The tokenizer that sumy asks for; its own wants data that it would download."""

    def to_sentences(self, text: str) -> list[str]:
        return [text[each.start : each.end] for each in split_sentences(text)]

    def to_words(self, text: str) -> list[str]:
        return to_words(text)


def _dateparser() -> Run:
    search_dates: Any = importlib.import_module("dateparser.search").search_dates

    def search(document: Document) -> object:
        base = document.published.replace(tzinfo=None)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return search_dates(document.text, languages=["en"], settings={"RELATIVE_BASE": base})

    return search


def _recognizers() -> Run:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = importlib.import_module("recognizers_date_time")
    model = module.DateTimeRecognizer(module.Culture.English).get_datetime_model()
    return lambda document: model.parse(document.text, document.published.replace(tzinfo=None))


PEERS = (
    Peer("sentences", "spaCy, blank, sentencizer", "spacy", _spacy),
    Peer("sentences", "nltk Punkt, untrained", "nltk", _punkt),
    Peer("sentences", "pysbd", "pysbd", _pysbd, every=4),
    Peer("summary", "sumy LexRank, its own ranking", "sumy", _sumy),
    Peer("dates", "dateparser.search", "dateparser", _dateparser, every=6),
    Peer("dates", "recognizers-text", "recognizers-text-suite 'emoji<2'", _recognizers, every=12),
)
