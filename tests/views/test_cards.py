"""The smaller cards: a story, a notice, help, what a member follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import Citation, DatedEvent, Digest, Topic
from bot.views.buttons import Posted
from bot.views.follow import FollowLine, followed_view, greeting_view
from bot.views.help import about_view, help_view, topics_view
from bot.views.layout import measure
from bot.views.notice import notice_view
from bot.views.story import story_view
from tests.views.making import (
    CITATIONS,
    DIGESTS,
    LONG,
    NOON,
    URLS,
    WORLD,
    buttons,
    citation,
    custom_ids,
    digest,
    shown,
    stored,
)

TOPICS = {"world": WORLD}
FOLLOW = FollowLine("🌍 World", "daily at 07:30, Europe/Paris", NOON)


def test_a_story_tells_its_sentences_people_days_and_source() -> None:
    view = story_view(stored(), TOPICS)
    text = shown(view)
    assert "### [Mayor promises ferries](<https://herald.example/ferries>)" in text
    assert "The Ansel Herald · Jo Lind · 9 October 2024 · <t:1728475200:R> · 🌍 World" in text
    assert "> Mayor Ana Quist spoke." in text
    assert "👤 **Ana Quist** · Mayor" in text
    assert "🗓️ **10 October 2024** · The ferry sails on 10 October." in text
    assert buttons(view)["Read it at The Ansel Herald"]["url"] == "https://herald.example/ferries"


def test_a_sentence_that_names_two_days_is_quoted_once() -> None:
    one = stored()
    second = DatedEvent(1, 30, 40, date(2024, 10, 1), "month", year_given=False)
    article = replace(one.article, events=(*one.article.events, second))
    text = shown(story_view(replace(one, article=article), TOPICS))
    assert "🗓️ **October 2024, 10 October 2024** · The ferry sails on 10 October." in text


def test_a_story_has_who_when_and_save_and_the_way_to_its_article() -> None:
    view = story_view(stored(), posted=Posted(20, 30))
    assert list(buttons(view)) == ["Who", "When", "Save", "Read it at The Ansel Herald"]
    assert custom_ids(view) == ["ng:w:who:1:20:30", "ng:w:when:1:20:30", "ng:w:save:1:20:30"]


def test_a_saved_story_leads_to_where_it_was_posted() -> None:
    view = story_view(stored(), saved=True, posted_url="https://discord.com/channels/1/20/30")
    assert list(buttons(view)) == ["Who", "When", "Read it at The Ansel Herald", "Where it was posted"]
    assert buttons(view)["Where it was posted"]["url"] == "https://discord.com/channels/1/20/30"


def test_a_story_without_an_address_has_no_link() -> None:
    assert list(buttons(story_view(stored(url="javascript:x")))) == ["Who", "When", "Save"]


def test_a_story_names_who_else_tells_it() -> None:
    text = shown(story_view(stored(), others=[citation(n, source="Bay FM") for n in range(2, 10)]))
    assert (
        "**Also in**\n- Bay FM · [Harbour tax passes after a long night (2)](<https://herald.example/2>)"
        " · <t:1728475200:R>\n" in text
    )
    assert "-# and 2 more articles" in text


def test_a_guessed_date_is_called_one() -> None:
    assert "9 October 2024 (a guess)" in shown(story_view(stored(published_guessed=True)))


@settings(deadline=None, max_examples=40)
@given(LONG.filter(lambda text: "." in text), LONG, URLS, LONG, st.lists(CITATIONS, max_size=9))
def test_any_story_fits(
    text: str, headline: str, url: str | None, source: str, others: list[Citation]
) -> None:
    one = stored(text, headline=headline, url=url, source=source, byline=headline)
    view = story_view(one, others=others, posted=Posted(2**63, 2**63))
    assert measure(view).fits
    assert all(len(each) <= 100 for each in custom_ids(view))


def test_a_follow_says_when_it_comes_what_it_would_hold_and_what_is_kept() -> None:
    text = shown(followed_view(FOLLOW, new=True, resumed=False, sample=digest(5)))
    assert (
        "### ✅ You follow 🌍 World\nDaily at 07:30, Europe/Paris. The next one comes <t:1728475200:F>"
        in text
    )
    assert "- [Harbour tax passes after a long night (1)]" in text
    assert "and 2 more stories" in text
    assert (
        "my" not in text
        and "I keep your member id, what you follow, and which articles you were shown" in text
    )
    assert "`/unfollow` deletes it" in text


def test_a_follow_without_news_of_before_or_resumed() -> None:
    changed = shown(followed_view(FOLLOW, new=False, resumed=False, sample=None))
    assert "Changed: you follow 🌍 World" in changed
    assert "only when there is news" in changed
    assert "Resumed: you follow 🌍 World again" in shown(
        followed_view(FOLLOW, new=False, resumed=True, sample=digest(0))
    )


def test_the_first_message_says_what_will_come() -> None:
    text = shown(greeting_view(FOLLOW))
    assert text.startswith("### 📬 This is where your digest will come\n🌍 World. Daily at 07:30")


@settings(deadline=None, max_examples=40)
@given(LONG, LONG, st.none() | DIGESTS)
def test_any_follow_fits(title: str, schedule: str, sample: Digest | None) -> None:
    line = FollowLine(title, schedule, NOON)
    assert measure(followed_view(line, new=True, resumed=False, sample=sample)).fits
    assert measure(greeting_view(line)).fits


@settings(deadline=None, max_examples=40)
@given(LONG, st.sampled_from(["error", "success", "info"]), st.lists(LONG, max_size=4))
def test_any_notice_fits(text: str, kind: str, lines: list[str]) -> None:
    view = notice_view(text, kind, lines=lines)  # type: ignore[arg-type]
    assert measure(view).fits


def test_a_notice_cannot_ping() -> None:
    assert "@everyone" not in shown(notice_view("There is no topic @everyone.", "error"))


def test_help_shows_managing_only_to_those_who_manage() -> None:
    assert "/subscribe`" not in shown(help_view(admin=False))
    assert "`/subscribe`" in shown(help_view(admin=True))
    assert "</who:5> · the people" in shown(help_view(admin=False, mentions={"who": "</who:5>"}))


def test_topics_are_listed_with_what_they_are_about() -> None:
    assert "🌍 **World** · Wars, summits and elections abroad" in shown(topics_view([WORLD]))
    assert "None yet" in shown(topics_view([]))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.builds(Topic, LONG, LONG, LONG, st.just("🌍"), st.just({})), max_size=30))
def test_any_topics_fit(topics: list[Topic]) -> None:
    assert measure(topics_view(topics)).fits


def test_about_says_what_was_read() -> None:
    assert "Version 0.1.0 · 1,204 articles read" in shown(
        about_view(version="0.1.0", articles=1204, topics=9, guilds=1)
    )
