"""What is in a digest, from a real index."""

from __future__ import annotations

from datetime import timedelta

from bot.index import Index
from bot.models import Subject
from tests.digests.composing.making import CHANNEL, DAY, composed, headlines, show, told
from tests.digests.newsroom import NOW, TODAY, copy_of, publish, write


async def test_nothing_new_is_no_digest(index: Index) -> None:
    assert await composed(index) is None


async def test_one_story_is_enough(index: Index) -> None:
    await publish(index, write("Ferries stop at noon", "The ferries stopped at noon.", "Nobody was hurt."))
    digest = await composed(index)
    assert digest is not None
    (story,) = digest.stories
    assert story.citation.headline == "Ferries stop at noon"
    assert story.citation.source == "The Courier"
    assert [quote.text for quote in story.quotes] == ["The ferries stopped at noon.", "Nobody was hurt."]
    assert (digest.subject, digest.title) == (Subject(topics=("world",)), "🌍 World")
    assert story.topics == ("world",)


async def test_the_lead_is_quoted_most(index: Index) -> None:
    for number in range(5):
        said = [f"Sentence {sentence} of story {number}." for sentence in range(5)]
        await publish(index, write(f"Story {number}", *said), now=NOW - timedelta(minutes=number))
    digest = await composed(index)
    assert digest is not None
    assert [story.citation.headline for story in digest.stories] == [f"Story {number}" for number in range(5)]
    assert [len(story.quotes) for story in digest.stories] == [3, 2, 2, 1, 1]


async def test_quotes_are_the_articles_own_words_in_their_order(index: Index) -> None:
    article = write("Dam opens", "First of all.", "A picture.", "Then this.", summary=(2, 0))
    await publish(index, article)
    digest = await composed(index)
    assert digest is not None
    quotes = digest.stories[0].quotes
    assert [quote.text for quote in quotes] == ["First of all.", "Then this."]
    assert all(article.document.text[quote.start : quote.end] == quote.text for quote in quotes)


async def test_other_topics_stay_out_unless_all_are_asked_for(index: Index) -> None:
    await publish(index, write("Goal in the last minute"), topic="sports")
    await publish(index, write("Bank raises rates"), topic="business")
    assert await headlines(index, topic="sports") == ["Goal in the last minute"]
    assert sorted(await headlines(index, topic="all")) == ["Bank raises rates", "Goal in the last minute"]


async def test_fresh_news_comes_first_and_old_news_not_at_all(index: Index) -> None:
    await publish(index, write("Yesterday's", day=TODAY - DAY), write("Today's"))
    await publish(index, write("Last week's", day=TODAY - 7 * DAY), write("Stale", day=TODAY - 8 * DAY))
    assert await headlines(index) == ["Today's", "Yesterday's", "Last week's"]


async def test_what_is_clearly_about_the_topic_comes_first(index: Index) -> None:
    await publish(index, write("Clear"), score=5.0, now=NOW - timedelta(hours=3))
    await publish(index, write("Doubtful"), score=1.0)
    assert await headlines(index) == ["Clear", "Doubtful"]


async def test_one_event_is_shown_once_and_before_single_reports(index: Index) -> None:
    quake = write("Quake shakes the coast", "A quake shook the coast.", "No damage is known.")
    await publish(index, quake, now=NOW - timedelta(hours=5))
    await publish(index, copy_of(quake, "The Harbour Post"), now=NOW - timedelta(hours=4))
    await publish(index, write("Mayor opens a library"))
    digest = await composed(index)
    assert digest is not None
    lead, second = digest.stories
    assert lead.citation.headline == "Quake shakes the coast"
    assert {lead.citation.source, *(other.source for other in lead.also_in)} == {
        "The Courier",
        "The Harbour Post",
    }
    assert second.also_in == ()


async def test_what_was_shown_does_not_come_again_and_the_rest_does(index: Index) -> None:
    for number in range(10):
        await publish(index, write(f"Story {number}"), now=NOW - timedelta(minutes=number))
    digest = await composed(index, stories=3)
    assert digest is not None
    assert [story.citation.headline for story in digest.stories] == ["Story 0", "Story 1", "Story 2"]
    assert [story.citation.headline for story in digest.in_brief] == [f"Story {n}" for n in range(3, 8)]
    await show(index, digest)
    assert told(await composed(index, stories=3)) == ["Story 8", "Story 9"]


async def test_all_that_tell_a_shown_event_count_as_shown(index: Index) -> None:
    quake = write("Quake shakes the coast")
    outlets = ["The Courier", "The Post", "The Herald", "The Times", "The Sun", "The Star"]
    await publish(index, *(copy_of(quake, outlet) for outlet in outlets))
    digest = await composed(index)
    assert digest is not None
    assert len(digest.stories[0].also_in) == 5
    await show(index, digest)
    assert await composed(index) is None


async def test_a_digest_for_a_member_shows_what_channels_have_had(index: Index) -> None:
    await publish(index, write("Ferries stop at noon"))
    await show(index, await composed(index))
    assert await composed(index) is None
    assert await composed(index, channel=None) is not None
    assert await composed(index, channel=CHANNEL + 1) is not None


async def test_reading_time_saved_is_what_was_not_quoted(index: Index) -> None:
    long = [" ".join(["word"] * 46) + "." for _ in range(24)]
    await publish(index, write("Long read", *long, summary=(0,)))
    digest = await composed(index, since=NOW - DAY)
    assert digest is not None
    # 24 sentences of 46 words but one, at 230 a minute
    assert digest.reading_minutes_saved == 5
    assert digest.saved_share == 23 / 24
    assert digest.since == NOW - DAY


async def test_an_article_without_a_sentence_is_passed_over(index: Index) -> None:
    await publish(index, write("Only a headline", "", summary=()), write("A story", "It has a sentence."))
    assert await headlines(index) == ["A story"]
