"""Stories told again from the index, where no ledger remembers how they were told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.digests.composing.quoting import LEAD_QUOTES, choose_quotes, quotable, quotes_of
from bot.digests.composing.telling import cite
from bot.models import ArticleId, DigestStory, Quote, Scope, StoredArticle

if TYPE_CHECKING:
    from bot.index import Index

MOST_OTHERS = 8
"""Other articles named under a story."""


async def retell(index: Index, articles: Sequence[ArticleId], scope: Scope) -> tuple[DigestStory, ...]:
    """Return the stories that these articles tell, in their order, but for what is not kept or not seen."""
    tellers = await index.articles.get_many(list(dict.fromkeys(articles)), scope)
    home = await index.stories.of([teller.id for teller in tellers], scope)
    members = await index.stories.members(home.values(), scope)
    wanted = {
        teller.id: [each for each in members.get(home[teller.id], ()) if each != teller.id][:MOST_OTHERS]
        for teller in tellers
    }
    loaded = await index.articles.get_many([each for others in wanted.values() for each in others], scope)
    known = {each.id: each for each in loaded}
    return tuple(
        DigestStory(
            citation=cite(teller),
            # each by itself: a page has room for what a message has not
            quotes=_quotes(teller),
            topics=tuple(label.topic for label in teller.topics),
            also_in=tuple(cite(known[each]) for each in wanted[teller.id] if each in known),
        )
        for teller in tellers
    )


def _quotes(teller: StoredArticle) -> tuple[Quote, ...]:
    return choose_quotes([quotes_of(teller, quotable(teller.article))], LEAD_QUOTES["normal"])[0]
