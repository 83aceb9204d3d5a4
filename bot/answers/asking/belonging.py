"""Whether somebody belongs where the question says: a mayor *of Lowmoor* is in the news with Lowmoor."""

from __future__ import annotations

from bot.answers.asking.matching import Matches
from bot.answers.asking.question import Kind
from bot.models import Entity
from bot.names import name_key

LEAST_SHARE = 0.6
"""Of the articles with somebody, those with the place or body that the question says they belong to."""
ELSEWHERE = 0.3
"""How well what belongs elsewhere fits."""


def belonging(matches: Matches, entity: Entity) -> float:
    """Return 1, or :data:`ELSEWHERE` for one who is in the news mostly without what the question names.

    Only where a role is asked for: "who is the *coach* of …", not "who won in …".
    """
    if matches.question.kind is not Kind.WHO or matches.question.head is None:
        return 1.0
    bound = [index for index, each in enumerate(matches.terms) if each.is_name and each.term.is_bound]
    if not bound:
        return 1.0
    key = name_key(entity.name)
    beside = [
        match
        for match in matches.articles
        if any(name_key(each.name) == key for each in match.read.stored.article.entities)
    ]
    with_it = sum(any(match.anywhere(index) for index in bound) for match in beside)
    return 1.0 if with_it >= LEAST_SHARE * len(beside) else ELSEWHERE
