"""/latest: the newest stories, each once, with who else tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all, quote
from bot.answers.storylines import also_in, by_story, other_tellers
from bot.index import Index
from bot.models import Answer, Finding, Scope, StoredArticle
from bot.stories import best_teller

ARTICLES_A_STORY = 2
"""So many times as many of the newest articles are looked at as stories are wanted."""
MOST_ARTICLES = 50


async def latest(index: Index, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return the newest stories, each by the best of its newest articles, with its most telling sentence."""
    articles = await index.articles.latest(
        scope,
        topic=options.topic,
        window=options.window,
        limit=max(options.limit, min(MOST_ARTICLES, ARTICLES_A_STORY * options.limit)),
    )
    groups = await by_story(index, articles, scope)
    # the articles come newest first, and so do their stories
    shown = dict(list(groups.items())[: options.limit])
    others = await other_tellers(index, shown, scope, window=options.window, topic=options.topic)
    told = [(_newest_teller(group), [*group, *others.get(story, ())]) for story, group in shown.items()]
    findings = tuple(_finding(lead, tellers) for lead, tellers in told)
    return Answer("latest", options.topic or "", findings, cite_all(lead for lead, _ in told))


def _newest_teller(group: Sequence[StoredArticle]) -> StoredArticle:
    """Return who tells best what is new: an older article may tell more, but not that."""
    newest = group[0].article.document.day
    return best_teller([article for article in group if article.article.document.day == newest])


def _finding(lead: StoredArticle, tellers: Sequence[StoredArticle]) -> Finding:
    document = lead.article.document
    said = tuple(quote(lead, sentence) for sentence in lead.article.ranking[:1])
    return Finding(document.headline, day=document.day, quotes=said, also_in=also_in(tellers, (lead.id,)))
