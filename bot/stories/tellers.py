"""Which of the articles on one event tells it best."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import StoredArticle

FULL_WORDS = 250
"""A text of so many words tells all; more of them tell no more."""
TEASER_WORDS = 60
MANY_QUOTABLE = 5


def best_teller(articles: Sequence[StoredArticle]) -> StoredArticle:
    """Return the article that tells an event best; the same one in whatever order they come.

    Raises :class:`ValueError` without articles.
    """
    return max(articles, key=lambda article: (_merit(article), -article.id))


def _merit(stored: StoredArticle) -> float:
    """Return a merit between 0 and 4: can it be quoted, is it full, has it a name behind it."""
    article = stored.article
    words = len(article.document.text.split())
    return (
        (1.0 if article.ranking else 0.0)
        + min(words, FULL_WORDS) / FULL_WORDS
        + min(len(article.ranking), MANY_QUOTABLE) / MANY_QUOTABLE
        + (0.25 if article.document.source else 0.0)
        - (0.5 if words < TEASER_WORDS else 0.0)
    )
