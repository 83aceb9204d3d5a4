"""What an article is compared by: a small value, made once an article and kept while the article is not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from sys import intern
from zlib import crc32

from bot.models import Article, StoredArticle
from bot.names import name_words
from bot.stories.common import COMMON
from bot.words import STOP_WORDS, stem, to_words

COMPARED_CHARACTERS = 6_000
"""News tells its event long before; the rest of a very long text is not compared."""
LEAD_WORDS = 70
"""Words of the body that tell what is new: two paragraphs of an agency report."""
MOST_WORDS = 150
MOST_NAMES = 40
SHINGLE = 3
SHINGLE_BITS = 8_192
"""Room for the runs of words of a text of :data:`COMPARED_CHARACTERS`, an eighth filled."""
RECENT = timedelta(days=7)
"""A day further back is the background of what is told."""
MOST_DAYS = 4
FULL_WEIGHT = 10
"""Of a rare word that is told once; what every other article says weighs :data:`COMMON_WEIGHT`."""
COMMON_WEIGHT = 3


@dataclass(frozen=True, slots=True)
class Telling:
    """How an article tells its event, in a few kilobytes. Words are stems; names are their single words."""

    published: date
    headline: frozenset[str]
    lead: Mapping[str, int]
    """Words of the headline and the first :data:`LEAD_WORDS`, with their weights."""
    words: Mapping[str, int]
    """Words of headline and text that belong to no name, the weightiest :data:`MOST_WORDS`."""
    names: Mapping[str, int]
    """Words of names, with the salience of whom they name: 0 to 100."""
    numbers: frozenset[str]
    days: tuple[date, ...]
    """Recent days, none after the publish day, that the text dates events to, in its order."""
    shingles: int
    """A set of runs of three words, as a bitmap of :data:`SHINGLE_BITS`."""
    length: int
    """Words that were compared."""


def telling_of(article: StoredArticle) -> Telling:
    """Return what an article is compared by."""
    read = article.article
    document = read.document
    heading = to_words(document.headline)
    body = to_words(document.text[:COMPARED_CHARACTERS])
    names = _names(read)
    told = Counter(word for word in (*heading, *body) if _tells(word))
    return Telling(
        published=document.day,
        headline=frozenset(_stems(heading)),
        lead=_weigh(Counter(_stems((*heading, *body[:LEAD_WORDS])))),
        words=_weigh(_stem_all(told, names)),
        names=names,
        numbers=frozenset(intern(word) for word in told if word[0].isdigit()),
        days=_days(read),
        shingles=_bitmap(body),
        length=len(body),
    )


def _tells(word: str) -> bool:
    return (len(word) > 1 or word.isdigit()) and word not in STOP_WORDS


def _stems(words: Iterable[str]) -> list[str]:
    return [intern(stem(word)) for word in words if _tells(word)]


def _stem_all(told: Mapping[str, int], names: Mapping[str, int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, count in told.items():
        if word not in names:
            counts[intern(stem(word))] += count
    return counts


def _weigh(counts: Mapping[str, int]) -> Mapping[str, int]:
    weights = {
        word: round((COMMON_WEIGHT if word in COMMON else FULL_WEIGHT) * (1 + math.log(count)))
        for word, count in counts.items()
    }
    if len(weights) <= MOST_WORDS:
        return weights
    # the sort is stable: of words that weigh the same, those told first stay
    return dict(sorted(weights.items(), key=lambda item: -item[1])[:MOST_WORDS])


def _names(article: Article) -> Mapping[str, int]:
    names: dict[str, int] = {}
    for entity in article.entities:
        salience = round(100 * entity.salience)
        for word in name_words(entity.name):
            if _tells(word):
                names[intern(word)] = max(salience, names.get(word, 0))
        if len(names) >= MOST_NAMES:
            break
    return names


def _days(article: Article) -> tuple[date, ...]:
    published = article.document.day
    told = [
        event.day
        for event in article.events
        if event.precision == "day" and published - RECENT <= event.day <= published
    ]
    return tuple(dict.fromkeys(told))[:MOST_DAYS]


def _bitmap(words: Sequence[str]) -> int:
    runs = [words[start:] for start in range(min(SHINGLE, len(words)))]
    bits = bytearray(SHINGLE_BITS // 8)
    for run in zip(*runs, strict=False):
        place = crc32(" ".join(run).encode("utf-8", "replace")) % SHINGLE_BITS
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")
