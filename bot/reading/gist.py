"""Who, what and when of one article: its main actors, the event in quoted words, and the event's day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.models import Article, DatedEvent, Entity

MAX_ACTORS = 3

LEAST_WORDS = 3
"""A headline of fewer words, once the actor is taken off, tells no event."""

_JOINING = re.compile(r"(?:[’']s?\s|\s*[,:&]|\s+(?:and|with)\b|\s)\s*")


@dataclass(frozen=True, slots=True)
class Gist:
    """The answer to who, what and when for one article, best first."""

    who: tuple[str, ...]
    what: tuple[str, ...]
    when: tuple[tuple[date, str], ...]
    """The day, and the words that say it ("" when it is the publish day, for want of better)."""


def find_gist(article: Article) -> Gist:
    """Return the gist of an article that was read."""
    actors = [entity for entity in article.entities if entity.kind != "place"] or list(article.entities)
    return Gist(
        who=tuple(actor.name for actor in actors[:MAX_ACTORS]),
        what=_events(article, actors),
        when=_days(article),
    )


def _events(article: Article, actors: Sequence[Entity]) -> tuple[str, ...]:
    trimmed = _without_actors(article.document.headline, actors)
    told = (article.quote(index) for index in article.ranking[:1])
    return tuple(dict.fromkeys(words for words in (trimmed, *told) if words))


def _without_actors(headline: str, actors: Sequence[Entity]) -> str:
    """Return the headline without the actors it opens on ("hold rare call" of "Biden, Netanyahu hold …")."""
    names = {name for actor in actors for name in (actor.name, actor.name.split()[-1])}
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    rest = headline
    while known and (opening := re.match(rf"(?:{known})(?!\w)", rest, re.IGNORECASE)):
        rest = rest[opening.end() :]
        while joining := _JOINING.match(rest):
            rest = rest[joining.end() :]
    return rest if len(rest.split()) >= LEAST_WORDS else headline


def _days(article: Article) -> tuple[tuple[date, str], ...]:
    text = article.document.text
    exact = [event for event in article.events if event.precision == "day"]
    ranking = {index: place for place, index in enumerate(article.ranking)}
    days: dict[date, str] = {}
    for event in sorted(exact, key=lambda event: _priority(event, ranking)):
        days.setdefault(event.day, text[event.start : event.end])
    days.setdefault(article.document.day, "")
    return tuple(days.items())


def _priority(event: DatedEvent, ranking: Mapping[int, int]) -> tuple[int, int]:
    """Return how far an event is from what the article is about: its sentence's place in text and ranking."""
    return (min(event.sentence, 2 + ranking.get(event.sentence, len(ranking))), event.start)
