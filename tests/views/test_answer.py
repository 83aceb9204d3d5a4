"""What a member sees when they ask."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from discord import ui
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.models import Answer, Confidence, Finding, HeldRole, Window
from bot.views.answer import ExpiringAnswer, answer_view
from bot.views.buttons import ANSWER_TEMPLATE, AnswerKey, read_answer_id
from bot.views.layout import measure
from tests.views.making import ANSWERS, HOSTILE, answer, buttons, citation, custom_ids, quote, shown

PERSON = Finding("Ana Quist", "Mayor of Port Ansel", quotes=(quote(),))


def test_a_person_with_role_quote_and_source() -> None:
    text = shown(answer_view(answer("who", "Quist", PERSON), private=True))
    assert text.splitlines() == [
        "### 👤 Who · Quist",
        "**Ana Quist** · Mayor of Port Ansel",
        "> The **council** passed the harbour tax by nine votes to six.",
        "-# The Ansel Herald · [Harbour tax passes after a long night (1)](<https://herald.example/1>)"
        " · <t:1728475200:R>",
        "[Share to channel]",
    ]


def test_what_somebody_was_before_and_with_whom() -> None:
    roles = (
        HeldRole("Mayor of Port Ansel", date(2024, 10, 9)),
        HeldRole("council *speaker*", date(2024, 10, 3)),
        HeldRole("councillor", date(2023, 1, 30)),
    )
    finding = replace(PERSON, roles=roles, beside=("Bo", "@everyone"))
    text = shown(answer_view(answer("who", "Quist", finding), private=True))
    assert text.splitlines()[1:4] == [
        "**Ana Quist** · Mayor of Port Ansel",
        "-# until 3 October 2024: council \\*speaker\\* · until 30 January 2023: councillor",
        "-# with Bo, @\u200beveryone",
    ]


def test_stories_a_week_as_bars() -> None:
    finding = replace(PERSON, counts=(0, 1, 4, 8))
    text = shown(answer_view(answer("trends", "", finding), private=True, topic="climate"))
    assert text.splitlines()[:3] == [
        "### 📈 Rising · Climate",
        "**Ana Quist** · Mayor of Port Ansel",
        "-# ▁▂▅█ 8 stories this week, 4 the week before",
    ]


def test_nothing_that_rises_is_said() -> None:
    assert "Nobody and nothing is in more stories" in shown(answer_view(answer("trends", ""), private=True))


def test_a_day_comes_first_when_asked_when() -> None:
    finding = Finding("Attack on the port", day=date(2024, 8, 1), precision="month", quotes=(quote(),))
    assert "**August 2024** · Attack on the port" in shown(
        answer_view(answer("when", "port", finding), private=True)
    )


def test_the_day_is_not_said_twice() -> None:
    finding = Finding("9 October 2024", day=date(2024, 10, 9), quotes=(quote(),))
    assert shown(answer_view(answer("when", "tax", finding), private=True)).count("9 October 2024") == 1


def test_a_question_that_asks_when_gets_the_day() -> None:
    said = "The ward will close on Nov. 30."
    dated = Finding("Nov. 30", day=date(2024, 11, 30), quotes=(quote(said),))
    person = Finding("The ward", quotes=(quote(said),))
    text = shown(answer_view(answer("ask", "When will the ward close?", dated, person), private=True))
    assert "**30 November 2024**\n> " in text
    assert "**The ward**\n> " in text


@pytest.mark.parametrize(
    ("confidence", "said"), [("sure", "Quite sure"), ("likely", "Probably"), ("unsure", "Perhaps")]
)
def test_an_answered_question_says_how_sure_it_is(confidence: Confidence, said: str) -> None:
    finding = Finding("Ilse Brandvold", quotes=(quote(),))
    asked = answer("ask", "Who is the mayor?", finding, confidence=confidence)
    assert f"Who is the mayor?\n-# {said}" in shown(answer_view(asked, private=True))


def test_runners_up_stand_apart_from_the_first_answer() -> None:
    names = [Finding(name, quotes=(quote(),)) for name in ("Ilse Brandvold", "Rolf Nygard", "Harald Quist")]
    text = shown(answer_view(answer("ask", "Who is the mayor?", *names, confidence="likely"), private=True))
    first, rest = text.split("-# Also possible\n")
    assert "Ilse Brandvold" in first and "Nygard" not in first
    assert rest.startswith("**Rolf Nygard**") and "Harald Quist" in rest
    without = shown(answer_view(answer("who", "mayor", *names), private=True))
    assert "Also possible" not in without and "Probably" not in without


def test_what_was_not_found_is_not_called_sure() -> None:
    assert "Perhaps" not in shown(answer_view(answer("ask", "Who?", confidence="unsure"), private=True))


def test_a_found_article_is_named_once() -> None:
    finding = Finding(citation().headline, quotes=(quote(),))
    text = shown(answer_view(answer("search", "tax", finding), private=True))
    assert text.count("long night") == 1
    assert "**[Harbour tax passes after a long night (1)](<https://herald.example/1>)**" in text


def test_two_quotes_of_one_article_share_their_source_line() -> None:
    finding = replace(PERSON, quotes=(quote("One."), quote("Two.")))
    assert shown(answer_view(answer("who", "Quist", finding), private=True)).count("Herald") == 1


def test_quotes_of_two_articles_name_both() -> None:
    finding = Finding(citation().headline, quotes=(quote("One."), quote("Two.", number=2)))
    text = shown(answer_view(answer("what", "tax", finding), private=True))
    assert (
        "> One.\n-# The Ansel Herald · <t:1728475200:R>\n\n> Two.\n-# The Ansel Herald · [Harbour tax" in text
    )


def test_every_shown_quote_has_its_source() -> None:
    long = "Word " * 110 + "end."
    finding = Finding("Ana Quist", quotes=(quote(long), quote(long), quote(long), quote("Four.")))
    text = shown(answer_view(answer("who", "Quist", finding), private=True))
    assert "end." in text
    assert re.search(r"end\.\n-# The Ansel Herald", text)


def test_the_day_of_an_article_stands_with_its_outlet() -> None:
    finding = Finding(citation().headline, day=date(2024, 10, 9), quotes=(quote(),))
    text = shown(answer_view(answer("latest", "", finding), private=True))
    assert "-# The Ansel Herald · 9 October 2024 · <t:1728475200:R>" in text


def test_without_an_address_the_headline_is_plain() -> None:
    given_answer = replace(answer("who", "Quist", PERSON), citations={citation().article: citation(url=None)})
    text = shown(answer_view(given_answer, private=True))
    assert "· Harbour tax passes after a long night (1) ·" in text


def test_who_else_tells_it_is_named_and_linked() -> None:
    others = (citation(2), citation(3, source=None, url=None), *(citation(n) for n in range(4, 9)))
    text = shown(answer_view(answer("what", "tax", replace(PERSON, also_in=others)), private=True))
    assert (
        "-# also in [The Ansel Herald](<https://herald.example/2>), "
        "Harbour tax passes after a long night (3), [The Ansel Herald]" in text
    )
    assert "(<https://herald.example/5>), 3 more\n" in text


def test_a_long_address_of_another_source_leaves_room_for_the_others() -> None:
    others = tuple(citation(n, url="https://h.example/" + "y" * 350) for n in range(2, 7))
    text = shown(answer_view(answer("what", "tax", replace(PERSON, also_in=others)), private=True))
    assert "-# also in The Ansel Herald, The Ansel Herald, " in text


def test_a_story_names_each_of_its_sources_on_a_line() -> None:
    told = Finding(
        citation().headline, day=date(2024, 10, 9), quotes=(quote(),), also_in=(citation(2), citation(3))
    )
    event = Finding(
        "Oct. 9", day=date(2024, 10, 9), quotes=(quote("It was on Oct. 9."),), also_in=(citation(4),)
    )
    text = shown(answer_view(answer("story", "tax", told, event), private=True))
    assert text.startswith("### 🧵 Story · tax\n**[Harbour tax")
    for number in (2, 3):
        assert (
            f"-# also in The Ansel Herald · [Harbour tax passes after a long night ({number})]"
            f"(<https://herald.example/{number}>) · 9 October 2024" in text
        )
    assert "**9 October 2024**\n> It " in text
    assert "-# also in [The Ansel Herald](<https://herald.example/4>)" in text


def test_the_article_that_leads_is_linked_where_another_is_quoted_first() -> None:
    finding = Finding(citation().headline, quotes=(quote("New.", number=2), quote("Old.")))
    text = shown(answer_view(answer("what", "tax", finding), private=True))
    assert "**[Harbour tax passes after a long night (1)](<https://herald.example/1>)**" in text
    assert "> New.\n-# The Ansel Herald · [Harbour tax passes after a long night (2)]" in text


def test_limits_and_understanding_are_said() -> None:
    view = answer_view(
        answer("who", "Netanyaho", PERSON, note="Showing Benjamin Netanyahu."),
        private=True,
        topic="world",
        window=Window(date(2024, 10, 1), date(2024, 10, 9)),
    )
    assert "-# World · 1 October 2024 to 9 October 2024\n-# Showing Benjamin Netanyahu." in shown(view)


def test_nothing_found_offers_what_is_near() -> None:
    view = answer_view(answer("what", "zzqx", near=("Zadar", "Zenith [x]")), private=True)
    text = shown(view)
    assert "Nothing found" in text
    assert text.endswith("There is news on these:\n[Zadar]\n[Zenith [x]]")
    assert [button["custom_id"] for button in buttons(view).values()] == [
        "ng:a:what:0::::Zadar",
        "ng:a:what:0::::Zenith [x]",
    ]


def test_nothing_found_and_nothing_near_says_what_to_do() -> None:
    text = shown(answer_view(answer("what", "zzqx"), private=True))
    assert "/latest" in text
    assert "Share" not in text


def test_nothing_found_claims_no_more_than_was_asked() -> None:
    # an excluded word may be all that the articles lack
    text = shown(answer_view(answer("search", "ward -hospital", near=("Ward 3",)), private=True))
    assert "**Nothing found.** No article in the index is like this." in text


def test_nothing_found_within_limits_says_so() -> None:
    assert "without the topic or the dates" in shown(
        answer_view(answer("what", "x"), private=True, topic="world")
    )


def test_pages_turn_and_end() -> None:
    many = answer("latest", "", *(Finding(f"Story {number}", quotes=(quote(),)) for number in range(12)))
    first, last = (answer_view(many, private=True, page=page) for page in (0, 2))
    assert "1 to 5 of 12" in shown(first)
    assert "11 to 12 of 12" in shown(last)
    assert buttons(first)["Back"]["disabled"]
    assert not buttons(first)["Next"]["disabled"]
    assert buttons(last)["Next"]["disabled"]
    assert "Story 4" in shown(first)
    assert "Story 5" not in shown(first)
    assert shown(answer_view(many, private=True, page=99)) == shown(last)


def test_the_public_copy_names_the_sharer_and_has_no_buttons() -> None:
    view = answer_view(answer("who", "Quist", PERSON), private=False, shared_by=42)
    assert "-# Shared by <@42>" in shown(view)
    assert not buttons(view)


def test_a_shared_answer_cannot_be_shared_twice() -> None:
    button = buttons(answer_view(answer("who", "Quist", PERSON), private=True, shared=True))["Shared"]
    assert button["disabled"]


async def test_a_question_too_long_for_a_button_keeps_its_answer() -> None:
    assert isinstance(answer_view(answer("ask", "why " * 60, PERSON), private=True), ExpiringAnswer)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(ANSWERS, st.booleans(), st.integers(0, 20), st.none() | st.integers(1, 2**63))
def test_any_answer_fits(asked: Answer, private: bool, page: int, shared_by: int | None) -> None:
    view = answer_view(asked, private=private, page=page, shared_by=shared_by)
    _assert_takeable(view)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=30)
@given(ANSWERS)
def test_every_finding_is_on_exactly_one_page(asked: Answer) -> None:
    seen, page = 0, 0
    while seen < len(asked.findings):
        match = re.search(
            r"(\d+) to (\d+) of (\d+)", shown(answer_view(asked, private=False, page=page)).splitlines()[-1]
        ) or re.search(
            r"-# (\d+) to (\d+) of (\d+)$", shown(answer_view(asked, private=False, page=page)), re.MULTILINE
        )
        if match is None:
            assert len(asked.findings) <= 5
            break
        assert int(match[1]) == seen + 1
        seen, page = int(match[2]), page + 1


@given(st.sampled_from(["who", "ask", "latest"]), HOSTILE, st.none() | st.dates(), st.integers(0, 99))
def test_a_question_survives_its_button(kind: str, about: str, since: date | None, page: int) -> None:
    key = AnswerKey(kind, about, "world", Window(since=since))  # type: ignore[arg-type]
    custom_id = key.custom_id("s", page)
    if custom_id is not None:
        match = ANSWER_TEMPLATE.fullmatch(custom_id)
        assert match is not None
        assert read_answer_id(match) == (key, page)


def _assert_takeable(view: ui.LayoutView) -> None:
    assert measure(view).fits, measure(view)
    ids = custom_ids(view)
    assert len(ids) == len(set(ids))
    assert all(0 < len(custom_id) <= 100 for custom_id in ids)
    assert all(0 < len(label) <= 80 for label in buttons(view))


# --- a page alone -----------------------------------------------------------------------------------------


def part(total: int, offset: int, count: int, **changes: Any) -> Answer:
    found = [Finding(citation(n).headline, quotes=(quote(number=n),)) for n in range(1, count + 1)]
    return answer("search", "tax", *found, total=total, offset=offset, **changes)


def test_a_page_alone_tells_where_it_stands_in_all() -> None:
    assert "-# 1 to 5 of 12" in shown(answer_view(part(12, 0, 5), private=True))
    last = answer_view(part(12, 10, 2), private=True, page=900)
    assert "-# 11 to 12 of 12" in shown(last)
    assert buttons(last)["Next"]["disabled"]
    assert not buttons(last)["Back"].get("disabled")
    assert "-# 46 to 50 of more than 50" in shown(answer_view(part(50, 45, 5, cut=True), private=True))


def test_a_page_that_is_all_has_its_total_and_no_buttons_to_turn() -> None:
    view = answer_view(part(2, 0, 2), private=True)
    assert "-# 1 to 2 of 2" in shown(view)
    assert set(buttons(view)) == {"Share to channel"}


def test_five_long_hits_are_shortened_to_fit_one_page() -> None:
    long = Finding("Tax " * 60, quotes=(quote("word " * 115 + "."), quote("word " * 115 + ".")))
    short = Finding(citation(2).headline, quotes=(quote(number=2),))
    view = answer_view(replace(part(9, 0, 5), findings=(long, short, long, long, long)), private=True)
    assert measure(view).fits
    text = shown(view)
    assert text.count("\n> word") >= 4
    assert "> The **council** passed the harbour tax by nine votes to six." in text


@given(ANSWERS, st.integers(0, 60), st.booleans())
def test_a_page_alone_always_fits(given_answer: Answer, offset: int, cut: bool) -> None:
    findings = given_answer.findings[:5]
    total = offset + len(findings) if findings else None
    page = replace(given_answer, kind="search", findings=findings, total=total, offset=offset, cut=cut)
    assert measure(answer_view(page, private=True, page=offset // 5)).fits
