"""With whom somebody is in the news. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.models import ArticleId, Entity, StoredArticle, StoryId
from bot.names import name_key

MOST = 5
ORGANISATION_SHARE = 0.7
"""Asked who, people come before organisations that matter as much."""

Told = tuple[StoredArticle, Entity]
"""An article, and the one in it that is asked about."""


def is_told_of(article: StoredArticle, entity: Entity) -> bool:
    """Say whether the article itself names the entity, not only the page around it."""
    return any(mention.sentence not in article.article.boilerplate for mention in entity.mentions)


def companions_of(article: StoredArticle, keys: frozenset[str]) -> list[tuple[str, Entity]]:
    """Return the people and organisations that an article names beside one, by key; most salient first."""
    own = {word for key in keys for word in key.split()}
    return [
        (key, entity)
        for entity in article.article.entities
        if entity.kind != "place"
        and (key := name_key(entity.name))
        and not set(key.split()) <= own
        and is_told_of(article, entity)
    ]


def beside(
    told: Iterable[Told], stories: Mapping[ArticleId, StoryId], keys: frozenset[str]
) -> tuple[str, ...]:
    """Return whom most of the stories name beside one, at most :data:`MOST`, each story counted once.

    They weigh by how much a story is about them, however many copies tell it.
    """
    by_story: dict[tuple[str, StoryId], float] = {}
    best: dict[str, Entity] = {}
    for article, _ in told:
        for key, entity in companions_of(article, keys):
            share = ORGANISATION_SHARE if entity.kind == "organisation" else 1.0
            place = key, stories[article.id]
            by_story[place] = max(by_story.get(place, 0.0), share * entity.salience)
            if key not in best or best[key].salience < entity.salience:
                best[key] = entity
    full = full_forms(best)
    scores: dict[str, float] = {}
    seen: dict[tuple[str, StoryId], float] = {}
    for (key, story), salience in by_story.items():
        place = full[key], story
        seen[place] = max(seen.get(place, 0.0), salience)
    for (key, _), salience in seen.items():
        scores[key] = scores.get(key, 0.0) + salience
    ranked = sorted(scores, key=lambda key: (-scores[key], key))[:MOST]
    return tuple(best[key].name for key in ranked)


def full_forms(known: Mapping[str, Entity]) -> dict[str, str]:
    """Return for each key that of the full name it is short for, where there is just one; or itself."""
    return {key: _full_form(key, entity, known) for key, entity in known.items()}


def _full_form(key: str, entity: Entity, known: Mapping[str, Entity]) -> str:
    words = key.split()
    if len(words) > 1 or entity.kind == "place":
        return key
    longer = [
        other
        for other, full in known.items()
        if full.kind == entity.kind and other != key and _is_part(words[0], other, entity)
    ]
    return longer[0] if len(longer) == 1 else key


def _is_part(word: str, name: str, entity: Entity) -> bool:
    """Say whether a word can stand for a name: the first or last of a person's, the first of others'."""
    parts: Sequence[str] = name.split()
    return word in ((parts[0], parts[-1]) if entity.kind == "person" else parts[:1])
