"""Why was nothing posted? What an admin is told of each slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digests.schedules.accounting import account_for, explain_slots
from bot.digests.schedules.slots import next_slot, slots_between
from bot.index import Index
from bot.models import (
    ArticleId,
    Citation,
    Claim,
    ClockSchedule,
    Delivery,
    DeliveryId,
    DeliveryState,
    Digest,
    DigestStory,
    IntervalSchedule,
    LiveSchedule,
    QuietHours,
    Quote,
    Schedule,
    Slot,
    SlotAccount,
    SlotOutcome,
    Subject,
    Subscription,
    SubscriptionEvent,
    SubscriptionId,
    SubscriptionState,
)

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
DAILY = ClockSchedule(("07:30",), frozenset(range(7)), "Europe/Paris")
NOW = datetime(2026, 1, 9, 12, 0, tzinfo=UTC)
"""A Friday, 13:00 in Paris."""
CREATED = SubscriptionEvent(NOW - 30 * DAY, "created")
LACKS = "The bot lacks the permission Send Messages in <#7>."


def due(day: int) -> datetime:
    """Return when the slot of a day of this January is due."""
    return datetime(2026, 1, day, 6, 30, tzinfo=UTC)


def subscription(
    schedule: Schedule = DAILY, *, next_due: datetime | None = None, paused: datetime | None = None
) -> Subscription:
    return Subscription(
        id=SubscriptionId(1),
        guild=1,
        member=None,
        channel=7,
        subject=Subject(),
        schedule=schedule,
        state=SubscriptionState.ACTIVE if paused is None else SubscriptionState.PAUSED,
        pause_reason=None if paused is None else LACKS,
        paused_at=paused,
        created_by=2,
        created_at=CREATED.at,
        next_due=next_due or due(10),
    )


def digest_of(count: int, *, updates: int = 0, since: datetime | None = None) -> Digest:
    story = DigestStory(
        Citation(ArticleId(1), "Ferries stop", "The Courier", None, NOW),
        (Quote("Ferries stop.", ArticleId(1), 0, 13),),
    )
    stories = [replace(story, updates=NOW - DAY if number < updates else None) for number in range(count)]
    return Digest(Subject(), "All topics", tuple(stories), NOW, since=since)


def row(
    day: int,
    state: DeliveryState = DeliveryState.SENT,
    *,
    reason: str | None = None,
    late: timedelta = timedelta(seconds=20),
    digest: Digest | None = None,
    message: int | None = None,
    attempts: int = 0,
) -> Delivery:
    return Delivery(
        id=DeliveryId(day),
        subscription=SubscriptionId(1),
        slot_key=f"2026-01-{day:02d}T07:30",
        state=state,
        channel=7,
        due=due(day),
        claimed_at=due(day) + timedelta(seconds=20),
        digest=digest,
        message=message,
        attempts=attempts,
        reason=reason,
        finished_at=None if state is DeliveryState.CLAIMED else due(day) + late,
    )


def told(
    rows: Sequence[Delivery] = (),
    events: Sequence[SubscriptionEvent] = (CREATED,),
    *,
    of: Subscription | None = None,
    count: int = 1,
) -> list[tuple[str, str]]:
    accounts = explain_slots(of or subscription(), rows, events, NOW, count)
    return [(account.outcome.value, account.text) for account in accounts]


# --- what the ledger knows -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delivery", "outcome", "text"),
    [
        (row(9, digest=digest_of(1)), "posted", "Posted at 07:30: 1 story."),
        (row(9, digest=digest_of(6, updates=2)), "posted", "Posted at 07:30: 6 stories, 2 of them updates."),
        (
            row(9, digest=digest_of(3, updates=1)),
            "posted",
            "Posted at 07:30: 3 stories, 1 of them an update.",
        ),
        (row(9, digest=digest_of(1, updates=1)), "posted", "Posted at 07:30: 1 story, an update."),
        (row(9, digest=digest_of(0)), "posted", "Posted at 07:30: a quiet day."),
        (
            row(9, digest=digest_of(2, since=due(7)), late=timedelta(minutes=42)),
            "posted",
            "Posted at 08:12, 42 minutes late: 2 stories, for the time since 7 Jan 07:30.",
        ),
        (row(9, late=timedelta(hours=5)), "posted", "Posted at 12:30, 5 hours late."),
        (row(9, DeliveryState.EMPTY), "empty", "There was nothing new."),
        (row(9, DeliveryState.CLAIMED), "sending", "It is being sent since 07:30."),
        (
            row(9, DeliveryState.CLAIMED, attempts=2, reason="Discord had a problem (502)."),
            "sending",
            "It is being sent since 07:30, after 2 tries: Discord had a problem (502).",
        ),
        (row(9, DeliveryState.FAILED, reason=LACKS), "failed", f"It was not posted: {LACKS}"),
        (row(9, DeliveryState.FAILED), "failed", "It was not posted: Discord refused it."),
        (
            row(9, DeliveryState.HELD, reason="The bot cannot see the channel."),
            "held",
            "It is held back, so that nothing is posted twice: The bot cannot see the channel.",
        ),
        (
            row(9, DeliveryState.MISSED, reason="The bot was away; its news is in the digest of 07:30"),
            "missed",
            "The bot was away; its news is in the digest of 07:30.",
        ),
    ],
)
def test_what_the_ledger_knows_is_told(delivery: Delivery, outcome: str, text: str) -> None:
    assert told([delivery]) == [(outcome, text)]


def test_a_post_that_was_found_after_a_crash_was_posted_when_discord_got_it() -> None:
    posted = due(9) + timedelta(seconds=30)
    snowflake = (int(posted.timestamp() * 1000) - 1_420_070_400_000) << 22
    found = row(9, message=snowflake, late=timedelta(hours=4), digest=digest_of(1))
    assert told([found]) == [("posted", "Posted at 07:30: 1 story.")]
    nonsense = replace(found, message=2**62)
    assert told([nonsense]) == [("posted", "Posted at 11:30, 4 hours late: 1 story.")]


def test_what_was_posted_by_hand_stands_among_the_slots() -> None:
    extra = replace(row(8, digest=digest_of(2)), slot_key="post:2026-01-08T11:00:00+00:00")
    extra = replace(extra, due=due(8) + timedelta(hours=4), finished_at=due(8) + timedelta(hours=4))
    assert told([row(8), extra, row(9)], count=3) == [
        ("posted", "Posted at 07:30."),
        ("posted", "Posted at 11:30 by hand: 2 stories."),
        ("posted", "Posted at 07:30."),
    ]


def test_what_was_posted_by_a_clock_that_was_ahead_stands_where_it_was_noticed() -> None:
    noticed = due(8) + timedelta(hours=4)
    ahead = replace(row(8, digest=digest_of(2)), slot_key="ahead:8:2026-02-20T07:30", due=noticed)
    ahead = replace(ahead, claimed_at=noticed, finished_at=noticed)
    assert told([ahead, row(9)], count=2)[1] == (
        "posted",
        "Posted at 11:30 while the machine's clock was ahead: 2 stories.",
    )


def test_a_wall_time_that_came_twice_is_one_slot() -> None:
    again = replace(row(9), slot_key="2026-01-09T07:30 (2026-01-09T06:30Z)")
    assert len(told([again], of=subscription(next_due=due(10)), count=1)) == 1
    assert explain_slots(subscription(), [again], [CREATED], NOW, 1)[0].slot.key == again.slot_key


# --- what it does not know -------------------------------------------------------------------------------


def test_a_slot_that_is_due_now_waits_for_the_bot() -> None:
    assert told(of=subscription(next_due=due(9))) == [
        ("waiting", "Its time has come, and the bot has not got round to it yet.")
    ]


def test_slots_inside_a_pause_say_since_when_and_why() -> None:
    paused = SubscriptionEvent(due(7) + timedelta(hours=3), "paused", LACKS)
    resumed = SubscriptionEvent(due(8) + timedelta(hours=3), "resumed")
    history = [CREATED, paused, resumed]
    assert told([row(7), row(9)], history, count=3) == [
        ("posted", "Posted at 07:30."),
        ("paused", f"It was paused from 7 Jan 10:30 to 8 Jan 10:30: {LACKS}"),
        ("posted", "Posted at 07:30."),
    ]
    still = subscription(next_due=due(8), paused=paused.at)
    assert told([row(7)], [CREATED, paused], of=still, count=2) == [
        ("paused", f"It was paused since 7 Jan 10:30: {LACKS}"),
        ("paused", f"It was paused since 7 Jan 10:30: {LACKS}"),
    ]


def test_a_slot_that_made_the_bot_pause_says_so() -> None:
    paused = SubscriptionEvent(due(9) + 2 * MINUTE, "paused", LACKS)
    still = subscription(next_due=due(9), paused=paused.at)
    assert told([row(8)], [CREATED, paused], of=still) == [
        ("paused", f"It was paused at 07:32, before the bot got round to it: {LACKS}")
    ]


def test_subscribing_again_ends_a_pause() -> None:
    paused = SubscriptionEvent(due(5) + MINUTE, "paused", LACKS)
    again = SubscriptionEvent(due(8) + MINUTE, "changed")
    assert told([row(9)], [CREATED, paused, again], count=5) == [("posted", "Posted at 07:30.")]


def test_a_change_in_a_pause_leaves_it_paused() -> None:
    paused = SubscriptionEvent(due(5) + MINUTE, "paused", LACKS)
    changed = SubscriptionEvent(due(7) + MINUTE, "changed")
    resumed = SubscriptionEvent(due(8) + MINUTE, "resumed")
    assert told([row(9)], [CREATED, paused, changed, resumed], count=5) == [
        ("posted", "Posted at 07:30."),
        ("paused", f"It was paused from 5 Jan 07:31 to 8 Jan 07:31: {LACKS}"),
    ]


def test_a_pause_whose_begin_is_forgotten() -> None:
    resumed = SubscriptionEvent(due(9) + MINUTE, "resumed")
    assert told([], [resumed]) == [("paused", "It was paused from 10 Dec 13:00 to 9 Jan 07:31.")]


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (
            DeliveryState.SENT,
            "The bot was away at this time; its news is in the digest for the slot of 9 Jan 07:30.",
        ),
        (
            DeliveryState.EMPTY,
            "The bot was away at this time; at the slot of 9 Jan 07:30 there was nothing new.",
        ),
        (
            DeliveryState.FAILED,
            "The bot was away at this time; the slot of 9 Jan 07:30 was not posted either,"
            " and its news was left for later digests.",
        ),
    ],
)
def test_a_slot_that_was_overtaken_says_where_its_news_went(state: DeliveryState, text: str) -> None:
    assert told([row(9, state)], count=2)[1] == ("missed", text)


def test_a_slot_that_was_passed_over_says_where_its_news_goes() -> None:
    assert told([row(8)]) == [
        (
            "missed",
            "The bot was away at this time, or its machine's clock was wrong;"
            " its news comes with the digest of 10 Jan 07:30.",
        )
    ]


def test_before_the_last_change_only_what_the_ledger_knows() -> None:
    changed = SubscriptionEvent(due(8) + MINUTE, "changed")
    assert [text for _, text in told([row(6), row(9)], [CREATED, changed], count=5)] == [
        "Posted at 07:30.",
        "Posted at 07:30.",
    ]


def test_a_new_subscription_has_had_no_slots() -> None:
    young = replace(subscription(), created_at=NOW - MINUTE)
    assert told([], [SubscriptionEvent(NOW - MINUTE, "created")], of=young) == []


def test_what_a_wrong_clock_wrote_ahead_stands_before_nothing() -> None:
    ahead = replace(row(9), id=DeliveryId(99), slot_key="2038-01-01T07:30", due=NOW + 4000 * DAY)
    assert told([row(9), ahead]) == [("posted", "Posted at 07:30.")]


def test_posts_as_they_happen_are_those_of_the_ledger() -> None:
    live = subscription(LiveSchedule(30, QuietHours("22:00", "07:00", "Europe/Paris")))
    assert told([row(9, digest=digest_of(1))], of=live, count=5) == [("posted", "Posted at 07:30: 1 story.")]
    assert told([row(9)], of=subscription(LiveSchedule(30))) == [("posted", "Posted at 06:30 UTC.")]


# --- any history -----------------------------------------------------------------------------------------

schedules = st.sampled_from(
    [
        DAILY,
        ClockSchedule(("02:30", "18:00"), frozenset({0, 2, 6}), "America/New_York"),
        IntervalSchedule(360),
        IntervalSchedule(90, QuietHours("22:00", "07:00", "Australia/Lord_Howe")),
    ]
)
happenings = st.lists(
    st.tuples(
        st.integers(0, 40 * 24),
        st.sampled_from(["created", "changed", "paused", "resumed"]),
        st.sampled_from([None, "", LACKS, "Nobody reads it"]),
    ),
    max_size=12,
)


@settings(max_examples=150)
@given(
    schedules,
    happenings,
    st.lists(st.tuples(st.sampled_from(list(DeliveryState)), st.none() | st.text(max_size=20)), max_size=40),
    st.integers(-60, 60),
    st.booleans(),
    st.integers(1, 25),
)
def test_whatever_happened_each_slot_is_explained_in_words(
    schedule: Schedule,
    happened: list[tuple[int, str, str | None]],
    states: list[tuple[DeliveryState, str | None]],
    promised: int,
    active: bool,
    count: int,
) -> None:
    begin = NOW - 40 * DAY
    events = [
        SubscriptionEvent(begin + timedelta(hours=hours), kind, text)  # type: ignore[arg-type]
        for hours, kind, text in sorted(happened, key=lambda each: each[0])
    ]
    this = replace(
        subscription(schedule, paused=None if active else NOW - 3 * DAY),
        created_at=begin,
        next_due=NOW + promised * timedelta(hours=6),
    )
    known = slots_between(schedule, begin, NOW, 1000)
    # every third slot is in no ledger
    rows = [
        replace(row(9, state, reason=reason), id=DeliveryId(number), slot_key=slot.key, due=slot.due)
        for number, (slot, (state, reason)) in enumerate(zip(known[::-1], states, strict=False))
        if number % 3
    ]
    accounts = explain_slots(this, rows, events, NOW, count)
    _check_words(accounts, count)
    since = max([begin, *(event.at for event in events if event.kind in {"created", "changed"})])
    wanted = [slot for slot in known if slot.due > since][-count:]
    assert {slot.due for slot in wanted} <= {account.slot.due for account in accounts}


def _check_words(accounts: list[SlotAccount], count: int) -> None:
    assert len(accounts) <= count
    moments = [account.slot.due for account in accounts]
    assert moments == sorted(set(moments), reverse=True)
    for account in accounts:
        assert account.text.endswith((".", "!", "?", "…"))
        assert account.text.isprintable() or account.delivery is not None
        assert len(account.text.split()) >= 3 or account.delivery is not None
        assert "unknown" not in account.text.casefold()
        assert (account.delivery is None) == (
            account.outcome in {SlotOutcome.PAUSED, SlotOutcome.WAITING}
            or (account.outcome is SlotOutcome.MISSED and account.delivery is None)
        )


# --- from the index --------------------------------------------------------------------------------------


async def test_from_the_index(index: Index) -> None:
    made, _ = await index.subscriptions.put(
        guild=1,
        channel=7,
        subject=Subject(),
        schedule=DAILY,
        created_by=2,
        now=due(5) + MINUTE,
        next_due=due(6),
    )
    claim = Claim(made, Slot("2026-01-06T07:30", due(6)), due(7), None, state=DeliveryState.EMPTY)
    assert await index.deliveries.claim(claim, due(6) + MINUTE) is not None
    await index.subscriptions.pause(made.id, "Somebody paused it.", due(6) + 60 * MINUTE)
    await index.subscriptions.resume(made.id, next_slot(DAILY, NOW - DAY).due, NOW - DAY)
    now = await index.subscriptions.by_id(made.id)
    assert now is not None
    accounts = await account_for(index, now, NOW)
    assert [(account.slot.key, account.text) for account in accounts] == [
        ("2026-01-09T07:30", "Its time has come, and the bot has not got round to it yet."),
        ("2026-01-08T07:30", "It was paused from 6 Jan 08:30 to 8 Jan 13:00: Somebody paused it."),
        ("2026-01-07T07:30", "It was paused from 6 Jan 08:30 to 8 Jan 13:00: Somebody paused it."),
        ("2026-01-06T07:30", "There was nothing new."),
    ]


async def test_many_rows_of_a_clock_that_was_ahead_hide_nothing(index: Index) -> None:
    made, _ = await index.subscriptions.put(
        guild=1,
        channel=7,
        subject=Subject(),
        schedule=DAILY,
        created_by=2,
        now=due(5) + MINUTE,
        next_due=due(6),
    )
    real = Claim(made, Slot("2026-01-06T07:30", due(6)), due(7), None, state=DeliveryState.EMPTY)
    assert await index.deliveries.claim(real, due(6)) is not None
    moved = replace(made, next_due=due(7))
    ahead = NOW + 400 * DAY
    *older, newest = slots_between(DAILY, ahead - 60 * DAY, ahead, 51)
    claim = Claim(moved, newest, ahead + DAY, None, state=DeliveryState.EMPTY, missed=tuple(older))
    assert await index.deliveries.claim(claim, ahead) is not None
    now = await index.subscriptions.by_id(made.id)
    assert now is not None
    accounts = await account_for(index, now, NOW, 4)
    assert [account.slot.key for account in accounts] == [f"2026-01-0{day}T07:30" for day in (9, 8, 7, 6)]
    assert accounts[-1].text == "There was nothing new."
