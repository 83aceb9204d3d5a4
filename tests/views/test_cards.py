"""The smaller cards: a story, a notice, help, subscriptions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import DatedEvent, SubscriptionState, Topic
from bot.views.help import about_view, help_view, topics_view
from bot.views.layout import measure
from bot.views.notice import notice_view
from bot.views.story import story_view
from bot.views.subscriptions import SubscriptionLine, subscribed_view, subscriptions_view
from tests.views.making import LONG, URLS, WORLD, buttons, digest, shown, stored, subscription

TOPICS = {"world": WORLD}


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


def test_a_story_without_an_address_has_no_button() -> None:
    assert not buttons(story_view(stored(url="javascript:x")))


def test_a_guessed_date_is_called_one() -> None:
    assert "9 October 2024 (a guess)" in shown(story_view(stored(published_guessed=True)))


@settings(deadline=None, max_examples=40)
@given(LONG.filter(lambda text: "." in text), LONG, URLS, LONG)
def test_any_story_fits(text: str, headline: str, url: str | None, source: str) -> None:
    assert measure(story_view(stored(text, headline=headline, url=url, source=source, byline=headline))).fits


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


def test_the_list_shows_next_times_and_reasons() -> None:
    paused = subscription(2, state=SubscriptionState.PAUSED, pause_reason="I may not send messages there.")
    lines = [
        SubscriptionLine(subscription(), "🌍 World", "daily at 08:00, UTC"),
        SubscriptionLine(paused, "gone", "daily at 08:00, UTC"),
    ]
    text = shown(subscriptions_view(lines))
    assert "1 channel digest on, 1 paused" in text
    assert "🟢 **🌍 World** in <#101>\n-# daily at 08:00, UTC · next <t:1728475200:R>" in text
    assert "⏸️ **gone** in <#102>\n-# Paused: I may not send messages there." in text


def test_an_empty_list_says_how_to_start() -> None:
    assert "`/subscribe` starts one" in shown(subscriptions_view([]))


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 60), LONG, LONG)
def test_any_list_of_subscriptions_fits(number: int, reason: str, schedule: str) -> None:
    one = subscription(state=SubscriptionState.PAUSED, pause_reason=reason)
    lines = [SubscriptionLine(one, schedule, schedule)] * number
    assert measure(subscriptions_view(lines)).fits


def test_the_confirmation_says_when_and_what() -> None:
    line = SubscriptionLine(subscription(), "🌍 World", "daily at 08:00, Europe/Paris")
    text = shown(subscribed_view(line, new=True, sample=digest(5)))
    assert "### ✅ <#101> will get 🌍 World\nDaily at 08:00, Europe/Paris." in text
    assert "The next digest comes <t:1728475200:F>" in text
    assert (
        "- [Harbour tax passes after a long night (1)](<https://herald.example/1>) · The Ansel Herald" in text
    )
    assert "and 2 more stories" in text


def test_the_confirmation_without_news() -> None:
    line = SubscriptionLine(subscription(), "🌍 World", "daily at 08:00, UTC")
    assert "only when there is news" in shown(subscribed_view(line, new=False, sample=None))
