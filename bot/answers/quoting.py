"""Sentences and articles as an answer carries them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from bot.models import ArticleId, Citation, Quote, StoredArticle

REPEATED = 0.5
"""A sentence that shares so much of the shorter one's words says the same again."""

T = TypeVar("T")


def cite(article: StoredArticle) -> Citation:
    """Return where the article's sentences come from."""
    document = article.article.document
    return Citation(
        article.id, document.headline, document.source, document.url, document.published, document.teaser
    )


def cite_all(articles: Iterable[StoredArticle]) -> dict[ArticleId, Citation]:
    """Return the citations of articles by id."""
    return {article.id: cite(article) for article in articles}


def quote(article: StoredArticle, sentence: int, highlights: tuple[tuple[int, int], ...] = ()) -> Quote:
    """Return a sentence as printed; `highlights` are spans inside it."""
    span = article.article.sentences[sentence]
    return Quote(article.article.quote(sentence), article.id, span.start, span.end, highlights)


def without_repetition(items: Iterable[T], count: int, text_of: Callable[[T], str]) -> list[T]:
    """Return the first `count` items whose texts do not say again what an earlier one says."""
    chosen: list[T] = []
    said: list[set[str]] = []
    for item in items:
        if len(chosen) == count:
            break
        words = set(text_of(item).casefold().split())
        if not any(len(words & other) > REPEATED * min(len(words), len(other)) for other in said):
            chosen.append(item)
            said.append(words)
    return chosen
