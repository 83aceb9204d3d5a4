"""What a channel sees when its digest arrives, and what its next pages hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from discord import ui
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.models import ArticleId, Digest, DigestStory, Quote, Subject
from bot.views.buttons import PAGE_TEMPLATE, read_articles
from bot.views.digest import digest_view, front_of
from bot.views.digest_page import Turned, page_view
from bot.views.digest_story import whole_quote
from bot.views.layout import measure
from tests.views.making import (
    DIGESTS,
    HOSTILE,
    LONG,
    NOON,
    STORIES,
    buttons,
    citation,
    custom_ids,
    digest,
    parts,
    pressed,
    quote,
    shown,
)

ROW = ["ng:w:who:1", "ng:w:when:1", "ng:w:save:1"]
AN_HOUR = timedelta(hours=1)


def brief(first: int, last: int) -> tuple[DigestStory, ...]:
    def said(number: int) -> Quote:
        return replace(quote(f"Brief {number} was told.", number), highlights=())

    return tuple(DigestStory(citation(n), (said(n),)) for n in range(first, last + 1))


def turned(made: Digest, page: int, *, delivery: int = 7) -> ui.LayoutView:
    return page_view(front_of(made).later, Turned(made.title, delivery, page))


# --- the first page --------------------------------------------------------------------------------------


def test_an_article_of_which_only_the_beginning_was_had_is_marked() -> None:
    paid = DigestStory(replace(citation(), teaser=True), (quote(),))
    assert "🔒 beginning only" in shown(digest_view(replace(digest(1), stories=(paid,)), delivery=None))


def test_header_stories_and_footer() -> None:
    made = digest(2, reading_minutes_saved=12, saved_share=0.853, in_brief=brief(3, 4))
    assert shown(digest_view(made, delivery=7)).splitlines() == [
        "## 🌍 World",
        "-# <t:1728475200:D>",
        "### [Harbour tax passes after a long night (1)](<https://herald.example/1>)",
        "> The **council** passed the harbour tax by nine votes to six.",
        "-# The Ansel Herald · <t:1728475200:R>",
        "[More]",
        "[Who]",
        "[When]",
        "[Save]",
        "**[Harbour tax passes after a long night (2)](<https://herald.example/2>)**",
        "> The **council** passed the harbour tax by nine votes to six.",
        "-# The Ansel Herald · <t:1728475200:R>",
        "[More]",
        "**In brief**",
        "- [Harbour tax passes after a long night (3)](<https://herald.example/3>) · The Ansel Herald",
        "- [Harbour tax passes after a long night (4)](<https://herald.example/4>) · The Ansel Herald",
        "-# Saves about 12 minutes of reading, 85 % · "
        "Every sentence is quoted from its article, never rewritten",
        "[Next page]",
    ]


def test_every_button_says_all_that_its_press_needs() -> None:
    assert custom_ids(digest_view(digest(2), delivery=7)) == ["ng:d:7:1", *ROW, "ng:d:7:2"]
    assert custom_ids(digest_view(digest(1), delivery=None)) == ["ng:d:0:1", *ROW]
    more = digest(1, in_brief=brief(2, 3))
    assert pressed(digest_view(more, delivery=7), "Next page").startswith("ng:p:7:1:")


@pytest.mark.parametrize("delivery", [None, 7, 2**63 - 1])
def test_the_next_page_names_its_articles_also_for_when_the_ledger_is_gone(delivery: int | None) -> None:
    view = digest_view(digest(1, in_brief=brief(2, 40)), delivery=delivery)
    match = PAGE_TEMPLATE.fullmatch(pressed(view, "Next page"))
    assert match is not None
    assert len(match[0]) <= 100
    assert len(read_articles(match)) >= 9
    assert read_articles(match) == list(range(2, 41))[: len(read_articles(match))]


@pytest.mark.parametrize("articles", ["A", "AAAAA", "-_-_-_-_-", "A" * 90])
def test_articles_that_nobody_wrote_are_read_all_the_same(articles: str) -> None:
    match = PAGE_TEMPLATE.fullmatch(f"ng:p:0:1:{articles}")
    assert match is not None
    assert all(0 <= each < 2**40 for each in read_articles(match))


def test_there_is_room_for_thirteen_stories() -> None:
    today = [ArticleId((20_400 << 20) + 1_000_000 + n) for n in range(20)]
    stories = tuple(DigestStory(citation(each), ()) for each in today)
    view = digest_view(digest(1, in_brief=stories), delivery=None)
    match = PAGE_TEMPLATE.fullmatch(pressed(view, "Next page"))
    assert match is not None
    assert read_articles(match) == today[:13]


def test_a_late_digest_says_since_when() -> None:
    assert "catching up since <t:1728475200:f>" in shown(digest_view(digest(since=NOON), delivery=1))


def test_the_role_is_called_in_a_line_of_its_own() -> None:
    assert shown(digest_view(digest(1, mention=55), delivery=1)).splitlines()[0] == "<@&55>"
    assert "<@&" not in shown(digest_view(digest(1), delivery=1))


def test_a_story_that_developed_says_since_when_it_is_known() -> None:
    told = replace(digest(1).stories[0], updates=NOON - AN_HOUR)
    again = replace(brief(2, 2)[0], updates=NOON - AN_HOUR)
    text = shown(digest_view(replace(digest(), stories=(told,), in_brief=(again,)), delivery=1))
    assert "🔄 **Update** · new since <t:1728471600:R>\n### [Harbour tax" in text
    assert "- 🔄 [Harbour tax passes after a long night (2)]" in text


def test_all_topics_have_a_name_too() -> None:
    assert "## 🗞️ All topics" in shown(digest_view(digest(title="🗞️ All topics"), delivery=1))


def test_other_outlets_are_named_once_and_not_the_teller() -> None:
    others = tuple(
        citation(n, source=name) for n, name in enumerate(["Post", "Post", "The Ansel Herald", "Bay FM"], 2)
    )
    told = replace(digest(1).stories[0], also_in=others)
    assert "· also in Post, Bay FM" in shown(digest_view(replace(digest(), stories=(told,)), delivery=1))


def test_the_lead_has_all_its_sentences_before_others_get_a_second() -> None:
    def told(number: int, *, sentences: int) -> DigestStory:
        said = tuple(
            replace(quote(f"Story {number} sentence {each} {'goes on ' * 42}.", number), highlights=())
            for each in range(sentences)
        )
        return DigestStory(citation(number), said)

    stories = (told(1, sentences=4), *(told(n, sentences=3) for n in range(2, 6)))
    view = digest_view(replace(digest(), stories=stories), delivery=1)
    text = shown(view)
    assert text.count("> Story 1 sentence") == 4
    assert all(f"> Story {n} sentence 0" in text for n in range(2, 6))
    assert "> Story 2 sentence 1" in text
    assert "> Story 2 sentence 2" not in text
    assert "…" not in text
    assert measure(view).fits


def test_a_story_for_which_there_is_no_room_is_told_in_brief() -> None:
    stories = tuple(DigestStory(citation(n), (quote("Word " * 130 + "end.", n),)) for n in range(1, 9))
    made = replace(digest(), stories=stories)
    view = digest_view(made, delivery=1)
    text = shown(view)
    full = text.count("end.")
    assert 4 <= full < 8
    assert text.count("- [Harbour tax") == 8 - full
    assert measure(view).fits
    assert len(front_of(made).later) == 8 - full


@pytest.mark.parametrize("number", range(1, 13))
def test_so_many_stories_with_all_around_them_fit(number: int) -> None:
    around = {"mention": 1, "since": NOON, "reading_minutes_saved": 3, "saved_share": 0.5}
    view = digest_view(digest(number, in_brief=brief(number + 1, number + 4), **around), delivery=1)
    assert measure(view).fits, measure(view)
    assert shown(view).count("[More]") == min(number, 9)


def test_stories_are_parted_where_there_is_room_for_it() -> None:
    made = digest(5, in_brief=brief(6, 12), mention=1)
    separators = [part for part in parts(digest_view(made, delivery=1).to_components()) if part["type"] == 14]  # type: ignore[no-untyped-call]
    assert len(separators) == 1 + 4 + 2


def test_lines_without_room_are_counted_and_on_the_next_page() -> None:
    stories = tuple(DigestStory(citation(n, headline="Long headline " * 12), ()) for n in range(1, 30))
    view = digest_view(replace(digest(), stories=stories[:1], in_brief=stories[1:]), delivery=1)
    text = shown(view)
    lines = text.count("\n- [Long")
    assert 10 < lines < 28
    assert f"-# and {28 - lines} more on the next page" in text


@pytest.mark.parametrize(
    ("minutes", "share", "said"),
    [
        (0, 0.9, "-# Every sentence"),
        (1, 0.0, "-# Saves about 1 minute of reading · "),
        (1200, 0.999, "1,200 minutes of reading, 100 % · "),
        (3, 7.0, "3 minutes of reading, 100 % · "),
    ],
)
def test_what_is_saved(minutes: int, share: float, said: str) -> None:
    made = digest(1, reading_minutes_saved=minutes, saved_share=share)
    assert said in shown(digest_view(made, delivery=1))


# --- a quiet day -----------------------------------------------------------------------------------------


def test_a_quiet_day_is_short_and_still_names_its_delivery() -> None:
    view = digest_view(digest(0), delivery=7)
    assert shown(view) == "☕ A quiet day: nothing new on 🌍 World.\n[Latest news]"
    assert custom_ids(view) == ["ng:d:7:0"]
    assert not buttons(view)["Latest news"].get("disabled")


def test_a_quiet_day_of_everything_names_no_subject_but_may_say_since_when() -> None:
    made = digest(0, subject=Subject(), title="🗞️ All topics", since=NOON)
    assert "A quiet day: nothing new since <t:1728475200:f>." in shown(digest_view(made, delivery=7))


# --- later pages -----------------------------------------------------------------------------------------


def test_the_next_page_tells_the_brief_stories_in_full() -> None:
    made = digest(1, in_brief=brief(2, 3))
    view = turned(made, 1)
    assert shown(view).splitlines() == [
        "### 🌍 World",
        "-# Page 2",
        "**[Harbour tax passes after a long night (2)](<https://herald.example/2>)**",
        "> Brief 2 was told.",
        "-# The Ansel Herald · <t:1728475200:R>",
        "[More]",
        "**[Harbour tax passes after a long night (3)](<https://herald.example/3>)**",
        "> Brief 3 was told.",
        "-# The Ansel Herald · <t:1728475200:R>",
        "[More]",
    ]
    assert custom_ids(view) == ["ng:d:7:2", "ng:d:7:3"]


def test_pages_turn_there_and_back() -> None:
    made = digest(1, in_brief=brief(2, 20))
    first, second, last = turned(made, 1), turned(made, 2), turned(made, 3)
    assert list(buttons(first)) == ["More", "Next page"]
    assert pressed(second, "Back") == "ng:p:7:1"
    assert pressed(second, "Next page").startswith("ng:p:7:3:")
    assert list(buttons(last)) == ["More", "Back"]
    assert shown(turned(made, 99)) == shown(last)


def test_a_page_for_one_member_goes_on_with_the_articles_that_are_left() -> None:
    view = page_view(brief(2, 12), Turned("More of your digest", None, 1))
    match = PAGE_TEMPLATE.fullmatch(pressed(view, "Next page"))
    assert match is not None
    assert (match["page"], read_articles(match)) == ("2", [9, 10, 11, 12])
    following = page_view(brief(9, 12), Turned("More of your digest", None, 2))
    assert "-# Page 3" in shown(following)
    assert list(buttons(following)) == ["More"]


def test_what_is_gone_is_counted() -> None:
    made = digest(1, in_brief=brief(2, 4))
    view = page_view(front_of(made).later, Turned(made.title, 7, 1), gone={ArticleId(3)})
    assert "(3)" not in shown(view)
    assert "-# 1 story of this page can be shown no more" in shown(view)
    nothing = page_view((), Turned(made.title, None, 1), missing=2)
    assert "2 stories of this page can be shown no more" in shown(nothing)
    assert "nothing more in this digest" in shown(page_view((), Turned(made.title, 7, 1)))


# --- whatever the stories hold ---------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(DIGESTS, st.integers(1, 2**63 - 1))
@example(digest(40, in_brief=brief(41, 80), mention=1, since=NOON), 2**63 - 1)
def test_any_digest_fits_can_be_found_again_and_loses_nothing(made: Digest, delivery: int) -> None:
    view: ui.LayoutView = digest_view(made, delivery=delivery)
    told = list(_told(view, delivery))
    assert made.mention is None or shown(view).startswith(f"<@&{made.mention}>\n")
    page = 1
    while "Next page" in buttons(view):
        assert pressed(view, "Next page").startswith(f"ng:p:{delivery}:{page}:")
        view = turned(made, page, delivery=delivery)
        told += _told(view, delivery)
        page += 1
    assert told == ([*dict.fromkeys(told)] or [0])
    assert set(told) == {story.citation.article for story in made.all_stories} or told == [0]


def _told(view: ui.LayoutView, delivery: int) -> Iterator[int]:
    """Yield the articles of a page's *More*, once it is known that Discord takes the page."""
    ids = custom_ids(view)
    assert measure(view).fits, measure(view)
    assert len(ids) == len(set(ids))
    assert all(len(each) <= 100 for each in ids)
    assert all(part["content"].strip() for part in _texts(view))
    found = [re.fullmatch(rf"ng:d:{delivery}:(\d+)", each) for each in ids]
    assert any(found)
    yield from (int(each[1]) for each in found if each)


def _texts(view: ui.LayoutView) -> list[dict[str, str]]:
    return [dict(part) for part in parts(view.to_components()) if part["type"] == 10]  # type: ignore[no-untyped-call]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(DIGESTS)
def test_every_sentence_is_shown_whole(made: Digest) -> None:
    room = 10**9
    whole = {
        line
        for story in made.all_stories
        for each in story.quotes
        for line in (whole_quote(each, room), whole_quote(replace(each, highlights=()), room))
    }
    for view in (digest_view(made, delivery=1), turned(made, 1)):
        for part in _texts(view):
            for line in part["content"].split("\n"):
                assert not line.startswith("> ") or line in whole


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(st.lists(STORIES, max_size=12).map(tuple), LONG, st.integers(1, 9999), st.integers(0, 9))
def test_any_page_for_one_member_fits(
    stories: tuple[DigestStory, ...], title: str, page: int, missing: int
) -> None:
    once = tuple({story.citation.article: story for story in stories}.values())
    view = page_view(once, Turned(title, None, page), missing=missing)
    assert measure(view).fits, measure(view)
    assert len(custom_ids(view)) == len(set(custom_ids(view)))


@given(HOSTILE)
def test_a_sentence_fits_whole_or_is_left_out(text: str) -> None:
    said = whole_quote(quote(text), 60)
    assert said is None or (said.startswith("> ") and len(said) <= 60)
