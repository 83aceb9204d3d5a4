"""On which day the main event of an article was."""

from __future__ import annotations

from datetime import date

from bot.models import Article, DatedEvent
from bot.words import content_stems

# chosen on one half of 52 articles whose day was told by people, checked on the other
HEADLINE_WEIGHT = 0.3
"""What a sentence gains that holds all of the headline's words."""
PLACE_COST = 0.01
"""What an event loses with each sentence before its own, up to `FARTHEST`."""
FARTHEST = 20
FUTURE_COST = 0.5
"""What a day after the article loses, unless the headline says what is to come."""
DAYS_FRESH, DAYS_RECENT = 2, 7
RECENT_COST, OLD_COST = 0.15, 0.6
"""What a day loses that is more than `DAYS_FRESH`, or `DAYS_RECENT`, days before the article."""
PUBLISHED_SCORE = -0.35
"""An event that scores less is background: the day of the article is the better answer."""


def find_days(article: Article, *, planned: bool) -> tuple[tuple[date, str], ...]:
    """Return the days of the article's events, the main event's first, each with the words that say it.

    The publish day is among them, with no words. `planned` says that the headline tells of what is to come.
    """
    headline = set(content_stems(article.document.headline))
    published = article.document.day
    ranking = {index: place for place, index in enumerate(article.ranking)}
    shares: dict[int, float] = {}
    scores: dict[date, tuple[float, str]] = {published: (PUBLISHED_SCORE, "")}
    for event in article.events:
        if event.precision != "day":
            continue
        place = min(event.sentence, 2 + ranking.get(event.sentence, FARTHEST), FARTHEST)
        if event.sentence not in shares:
            shared = headline & set(content_stems(article.quote(event.sentence)))
            shares[event.sentence] = len(shared) / max(1, len(headline))
        score = (
            HEADLINE_WEIGHT * shares[event.sentence]
            - PLACE_COST * place
            - _cost(event, published, planned=planned)
        )
        if event.day not in scores or score > scores[event.day][0]:
            scores[event.day] = score, article.document.text[event.start : event.end]
    best_first = sorted(scores.items(), key=lambda entry: -entry[1][0])
    return tuple((day, words) for day, (_, words) in best_first)


def _cost(event: DatedEvent, published: date, *, planned: bool) -> float:
    age = (published - event.day).days
    if age < 0:
        return 0.0 if planned else FUTURE_COST
    if age > DAYS_RECENT:
        return OLD_COST
    return RECENT_COST if age > DAYS_FRESH else 0.0
