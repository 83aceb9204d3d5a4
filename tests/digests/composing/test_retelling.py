"""Stories told again, without a ledger."""

from __future__ import annotations

from bot.digests.composing.retelling import retell
from bot.index import Index
from bot.models import ArticleId, Scope, Window

EVERYONE = Scope.everyone()


async def test_stories_are_told_in_the_order_asked_for_with_whole_sentences(news: Index) -> None:
    found = await news.articles.latest(EVERYONE, topic=None, window=Window(), limit=6)
    wanted = [found[4].id, found[0].id, found[2].id]
    told = await retell(news, wanted, EVERYONE)
    assert [story.citation.article for story in told] == wanted
    texts = {each.id: each.article.document.text for each in found}
    for story in told:
        assert story.quotes
        assert all(quote.text == texts[quote.article][quote.start : quote.end] for quote in story.quotes)
        assert story.citation.article not in {other.article for other in story.also_in}


async def test_who_else_tells_a_story_is_named(news: Index) -> None:
    found = await news.articles.latest(EVERYONE, topic=None, window=Window(), limit=40)
    told = await retell(news, [each.id for each in found], EVERYONE)
    assert any(story.also_in for story in told)


async def test_what_is_not_there_and_what_comes_twice(news: Index) -> None:
    (one, *_) = await news.articles.latest(EVERYONE, topic=None, window=Window(), limit=1)
    told = await retell(news, [one.id, ArticleId(5), one.id], EVERYONE)
    assert [story.citation.article for story in told] == [one.id]
    assert await retell(news, [], EVERYONE) == ()
