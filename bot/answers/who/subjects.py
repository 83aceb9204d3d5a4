"""Who matters in a subject: people and organisations by their share in its stories. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.answers.actors import Deed, deeds
from bot.answers.quoting import quote
from bot.answers.who.cards import Card
from bot.answers.who.companions import ORGANISATION_SHARE, full_forms
from bot.answers.who.roles import held_roles, newest_role
from bot.models import ArticleId, Entity, Finding, StoredArticle, StoryId
from bot.names import name_key
from bot.query.evidence import Evidence

LEAST_COVERAGE = 0.5
"""An article none of whose sentences has so much of the question's weight tells nothing of the subject."""
LEAST_OF_BEST = 0.08
"""One who matters so much less than the first is only there in passing."""
SUMMARY_BONUS = 0.5
"""For a sentence of its article's summary, where no words are asked about that would tell which says most."""


@dataclass(slots=True)
class _Actor:
    """What the evidence says of one of those who act in it; gathered article by article."""

    entity: Entity
    deed: Deed
    shares: dict[StoryId, float] = field(default_factory=dict)
    roles: list[tuple[str, date]] = field(default_factory=list)

    @property
    def score(self) -> float:
        return sum(self.shares.values())

    def add(self, other: _Actor) -> None:
        for story, share in other.shares.items():
            self.shares[story] = max(self.shares.get(story, 0.0), share)
        self.roles += other.roles
        if other.deed.score > self.deed.score:
            self.deed = other.deed


def actors(evidence: Evidence, stories: Mapping[ArticleId, StoryId], limit: int) -> list[Card]:
    """Return who acts in the matching articles: by salience and nearness to the words, over stories.

    A share in a story counts once, however many copies tell it.
    """
    found: dict[str, _Actor] = {}
    asked = {term.word for term in evidence.terms}
    for article in sorted(evidence.articles, key=lambda each: -each.id):
        about = 0.5 + evidence.in_headline(article)
        covered = {match.sentence: match.coverage for match in evidence.sentences(article)}
        if max(covered.values(), default=0.0) < LEAST_COVERAGE:
            continue
        for entity in article.article.entities:
            key = name_key(entity.name)
            if entity.kind == "place" or not key or asked & set(key.split()):
                continue
            for deed in deeds(article, entity, evidence)[:1]:
                kind = ORGANISATION_SHARE if entity.kind == "organisation" else 1.0
                share = kind * about * (entity.salience + covered.get(deed.sentence, 0.0))
                day = article.article.document.day
                told = [(entity.role, day)] if entity.role else []
                actor = _Actor(entity, deed, {stories[article.id]: share}, told)
                if key in found:
                    found[key].add(actor)
                else:
                    found[key] = actor
    return _ranked(found, limit)


def cast(articles: Sequence[StoredArticle], limit: int) -> list[Card]:
    """Return who is in the articles of one story: by salience, in each of them anew."""
    found: dict[str, _Actor] = {}
    for article in articles:
        for entity in article.article.entities:
            key = name_key(entity.name)
            if entity.kind == "place" or not key:
                continue
            for deed in sorted(map(_summed_up, deeds(article, entity)), key=lambda each: -each.score)[:1]:
                kind = ORGANISATION_SHARE if entity.kind == "organisation" else 1.0
                told = [(entity.role, article.article.document.day)] if entity.role else []
                # each article is its own, so that who is in many of them comes first
                actor = _Actor(entity, deed, {StoryId(article.id): kind * entity.salience}, told)
                if key in found:
                    found[key].add(actor)
                else:
                    found[key] = actor
    return _ranked(found, limit)


def _summed_up(deed: Deed) -> Deed:
    """Return a deed that counts more where its sentence is one of those that sum its article up."""
    summary = deed.article.article.summary
    return replace(deed, score=deed.score + SUMMARY_BONUS) if deed.sentence in summary else deed


def _ranked(found: dict[str, _Actor], limit: int) -> list[Card]:
    """Join the forms of one name, and return those who matter most."""
    full = full_forms({key: actor.entity for key, actor in found.items()})
    for key in [key for key in found if full[key] != key]:
        found[full[key]].add(found.pop(key))
    ranked = sorted(found, key=lambda key: (-found[key].score, key))[:limit]
    least = LEAST_OF_BEST * max((found[key].score for key in ranked), default=0.0)
    return [_card(found[key]) for key in ranked if found[key].score >= least]


def _card(actor: _Actor) -> Card:
    deed = actor.deed
    told = sorted(actor.roles, key=lambda each: each[1], reverse=True)
    finding = Finding(
        actor.entity.name,
        role=newest_role(told),
        quotes=(quote(deed.article, deed.sentence, (deed.highlight,)),),
        roles=held_roles(told),
    )
    return finding, [deed.article]
