"""Putting articles on one event together, by the names, the words and the first-told day that they share.

A wrong merge hides news, a missed one only repeats it: the thresholds lean to missing. They were chosen on
`seeds/`, where tellings of one event have a likeness of 0.40 to 0.52, other news of one day at most 0.25, and
the next turn of the same affair up to 0.52 (hence the day that an article tells of first, which differs).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.models import StoredArticle
from bot.names import name_key
from bot.words import content_stems

MAX_DAYS_APART = 2
FINGERPRINT = (1 << 64) - 1
SAME_TEXT_BITS = 6
"""Fingerprints of copies of one text differ in at most so many of 64 bits."""
COMPARED_CHARACTERS = 6_000
"""News tells its event long before; the rest of a very long text is not compared."""
NAMES_IN_COMMON = 2
LIKE_ENOUGH = 0.38
"""Likeness of tellings that speak of the same day."""
LIKE_ENOUGH_UNDATED = 0.46
"""Likeness of tellings published on one day that date their event differently, or not at all."""
RECENT = timedelta(days=7)
"""A day further back is the background of what is told."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """What two articles are compared by."""

    article: StoredArticle
    published: date
    names: frozenset[str]
    days: tuple[date, ...]
    """The first two recent days that the text dates events to, in its order."""
    weights: Mapping[str, float]
    """Stems of headline and text, as a vector of length 1."""


def same_text(one: StoredArticle, other: StoredArticle) -> bool:
    """Whether two articles are one text: a bumped date, a syndicated copy. Without words, no."""
    if not one.article.fingerprint:
        return False
    different = (one.article.fingerprint ^ other.article.fingerprint) & FINGERPRINT
    return different.bit_count() <= SAME_TEXT_BITS


def same_event(one: StoredArticle, other: StoredArticle) -> bool:
    """Whether two articles tell of one event: published within days, with names and many words in common.

    Articles published on different days must also tell of the same day first: otherwise the later one is the
    next turn of the affair, which is news of its own.
    """
    return _same_event(_telling(one), _telling(other))


def group_events(articles: Sequence[StoredArticle]) -> list[list[StoredArticle]]:
    """Return the articles in groups that tell one event each, groups and members in the order given.

    An article joins the first group whose first member tells the same event, so that a chain of loose
    likenesses never ties unlike ends together.
    """
    groups: list[list[_Telling]] = []
    for telling in map(_telling, articles):
        home = next((group for group in groups if _same_event(group[0], telling)), None)
        if home is None:
            groups.append([telling])
        else:
            home.append(telling)
    return [[telling.article for telling in group] for group in groups]


def _telling(article: StoredArticle) -> _Telling:
    read = article.article
    published = read.document.day
    days = [
        event.day
        for event in read.events
        if event.precision == "day" and published - RECENT <= event.day <= published
    ]
    counts = Counter(content_stems(f"{read.document.headline}\n{read.document.text[:COMPARED_CHARACTERS]}"))
    weights = {stem: 1 + math.log(count) for stem, count in counts.items()}
    length = math.hypot(*weights.values())
    return _Telling(
        article,
        published,
        frozenset(name_key(entity.name) for entity in read.entities),
        tuple(dict.fromkeys(days))[:2],
        {stem: weight / length for stem, weight in weights.items()},
    )


def _same_event(one: _Telling, other: _Telling) -> bool:
    apart = abs(one.published - other.published)
    if apart > timedelta(days=MAX_DAYS_APART):
        return False
    if same_text(one.article, other.article):
        return True
    if len(one.names & other.names) < NAMES_IN_COMMON:
        return False
    if apart:
        return one.days[:1] == other.days[:1] != () and _likeness(one, other) >= LIKE_ENOUGH
    dated_alike = not set(one.days).isdisjoint(other.days)
    return _likeness(one, other) >= (LIKE_ENOUGH if dated_alike else LIKE_ENOUGH_UNDATED)


def _likeness(one: _Telling, other: _Telling) -> float:
    """Return the cosine of the two texts' words, 0 to 1."""
    fewer, more = sorted((one.weights, other.weights), key=len)
    return sum(weight * more.get(stem, 0.0) for stem, weight in fewer.items())
