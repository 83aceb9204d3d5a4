"""Who an article is about: the subject of its headline, else of its lead, then the names it says most of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from bot.models import Article, Entity
from bot.names import name_words
from bot.reading.gist.clause import Clause, find_clause
from bot.reading.gist.lexicon import INTRODUCING, QUANTIFIERS, STATES
from bot.reading.gist.subject import COUNTING, find_subject

MAX_ACTORS = 3
LEAD_SENTENCES = 3
"""The lead is the first of these that tells something."""
LEAST_LEAD_WORDS = 5
MOST_INTRODUCING_WORDS = 15

_TIME_OPENING = re.compile(
    r"(?:The|A|An|One|Two|Three|Last|This|Next|Early|Late)\s(?:\w+\s){0,2}?"
    r"(?:day|night|morning|evening|week|month|year|hour)s?\b"
)
_NUMBER = re.compile(r"\d[\d,.]*$")


def find_actors(headline: Clause | None, lead: Clause | None, entities: Sequence[Entity]) -> tuple[str, ...]:
    """Return at most three whom the article is about, best first: names in full, others as printed."""
    named = [entity for entity in entities if entity.kind != "place"] or list(entities)
    actors: dict[str, set[str]] = {}
    for actor in chain(_told(headline, lead, entities), (entity.name for entity in named)):
        words = set(name_words(actor))
        # "Cubs" says nothing beside "Chicago Cubs"
        if not any(words <= other for other in actors.values()):
            actors[actor] = words
            if len(actors) == MAX_ACTORS:
                break
    return tuple(actors)


def lead_clause(article: Article, names: frozenset[str]) -> Clause | None:
    """Return the clause of the first sentence that tells something, behind what introduces it."""
    for index in range(min(LEAD_SENTENCES, len(article.sentences))):
        words = article.quote(index)
        if len(words.split()) >= LEAST_LEAD_WORDS and index not in article.boilerplate:
            return find_clause(_behind_introduction(words), names)
    return None


def _behind_introduction(words: str) -> str:
    """Return a sentence from its subject on ("After the defeat, " is taken off)."""
    if COUNTING.match(words):
        return words
    opening = words.split()[0]
    introduced = (
        opening.lower() in INTRODUCING or opening.endswith(("ing", "ed")) or _TIME_OPENING.match(words)
    )
    before, comma, rest = words.partition(", ")
    return (
        rest
        if introduced and comma and len(rest.split()) > 3 and len(before.split()) < MOST_INTRODUCING_WORDS
        else words
    )


def _told(headline: Clause | None, lead: Clause | None, entities: Sequence[Entity]) -> list[str]:
    first = find_subject(headline, entities)
    second = find_subject(lead, entities)
    if headline and first and _is_bare_number(first[0]):
        # "Seven killed": of whom the lead tells more
        return [*(second if _counts(second) else []), *first]
    return first or second


def _is_bare_number(words: str) -> bool:
    """Whether words count without saying what: "Seven", "At least 40", "Several"."""
    return all(_is_count(word) or word in STATES for word in words.lower().split())


def _counts(subject: Sequence[str]) -> bool:
    """Whether a subject says how many of whom."""
    words = subject[0].lower().split() if subject else []
    return len(words) > 1 and any(_is_count(word) for word in words)


def _is_count(word: str) -> bool:
    return word in QUANTIFIERS or bool(_NUMBER.match(word))
