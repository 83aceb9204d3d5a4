"""How long reading takes, stage by stage, beside what a user of sumy would run instead.

Figures are medians over the sample articles, in milliseconds an article; the ratios are of the same run.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from importlib.resources import files

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.utils import get_stop_words

from bench.samples import sample_documents
from bot.models import Article, Document
from bot.reading import load_reader
from bot.reading.dates import find_dates
from bot.reading.entities import EntityFinder, load_entity_finder
from bot.reading.fingerprint import content_hash, fingerprint
from bot.reading.sentences import split_sentences
from bot.reading.summary import rank_sentences
from bot.resources import load_topics
from bot.words import to_words

ROUNDS = 3


class _Words:
    """The tokenizer that sumy asks for, without the data it would download."""

    def to_sentences(self, text: str) -> list[str]:
        return [text[each.start : each.end] for each in split_sentences(text)]

    def to_words(self, text: str) -> list[str]:
        return to_words(text)


def report() -> None:
    """Print the table."""
    documents = sample_documents()
    began = time.perf_counter()
    reader = load_reader(load_topics())
    print(f"  {'loading the reader':28}{(time.perf_counter() - began) * 1000:8.1f} ms, once a process")
    articles = {id(document): reader.read(document) for document in documents}
    stages: dict[str, Callable[[Document], object]] = {
        "sentences": lambda document: split_sentences(document.text),
        "summary": lambda document: rank_sentences(
            document.text, articles[id(document)].sentences, document.headline
        ),
        "names and roles": _naming(load_entity_finder(files("bot.reading.entities") / "data"), articles),
        "dates": lambda document: find_dates(document.text, document.day),
        "fingerprints": lambda document: (content_hash(document), fingerprint(document.text)),
        "topics": lambda document: reader.label(articles[id(document)]),
        "all: read and label": lambda document: reader.label(reader.read(document)),
    }
    times = {name: _median_ms(stage, documents) for name, stage in stages.items()}
    times["peer: sumy LexRank alone"] = peer = _median_ms(_sumy, documents)
    words = statistics.median(len(document.text.split()) for document in documents)
    print(f"  {len(documents)} articles, median {words:.0f} words; milliseconds an article, and against sumy")
    for name, milliseconds in times.items():
        print(f"  {name:28}{milliseconds:8.2f} ms {milliseconds / peer:8.2f} x")


def _naming(finder: EntityFinder, articles: dict[int, Article]) -> Callable[[Document], object]:
    return lambda document: finder.find(document.text, articles[id(document)].sentences, document.headline)


def _sumy(document: Document) -> object:
    words = _Words()
    paragraphs = [
        Paragraph([Sentence(sentence, words) for sentence in words.to_sentences(paragraph)])
        for paragraph in document.text.split("\n\n")
    ]
    summarizer = LexRankSummarizer(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    return summarizer(ObjectDocumentModel(paragraphs), 3)


def _median_ms(stage: Callable[[Document], object], documents: list[Document]) -> float:
    times = []
    for _ in range(ROUNDS):
        for document in documents:
            began = time.perf_counter()
            stage(document)
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
