"""/who: a card for a name; for a subject, the people and organisations that matter in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.actors import Deed, deeds, names_of
from bot.answers.near import not_found, surely_meant
from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all, quote, without_repetition
from bot.index import EntityRecord, Index
from bot.models import Answer, ArticleId, Citation, Entity, Finding, Scope, StoredArticle
from bot.names import name_key, name_words
from bot.query.evidence import Evidence, find_evidence
from bot.query.words import parse_words

MAX_ARTICLES = 40
MAX_NAMED = 3
"""A bare surname may mean so many people."""
QUOTES_OF_A_CARD = 3
FRESHNESS_BONUS = 0.5
"""For a deed told on the newest day of all, halved with every :data:`HALF_LIFE` days before."""
HALF_LIFE = 3
ORGANISATION_SHARE = 0.7
"""Asked who, people come before organisations that matter as much."""
LEAST_COVERAGE = 0.5
QUESTION_WORDS = frozenset("who whom whose is are was were".split())


@dataclass(frozen=True, slots=True)
class _Named:
    """One person, organisation or place, under all the forms of its name."""

    record: EntityRecord
    keys: frozenset[str]
    ids: tuple[int, ...]


async def who(index: Index, about: str, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return who it is, when the words are a name; who matters, when they are a subject."""
    words = parse_words(about, ignored=QUESTION_WORDS)
    named = await _named(index, about, scope)
    cards = [card for each in named if (card := await _card(index, each, scope, options))]
    if cards:
        return Answer("who", about, tuple(card for card, _ in cards), cite_all(_all_cited(cards)))
    evidence = await find_evidence(index, words, scope, window=options.window, topic=options.topic)
    actors = _actors(evidence, options.limit)
    if actors:
        note = None if evidence.complete else "No article has all of these words; these come nearest."
        findings = tuple(finding for finding, _ in actors)
        return Answer("who", about, findings, cite_all(_all_cited(actors)), note=note)
    meant = await surely_meant(index, about, scope)
    if meant is not None:
        answer = await who(index, meant, scope=scope, options=options, today=today)
        if answer.found:
            return replace(answer, about=about, note=f"Showing {_shown(answer, meant)}.")
    return await not_found(index, "who", about, scope)


async def find_named(
    index: Index, about: str, *, scope: Scope, options: AnswerOptions
) -> tuple[Finding, dict[ArticleId, Citation]] | None:
    """Return the card of the one whom the words name, with its citations; None when they name nobody."""
    for each in await _named(index, about, scope):
        if card := await _card(index, each, scope, options):
            return card[0], cite_all(card[1])
    return None


def _shown(answer: Answer, meant: str) -> str:
    """Return the name that was corrected to, when there is one; else the words."""
    name = answer.findings[0].text
    return name if set(name_words(meant)) <= set(name_words(name)) else f"what there is about “{meant}”"


async def _named(index: Index, about: str, scope: Scope) -> list[_Named]:
    """Return whom the words name: the exact name alone, or the best known who have the words as names."""
    asked = [word for word in name_words(about) if word not in QUESTION_WORDS]
    if not asked:
        return []
    records = await index.entities.find(" ".join(asked), scope, limit=50)
    whole = [record for record in records if set(asked) <= set(record.key.split())]
    exact = [record for record in whole if record.key == " ".join(asked)]
    fuller = [record for record in whole if record not in exact and record.kind == "person"]
    is_full_name = exact and (len(asked) > 1 or not fuller)
    chosen = exact[:1] if is_full_name else (fuller or whole)[:MAX_NAMED]
    return [_with_short_forms(record, whole, chosen) for record in chosen]


def _with_short_forms(
    record: EntityRecord, known: Sequence[EntityRecord], chosen: Sequence[EntityRecord]
) -> _Named:
    """Join the shorter forms of a name to it, where they can mean nobody else who is shown."""
    words = set(record.key.split())
    others = [set(other.key.split()) for other in chosen if other is not record]
    same = [
        other
        for other in known
        if other is record
        or (
            other.kind == record.kind
            and set(other.key.split()) < words
            and not any(set(other.key.split()) < each for each in others)
        )
    ]
    return _Named(record, frozenset(each.key for each in same), tuple(each.id for each in same))


async def _card(
    index: Index, named: _Named, scope: Scope, options: AnswerOptions
) -> tuple[Finding, list[StoredArticle]] | None:
    ids = await index.entities.articles(
        named.ids, scope, window=options.window, topic=options.topic, limit=MAX_ARTICLES
    )
    articles = await index.articles.get_many(ids, scope)
    told = [(article, entity) for article in articles if (entity := names_of(article, named.keys))]
    if not told:
        return None
    newest = max(article.article.document.day for article, _ in told)
    if len(told) == 1:
        best = deeds(*told[0])
    else:
        best = [sentences[0] for article, entity in told if (sentences := deeds(article, entity))]
    if not best:
        # named by the page around the articles alone
        return None
    best = [deed for deed in best if deed.is_telling] or best
    best.sort(key=lambda deed: -deed.score - _freshness(deed.article, newest))
    chosen = without_repetition(
        best, QUOTES_OF_A_CARD, lambda deed: deed.article.article.quote(deed.sentence)
    )
    chosen.sort(key=lambda deed: -deed.article.id)
    finding = Finding(
        named.record.name,
        role=_newest_role(entity for _, entity in told),
        quotes=tuple(quote(deed.article, deed.sentence, (deed.highlight,)) for deed in chosen),
    )
    return finding, [deed.article for deed in chosen]


def _freshness(article: StoredArticle, newest: date) -> float:
    age = (newest - article.article.document.day).days
    return FRESHNESS_BONUS * math.pow(0.5, age / HALF_LIFE)


def _newest_role(entities: Iterable[Entity]) -> str | None:
    """Return the newest role, in its fullest wording ("Israel's Defense Minister" for "Defense Minister")."""
    roles = [entity.role for entity in entities if entity.role]
    fuller = (role for role in roles if roles[0].casefold() in role.casefold())
    return max(fuller, key=len, default=None)


def _actors(evidence: Evidence, limit: int) -> list[tuple[Finding, list[StoredArticle]]]:
    """Return who acts in the matching articles, by salience over articles and by nearness to the words."""
    scores: dict[str, float] = {}
    best: dict[str, Deed] = {}
    entities: dict[str, Entity] = {}
    asked = {term.word for term in evidence.terms}
    for article in evidence.articles:
        about = 0.5 + evidence.in_headline(article)
        covered = {match.sentence: match.coverage for match in evidence.sentences(article)}
        if max(covered.values(), default=0.0) < LEAST_COVERAGE:
            continue
        for entity in article.article.entities:
            key = name_key(entity.name)
            if entity.kind == "place" or asked & set(key.split()):
                continue
            for deed in deeds(article, entity, evidence)[:1]:
                near = covered.get(deed.sentence, 0.0)
                kind = ORGANISATION_SHARE if entity.kind == "organisation" else 1.0
                scores[key] = scores.get(key, 0.0) + kind * about * (entity.salience + near)
                if key not in best or best[key].score < deed.score:
                    best[key] = deed
                if key not in entities or (entity.role and not entities[key].role):
                    entities[key] = entity
    ranked = sorted(scores, key=lambda key: (-scores[key], key))[:limit]
    return [
        (
            Finding(
                entities[key].name,
                role=entities[key].role,
                quotes=(quote(best[key].article, best[key].sentence, (best[key].highlight,)),),
            ),
            [best[key].article],
        )
        for key in ranked
    ]


def _all_cited(found: Iterable[tuple[Finding, list[StoredArticle]]]) -> list[StoredArticle]:
    return [article for _, articles in found for article in articles]
