"""Sentences that say what somebody did: found by where and how the name stands in them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models import Entity, StoredArticle
from bot.names import name_words
from bot.query.evidence import Evidence

MAX_SENTENCE = 600
TELLING = 70
"""A shorter sentence (characters) says little about anybody: "Brandvold accepted the criticism."."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A sentence about an entity, and how well it tells what the entity did."""

    article: StoredArticle
    sentence: int
    score: float
    highlight: tuple[int, int]
    """Where the name stands, inside the sentence."""

    @property
    def is_telling(self) -> bool:
        """Whether the sentence is long enough to say something."""
        return len(self.article.article.quote(self.sentence)) >= TELLING


def names_of(article: StoredArticle, keys: frozenset[str]) -> Entity | None:
    """Return the article's entity that has one of the keys, the most salient when there are two."""
    return next((each for each in article.article.entities if " ".join(name_words(each.name)) in keys), None)


def deeds(article: StoredArticle, entity: Entity, evidence: Evidence | None = None) -> list[Deed]:
    """Return the sentences that name the entity, best first; those that match the evidence before others."""
    matched = {match.sentence: match.coverage for match in evidence.sentences(article)} if evidence else {}
    found: dict[int, Deed] = {}
    for mention in entity.mentions:
        span = article.article.sentences[mention.sentence]
        if span.end - span.start > MAX_SENTENCE or mention.sentence in article.article.boilerplate:
            continue
        text = article.article.document.text
        score = 1.0 - (mention.start - span.start) / (span.end - span.start)
        if text[mention.end : mention.end + 2] in {"'s", "’s", "' ", "’ "}:
            score -= 0.6  # "Netanyahu's office": somebody else acts
        if mention.sentence in article.article.ranking:
            score += 0.4
        if span.end - span.start < TELLING:
            score -= 0.5
        score += 1.5 * matched.get(mention.sentence, 0.0) + 0.2 * entity.salience
        highlight = (mention.start - span.start, mention.end - span.start)
        deed = Deed(article, mention.sentence, score, highlight)
        if mention.sentence not in found or found[mention.sentence].score < score:
            found[mention.sentence] = deed
    return sorted(found.values(), key=lambda each: (-each.score, each.sentence))
