"""Who is in a story and on which days it happened, over all that tell it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.storied import Storied, days_of, story_of, who_is_in
from bot.index import Index
from bot.ingest.clustering import StoryFinder
from bot.models import ArticleId, Scope, Window
from tests.index.making import NOW, article, person

EVERYONE = Scope.everyone()


async def the_story(index: Index, headline: str, scope: Scope = EVERYONE) -> Storied:
    found = await index.articles.latest(EVERYONE, topic=None, window=Window(), limit=60)
    (one,) = [each for each in found if each.article.document.headline.startswith(headline)]
    story = await story_of(index, one.id, scope)
    assert story is not None
    return story


async def test_a_story_has_all_that_tell_it_but_each_once(news: Index) -> None:
    story = await the_story(news, "Lowmoor to lend four midwives")
    assert story.articles[0] is story.article
    assert len(story.others) >= 1
    assert len({each.id for each in story.articles}) == len(story.articles)
    assert [each.article for each in story.citations] == [each.id for each in story.others]


async def test_people_have_a_role_and_a_sentence_that_names_them(news: Index) -> None:
    story = await the_story(news, "Lowmoor to lend four midwives")
    answer = who_is_in(story)
    assert answer.about == story.article.article.document.headline
    roles = {finding.text: finding.role for finding in answer.findings}
    assert roles["Noor Halvane"] == "director of St. Brannoc"
    texts = {each.id: each.article.document.text for each in story.articles}
    for finding in answer.findings:
        (said,) = finding.quotes
        assert said.text in texts[said.article]
        assert finding.text.split()[-1] in said.text
        assert said.article in answer.citations
    # more than one of its articles has something to say about them
    assert len({finding.quotes[0].article for finding in answer.findings}) > 1


async def test_who_is_in_many_articles_comes_before_who_is_in_one(index: Index) -> None:
    told = [
        article(
            f"Mayor Ana Quist said on Monday that ferry number {n} would sail. Bo Lind was in town {n}.",
            headline=f"Ferry {n} to sail",
            names=(person("Ana Quist", "Mayor"), *([person("Bo Lind")] if n == 1 else [])),
        )
        for n in range(1, 4)
    ]
    added = await index.articles.add([(each, ()) for each in told], now=NOW)
    articles = await index.articles.get_many(added.new, EVERYONE)
    story = Storied(
        articles[0], tuple(articles[1:]), (await index.stories.of(added.new, EVERYONE))[added.new[0]]
    )
    assert [finding.text for finding in who_is_in(story).findings][:1] == ["Ana Quist"]
    assert who_is_in(story, limit=1).findings[0].role == "Mayor"


async def test_days_are_in_order_of_time_each_with_the_words_that_date_it(news: Index) -> None:
    answer = days_of(await the_story(news, "Lowmoor to lend four midwives"))
    days = [finding.day for finding in answer.findings if finding.day]
    assert len(days) == len(answer.findings) > 2
    assert days == sorted(days)
    assert date(2024, 10, 8) in days
    for finding in answer.findings:
        (said,) = finding.quotes
        ((start, end),) = said.highlights
        assert said.text[start:end] == finding.text
    assert len(days_of(await the_story(news, "Lowmoor to lend"), limit=2).findings) == 2


async def test_only_what_the_scope_sees(index: Index) -> None:
    feed = (
        await index.feeds.follow(
            url="https://own.example/x", title="Own", owner="guild:7", added_by=1, now=NOW
        )
    ).feed
    said = "Mayor Ana Quist said on Monday that the ferry to Skerry Head would sail again in October."
    shared = await index.articles.add([(article(said, headline="The ferry sails again"), ())], now=NOW)
    own = await index.articles.add(
        [(article(said + " So it was told.", headline="The ferry sails again soon"), ())],
        feed=feed.id,
        now=NOW,
    )
    await StoryFinder(index).run()
    assert await story_of(index, own.new[0], EVERYONE) is None
    assert await story_of(index, own.new[0], Scope(8, None)) is None
    assert await story_of(index, own.new[0], Scope(7, None)) is not None
    story = await story_of(index, shared.new[0], EVERYONE)
    assert story is not None and story.others == ()


@pytest.mark.parametrize("number", [0, 1, 2**63 - 1])
async def test_an_article_that_is_not_kept(index: Index, number: int) -> None:
    assert await story_of(index, ArticleId(number), EVERYONE) is None


async def test_a_story_of_nobody_and_no_day(index: Index) -> None:
    added = await index.articles.add(
        [(article("It rained through the night and nobody went out."), ())], now=NOW
    )
    story = await story_of(index, added.new[0], EVERYONE)
    assert story is not None
    assert not who_is_in(story).found
    assert not days_of(story).found
