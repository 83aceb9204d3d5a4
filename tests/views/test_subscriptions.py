"""What an admin sees of subscriptions: the list, one's card, its forms, what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import validate_components, validate_modal

from bot.models import (
    Delivery,
    DeliveryId,
    DeliveryState,
    Digest,
    DigestPreview,
    DigestStory,
    LeftOut,
    LeftOutReason,
    LiveSchedule,
    Preferences,
    Publication,
    RoleMention,
    Slot,
    SlotAccount,
    SlotOutcome,
    Subject,
    SubscriptionState,
)
from bot.views.layout import measure
from bot.views.subscriptions import SubscriptionLine, subscribed_view, subscriptions_view
from bot.views.subscriptions_buttons import CHOOSE_ID, DESK_TEMPLATE
from bot.views.subscriptions_card import SubscriptionWords, ending_view, refused_view, subscription_view
from bot.views.subscriptions_forms import (
    Choice,
    Form,
    handed_in,
    how_form,
    what_form,
    when_form,
    which_form,
)
from bot.views.subscriptions_past import history_view, left_out_view, message_url, why_view
from tests.views.making import (
    CITATIONS,
    DIGESTS,
    HOSTILE,
    LONG,
    NOON,
    buttons,
    citation,
    custom_ids,
    digest,
    shown,
    subscription,
)

FEW = settings(deadline=None, max_examples=25)
LINE = SubscriptionLine(subscription(), "🌍 World", "daily at 08:00, Europe/Paris", "news")
V2 = 1 << 15
LIVE = LiveSchedule(15)
AS_SOON = "as soon as there is news, from <t:1728475200:f> on"
ENDLESS = "😀 @everyone " * 100
PHRASES = st.lists(LONG, max_size=20).map(tuple)


def fits(view: ui.LayoutView) -> bool:
    """Say whether Discord would take a card: its size, its tree, each custom_id once and to be answered."""
    validate_components(view.to_components(), flags=V2)  # type: ignore[no-untyped-call]
    ids = custom_ids(view)
    ours = all(each == CHOOSE_ID or DESK_TEMPLATE.fullmatch(each) for each in ids)
    return measure(view).fits and len(set(ids)) == len(ids) and ours


# --- the list --------------------------------------------------------------------------------------------


def test_the_list_is_by_channel_and_shows_next_times_and_reasons() -> None:
    paused = subscription(2, state=SubscriptionState.PAUSED, pause_reason="I may not send messages there.")
    lines = [
        LINE,
        SubscriptionLine(subscription(3, channel=101), "🔬 Science", "every 2 hours", "news"),
        SubscriptionLine(paused, "gone", "daily at 08:00, UTC"),
    ]
    text = shown(subscriptions_view(lines))
    assert "2 channel digests on, 1 paused" in text
    assert (
        "**<#101>**\n"
        "🟢 🌍 World\n-# daily at 08:00, Europe/Paris · next <t:1728475200:R>\n"
        "🟢 🔬 Science\n-# every 2 hours · next <t:1728475200:R>\n\n"
        "**<#102>**\n-# It is deleted or asleep, or I cannot see it.\n"
        "⏸️ gone\n-# Paused: I may not send messages there."
    ) in text


def test_an_empty_list_says_how_to_start() -> None:
    assert "`/subscribe` starts one" in shown(subscriptions_view([]))


def test_a_long_list_has_pages_and_each_of_it_can_be_chosen() -> None:
    lines = [SubscriptionLine(subscription(n), f"Topic {n}", "every hour", f"c{n}") for n in range(1, 61)]
    seen = []
    for page in range(10):
        view = subscriptions_view(lines, page)
        (select,) = [item for item in view.walk_children() if isinstance(item, ui.Select)]
        seen.append([option.value for option in select.options])
        assert fits(view)
        if buttons(view)["Next"]["disabled"]:
            break
    assert [value for page_of in seen for value in page_of] == [str(n) for n in range(1, 61)]
    assert "page 2 of" in shown(subscriptions_view(lines, 1))
    assert shown(subscriptions_view(lines, 99)) == shown(subscriptions_view(lines, len(seen) - 1))


@FEW
@given(st.integers(1, 60), LONG, LONG, LONG, st.integers(0, 9))
def test_any_list_fits(number: int, reason: str, schedule: str, channel: str, page: int) -> None:
    lines = [
        SubscriptionLine(
            subscription(n, state=SubscriptionState.PAUSED, pause_reason=reason, channel=n // 3),
            schedule,
            schedule,
            channel,
        )
        for n in range(1, number + 1)
    ]
    assert fits(subscriptions_view(lines, page))


# --- a new one -------------------------------------------------------------------------------------------


def test_what_comes_as_it_happens_is_promised_for_no_time() -> None:
    live = subscription(schedule=LIVE, preferences=Preferences(say_quiet=True))
    line = replace(LINE, subscription=live, schedule="as it happens, at most every 15 minutes")
    assert f"The next digest comes {AS_SOON}." in shown(subscribed_view(line, new=True, sample=None))
    assert "\n-# as it happens, at most every 15 minutes\n" in f"{shown(subscriptions_view([line]))}\n"
    words = SubscriptionWords("🌍 World", ["🌍 World"], [], line.schedule, [])
    text = shown(subscription_view(live, words))
    assert f"The next digest comes {AS_SOON}." in text
    assert "what comes as it happens has no quiet days" in text


def test_a_quiet_day_that_would_be_said_is_promised() -> None:
    view = subscribed_view(LINE, new=True, sample=digest(0))
    assert "There is nothing new on it right now, and a digest would say so." in shown(view)


def test_the_confirmation_says_when_and_what() -> None:
    view = subscribed_view(LINE, new=True, sample=digest(5), remark="It is **published**.")
    text = shown(view)
    assert "### ✅ <#101> will get 🌍 World\nDaily at 08:00, Europe/Paris." in text
    assert "The next digest comes <t:1728475200:F>" in text
    assert (
        "- [Harbour tax passes after a long night (1)](<https://herald.example/1>) · The Ansel Herald" in text
    )
    assert "and 2 more stories" in text
    assert "-# It is **published**." in text
    assert list(buttons(view)) == ["Edit", "Preview", "Post now"]


def test_the_confirmation_without_news() -> None:
    assert "only when there is news" in shown(subscribed_view(LINE, new=False, sample=None))


@FEW
@given(LONG, LONG, st.none() | DIGESTS)
def test_any_confirmation_fits(title: str, schedule: str, sample: Digest | None) -> None:
    assert fits(subscribed_view(SubscriptionLine(subscription(), title, schedule), new=True, sample=sample))


# --- the card and its forms ------------------------------------------------------------------------------


@FEW
@given(LONG, LONG, PHRASES, PHRASES, PHRASES, LONG, LONG, st.booleans())
def test_any_card_fits(
    title: str,
    text: str,
    names: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    problem: str,
    done: str,
    paused: bool,
) -> None:
    one = subscription(
        2**53,
        subject=Subject(topics=names, feeds=tuple(range(20)), people=names, search=text),
        preferences=Preferences(
            include=include,
            exclude=exclude,
            languages=("de",),
            min_sources=3,
            mention=RoleMention(2**63, include),
            silent=True,
        ),
        state=SubscriptionState.PAUSED if paused else SubscriptionState.ACTIVE,
        pause_reason=text,
        paused_at=NOON if paused else None,
    )
    words = SubscriptionWords(title, names, names * 2, text, names)
    assert fits(subscription_view(one, words, problem=problem, done=done))
    assert fits(ending_view(one, title))


def test_of_many_words_the_rest_is_counted() -> None:
    one = subscription(preferences=Preferences(include=tuple(f"phrase number {n}" for n in range(60))))
    text = shown(subscription_view(one, SubscriptionWords("T", ["W"], [], "daily", [])))
    assert "**phrase number 0**, **phrase number 1**" in text
    (line,) = [line for line in text.splitlines() if line.startswith("With one of: ")]
    listed = line.count("**") // 2
    assert line.endswith(f" and {60 - listed} more")


@FEW
@given(LONG, st.lists(st.tuples(st.just("Names"), LONG), max_size=5))
def test_any_refusal_fits(problem: str, typed: list[tuple[str, str]]) -> None:
    assert fits(refused_view(subscription(), "what", problem, typed, "0123456789ab"))


TOPICS = [Choice("world", "🌍 World"), Choice("science", "🔬 Science", "shared")]
LENGTHS = [Choice("short", "Short"), Choice("normal", "Normal")]


def forms(text: str, chosen: tuple[str, ...] = ()) -> list[Form]:
    """Return all forms, each field filled with a text or with what is chosen."""
    typed = (text,)
    what = {"topics": chosen, "feeds": chosen, "people": typed, "search": typed}
    return [
        what_form("ng:e:1:what", what, topics=TOPICS, feeds=TOPICS),
        what_form("ng:e:1:what", {**what, "topics": typed, "feeds": ()}, topics=[], feeds=[]),
        when_form("ng:e:1:when", {"at": typed, "timezone": typed, "days": typed, "quiet": ()}),
        which_form(
            "ng:e:1:which", {"include": typed, "exclude": typed, "sources": ("3",), "languages": typed}
        ),
        how_form(
            "ng:e:1:how",
            {"length": ("short",), "order": (), "role": ("7",), "words": typed, "switches": ("silent",)},
            lengths=LENGTHS,
            orders=LENGTHS,
        ),
    ]


@FEW
@given(LONG)
def test_any_form_is_one_that_discord_takes(text: str) -> None:
    for form in forms(text.encode(errors="replace").decode(), ("world",)):
        payload = form.to_dict()
        validate_modal(payload)
        for field in payload["components"]:
            part = field["component"]
            # simcord looks at none of these
            assert len(part.get("value") or "") <= part.get("max_length", 4000)
            assert len(field["label"]) <= 45
            assert len(field.get("description") or "") <= 100
            assert len(part.get("placeholder") or "") <= 100


def test_a_form_is_handed_in_as_it_was_filled() -> None:
    components = [
        {"type": 18, "component": {"type": 4, "custom_id": "people", "value": "Ada"}},
        {"type": 18, "component": {"type": 3, "custom_id": "topics", "values": ["world", "science"]}},
        {"type": 18, "component": {"type": 8, "custom_id": "role", "values": []}},
        {"type": 18, "component": {"type": 21, "custom_id": "length", "value": None}},
        {"type": 1, "components": [{"type": 4, "custom_id": "old", "value": ""}]},
        {"type": 10, "content": "text"},
    ]
    assert handed_in(components) == {
        "people": ("Ada",),
        "topics": ("world", "science"),
        "role": (),
        "length": (),
        "old": ("",),
    }


# --- what came of it -------------------------------------------------------------------------------------


def delivery(number: int = 1, **changes: Any) -> Delivery:
    """Return a row of the ledger."""
    fields: dict[str, Any] = {
        "id": DeliveryId(number),
        "subscription": subscription().id,
        "slot_key": "2024-10-09T08:00",
        "state": DeliveryState.SENT,
        "channel": 101,
        "due": NOON,
        "claimed_at": NOON,
        "digest": digest(3),
        "message": 555,
    }
    return Delivery(**fields | changes)


def test_the_history_links_to_each_message() -> None:
    rows = [
        delivery(1, publication=Publication.DONE),
        delivery(2, state=DeliveryState.EMPTY, digest=None, message=None),
        delivery(3, state=DeliveryState.FAILED, message=None, reason="I may not *post* there."),
        delivery(4, slot_key="post:2024-10-09T08:00", digest=digest(1)),
    ]
    view = history_view(subscription(), "🌍 World", rows, page=0, more=False, forum=False)
    text = shown(view)
    link = "[look](<https://discord.com/channels/1/101/555>)"
    assert f"📰 <t:1728475200:f> **posted** · 3 stories · published · {link}" in text
    assert "-# Harbour tax passes after a long night (1)" in text
    assert "💤 <t:1728475200:f> **nothing new**" in text
    assert "🔴 <t:1728475200:f> **not posted** · 3 stories\n" in text
    assert r"-# I may not \*post\* there." in text
    assert "**posted** · 1 story · besides the schedule" in text
    assert "Next" not in buttons(view)


def test_a_post_of_a_forum_is_a_thread() -> None:
    assert message_url(1, 101, 555, forum=True) == "https://discord.com/channels/1/555/555"
    assert message_url(None, 101, 555) == "https://discord.com/channels/@me/101/555"


def test_the_history_can_be_turned() -> None:
    view = history_view(subscription(), "T", [delivery()], page=1, more=True, forum=False)
    assert buttons(view)["Back"]["custom_id"] == "ng:e:1:history:0"
    assert buttons(view)["Next"]["custom_id"] == "ng:e:1:history:2"
    assert fits(view)


def test_a_history_without_anything() -> None:
    text = shown(history_view(subscription(), "T", [], page=0, more=False, forum=False))
    assert "Nothing yet.\n-# Next: <t:1728475200:F> (<t:1728475200:R>)" in text
    paused = subscription(paused_at=NOON, state=SubscriptionState.PAUSED)
    text = shown(history_view(paused, "T", [], page=0, more=False, forum=False))
    assert "Nothing yet.\n-# It is paused" in text


@FEW
@given(st.sampled_from(DeliveryState), st.none() | DIGESTS, st.none() | LONG, LONG, st.integers(0, 300))
def test_any_history_fits(
    state: DeliveryState, made: Digest | None, reason: str | None, title: str, page: int
) -> None:
    rows = [delivery(n, state=state, digest=made, reason=reason, message=2**63) for n in range(10)]
    assert fits(history_view(subscription(), title, rows, page=page, more=True, forum=True))


@pytest.mark.parametrize("state", DeliveryState)
def test_ten_long_ones_are_all_told(state: DeliveryState) -> None:
    far = subscription(guild=2**63, channel=2**63)
    told = DigestStory(citation(headline=ENDLESS), ())
    row = delivery(
        state=state,
        digest=Digest(Subject(), ENDLESS, (told,), NOON),
        reason=ENDLESS,
        message=2**63,
        channel=2**63,
        slot_key="post:now",
        publication=Publication.DONE,
    )
    history = history_view(far, ENDLESS, [row] * 10, page=3, more=True, forum=False)
    assert fits(history)
    assert shown(history).count("besides the schedule") == 10
    accounts = [account(SlotOutcome.HELD, ENDLESS, delivery=row)] * 10
    why = why_view(far, ENDLESS, accounts, problem=ENDLESS, forum=False)
    assert fits(why)
    assert shown(why).count("🟠") == 10


def account(outcome: SlotOutcome, text: str, days: int = 0, **changes: Any) -> SlotAccount:
    """Return what is said of a slot."""
    return SlotAccount(Slot("k", NOON - timedelta(days=days)), outcome, text, **changes)


def test_why_says_what_happened_in_each_readers_own_time() -> None:
    accounts = [
        account(SlotOutcome.POSTED, "3 stories.", delivery=delivery()),
        account(SlotOutcome.EMPTY, "There was nothing new.", 1),
    ]
    view = why_view(subscription(), "🌍 World", accounts, problem="The bot lacks **a lot**.", forum=False)
    text = shown(view)
    assert "📰 <t:1728475200:f> 3 stories. · [look](<https://discord.com/channels/1/101/555>)" in text
    assert "💤 <t:1728388800:f> There was nothing new." in text
    assert "⚠️ The bot lacks **a lot**." in text
    assert "Next: <t:1728475200:F>" in text


def test_why_of_a_new_one_and_of_a_paused_one() -> None:
    text = shown(why_view(subscription(), "T", [], problem="", forum=False))
    assert "Its first time has not come yet." in text
    text = shown(why_view(subscription(schedule=LIVE), "T", [], problem="", forum=False))
    assert f"Nothing was posted yet.\n-# Next: {AS_SOON} · " in text
    paused = subscription(paused_at=NOON, state=SubscriptionState.PAUSED)
    text = shown(why_view(paused, "T", [], problem="", forum=False))
    assert "`/subscriptions resume` lets it post again" in text


@FEW
@given(LONG, LONG, LONG, st.sampled_from(SlotOutcome))
def test_any_account_fits(title: str, text: str, problem: str, outcome: SlotOutcome) -> None:
    accounts = [account(outcome, text, delivery=delivery(message=2**63)) for _ in range(10)]
    assert fits(why_view(subscription(), title, accounts, problem=problem, forum=True))


def test_what_is_left_out_is_told_by_reason() -> None:
    seen = LeftOut(citation(1), LeftOutReason.SEEN, shown_at=NOON)
    few = LeftOut(citation(2), LeftOutReason.FEW_SOURCES, "1 of 2 sources")
    cut = [LeftOut(citation(n), LeftOutReason.BELOW_CUT) for n in range(3, 6)]
    left_out = (seen, *cut, few, replace(seen, citation=citation(9)))
    shape = DigestPreview(digest(4), left_out, "No @everyone.", found=10)
    text = shown(left_out_view(subscription(), "🌍 World", shape, days=7))
    assert "The next digest has 4 of 10 stories of the last 7 days\n" in text
    assert "most important" not in text
    first = "[Harbour tax passes after a long night (1)](<https://herald.example/1>) · The Ansel Herald"
    assert f"**Shown here before** (2)\n- {first} · <t:1728475200:R>\n- " in text
    assert "**Below the cut: the next digest may have them** (3)" in text
    assert "**Told by too few outlets** (1)" in text
    assert text.index("Shown here before") < text.index("Below the cut") < text.index("too few")
    assert "1 of 2 sources" in text
    assert "⚠️ No @\u200beveryone." in text


def test_where_many_are_left_out_it_is_said_how_many_there_are() -> None:
    old = LeftOut(citation(1), LeftOutReason.TOO_OLD)
    text = shown(left_out_view(subscription(), "T", DigestPreview(digest(4), (old,), found=4), days=7))
    assert "The next digest has 4 of 4 stories of the last 7 days" in text, "what is too old is not of them"
    text = shown(left_out_view(subscription(), "T", DigestPreview(digest(4), (old,), found=900), days=7))
    assert "4 of 900 stories of the last 7 days\n-# Of those left out, these are the 1 most important" in text


def test_nothing_is_left_out() -> None:
    shape = DigestPreview(None, ())
    assert "Nothing is left out." in shown(left_out_view(subscription(), "T", shape, days=0))


REASONS = st.sampled_from(LeftOutReason)
LEFT_OUT = st.builds(LeftOut, CITATIONS, REASONS, HOSTILE, st.none() | st.just(NOON))


@FEW
@given(st.lists(LEFT_OUT, max_size=80), LONG, LONG, st.none() | DIGESTS, st.integers(0, 40))
def test_anything_left_out_fits_and_is_on_one_page(
    left_out: list[LeftOut], title: str, note: str, made: Digest | None, page: int
) -> None:
    shape = DigestPreview(made, tuple(left_out), note)
    assert fits(left_out_view(subscription(), title, shape, days=7, page=page))
    lines = 0
    for number in range(81):
        view = left_out_view(subscription(), title, shape, days=7, page=number)
        lines += sum(line.startswith("- ") for line in shown(view).splitlines())
        if "Next" not in buttons(view) or buttons(view)["Next"]["disabled"]:
            break
    assert lines >= len(left_out)
