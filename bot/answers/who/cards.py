"""The card of one who is named: role, what they did lately, with whom; namesakes get a card each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from bot.answers.actors import Deed, deeds, names_of
from bot.answers.options import AnswerOptions
from bot.answers.quoting import quote, without_repetition
from bot.answers.who.apart import Sighting, bearers
from bot.answers.who.companions import Told, beside, companions_of
from bot.answers.who.naming import Named
from bot.answers.who.roles import held_roles, newest_role
from bot.index import Index
from bot.models import ArticleId, Finding, Scope, StoredArticle, StoryId
from bot.names import name_key

QUOTES_OF_A_CARD = 3
FRESHNESS_BONUS = 0.5
"""For a deed told on the newest day of all, halved with every :data:`HALF_LIFE` days before."""
HALF_LIFE = 3

Card = tuple[Finding, list[StoredArticle]]
"""A finding with the articles that it quotes."""


async def cards_of(
    index: Index, named: Named, scope: Scope, options: AnswerOptions, articles: int
) -> list[Card]:
    """Return the card of one who is named, from so many of the newest articles; of namesakes one each.

    Empty when no sentence within the options tells of them.
    """
    ids = await index.entities.articles(
        named.ids, scope, window=options.window, topic=options.topic, limit=articles
    )
    found = await index.articles.get_many(ids, scope)
    told = [(article, entity) for article in found if (entity := names_of(article, named.keys))]
    stories = await index.stories.of([article.id for article, _ in told], scope)
    return cards_from(told, stories, named)


def cards_from(told: Sequence[Told], stories: Mapping[ArticleId, StoryId], named: Named) -> list[Card]:
    """Return a card for each bearer of the name, the one most often in the news first."""
    parted = [named.kind] if named.kind != "person" else []
    groups = (
        [list(range(len(told)))] if parted else bearers([_sighting(each, stories, named) for each in told])
    )
    cards = [_card([told[number] for number in group], stories, named) for group in groups]
    return [card for card in cards if card is not None]


def _sighting(told: Told, stories: Mapping[ArticleId, StoryId], named: Named) -> Sighting:
    article, entity = told
    return Sighting(
        story=stories[article.id],
        role=entity.role,
        companions=frozenset(key for key, _ in companions_of(article, named.keys)),
        places=frozenset(name_key(each.name) for each in article.article.entities if each.kind == "place"),
        topics=frozenset(label.topic for label in article.topics),
    )


def _card(told: Sequence[Told], stories: Mapping[ArticleId, StoryId], named: Named) -> Card | None:
    chosen = _deeds(told, stories)
    if not chosen:
        # named by the page around the articles alone
        return None
    roles = [(entity.role, article.article.document.day) for article, entity in told if entity.role]
    finding = Finding(
        named.name,
        role=newest_role(roles),
        quotes=tuple(quote(deed.article, deed.sentence, (deed.highlight,)) for deed in chosen),
        roles=held_roles(roles),
        beside=beside(told, stories, named.keys),
    )
    return finding, [deed.article for deed in chosen]


def _deeds(told: Sequence[Told], stories: Mapping[ArticleId, StoryId]) -> list[Deed]:
    """Return what somebody did, newest first: of different stories, of one only where there is no other."""
    if not told:
        return []
    newest = max(article.article.document.day for article, _ in told)
    found: dict[StoryId, list[Deed]] = {}
    for article, entity in told:
        found.setdefault(stories[article.id], []).extend(deeds(article, entity))
    known = [deed for of_story in found.values() for deed in of_story]
    telling = any(deed.is_telling for deed in known)
    best: list[Deed] = []
    others: list[Deed] = []
    for of_story in found.values():
        fit = [deed for deed in of_story if deed.is_telling or not telling]
        fit.sort(key=lambda deed: _order(deed, newest))
        best += fit[:1]
        others += fit[1:] if len(found) == 1 else ()
    best.sort(key=lambda deed: _order(deed, newest))
    others.sort(key=lambda deed: _order(deed, newest))
    chosen = without_repetition(
        [*best, *others], QUOTES_OF_A_CARD, lambda deed: deed.article.article.quote(deed.sentence)
    )
    return sorted(chosen, key=lambda deed: (-deed.article.id, deed.sentence))


def _order(deed: Deed, newest: date) -> tuple[float, int, int]:
    age = (newest - deed.article.article.document.day).days
    score = deed.score + FRESHNESS_BONUS * math.pow(0.5, age / HALF_LIFE)
    return -score, -deed.article.id, deed.sentence
