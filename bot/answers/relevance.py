"""Which of the matching articles are about the words, and which have them in passing."""

from __future__ import annotations

import math
from datetime import date

from bot.models import ArticleId, StoredArticle
from bot.query.evidence import Evidence

LEAST_COVERAGE = 0.5
"""A sentence with less of the question's weight is no evidence."""
HEADLINE_BONUS = 0.8
"""For an article whose headline has the words, too: it is about them and does not merely name them."""
FRESHNESS_BONUS = 0.2
"""For the newest of the matching articles, halved with every :data:`HALF_LIFE` days before it."""
HALF_LIFE = 3
LEAST_OF_BEST = 0.65
"""An article that matches so much worse than the best one merely has the words in passing."""


def scores_of(evidence: Evidence) -> dict[ArticleId, float]:
    """Return how well each article that is about the words matches; what has them in passing is left out."""
    newest = max((article.article.document.day for article in evidence.articles), default=date.min)
    matched = [(article, _match(evidence, article)) for article in evidence.articles]
    # freshness ranks what is about the words; it makes nothing be about them
    least = LEAST_OF_BEST * max((score for _, score in matched), default=0.0)
    return {article.id: score + _freshness(article, newest) for article, score in matched if score > least}


def _match(evidence: Evidence, article: StoredArticle) -> float:
    matches = evidence.sentences(article)
    if not matches or matches[0].coverage < LEAST_COVERAGE:
        return 0.0
    return matches[0].score + HEADLINE_BONUS * evidence.in_headline(article)


def _freshness(article: StoredArticle, newest: date) -> float:
    age = (newest - article.article.document.day).days
    return FRESHNESS_BONUS * math.pow(0.5, age / HALF_LIFE)
