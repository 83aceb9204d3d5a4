"""Is it true, and is it all? What the bot says of each slot, beside what really happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bench.yearlong.discord_double import Message
from bot.digests.schedules.accounting import account_for
from bot.digests.schedules.slots import next_slot
from bot.index import Index
from bot.models import Schedule, SlotAccount, SlotOutcome, Subscription

GRACE = timedelta(hours=40)
"""How long a digest may be on its way: what is claimed is given up when the bot was away for 36 hours."""
TO_HAND = timedelta(minutes=20)
"""After its time a slot may be missed because of what happened meanwhile."""
BEHIND = timedelta(days=41)
"""How far the machine's clock may be behind; when it is by years, what was done then is before everything."""
MOST_FAULTS = 40


@dataclass(slots=True)
class Times:
    """Stretches of time, the last of which may still go on."""

    spans: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    def begin(self, at: datetime) -> None:
        """Note that one begins, unless one goes on."""
        if not self.spans or self.spans[-1][1] is not None:
            self.spans.append((at, None))

    def end(self, at: datetime) -> None:
        """Note that it is over."""
        if self.spans and self.spans[-1][1] is None:
            self.spans[-1] = (self.spans[-1][0], at)

    def meet(self, start: datetime, end: datetime) -> bool:
        """Return whether any of them shares a moment with this one."""
        return any(begin <= end and (over is None or over >= start) for begin, over in self.spans)


@dataclass(slots=True)
class Verdict:
    """What was counted, and what was found to be wrong."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slots: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    """An example of each outcome."""

    def fault(self, text: str) -> None:
        """Note something that is wrong; of very many, the first."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(text)


class Judge:
    """Compares, subscription by subscription, since it was last looked at."""

    def __init__(self, excused: Iterable[Times], wrong: Times, posted: list[Message]) -> None:
        self.verdict = Verdict()
        self._wrong = wrong
        """When the machine's clock was wrong, and with it what was written down then."""
        self._excused = list(excused)
        """When slots may be missed: the bot was away, Discord was, or the clock was wrong."""
        self._posted = posted
        self._by_delivery: dict[int, list[Message]] = {}
        self._read = 0

    async def look(
        self, index: Index, subscription: Subscription, stopped: Times, since: datetime, now: datetime
    ) -> None:
        """Check all slots of a subscription that were due after `since`, all of them of one schedule.

        `stopped` is when somebody paused it, or there was a reason to.
        """
        self._stopped = stopped
        self._catch_up()
        wanted = _walk(subscription.schedule, since, now)
        accounts = await account_for(index, subscription, now, len(wanted) + 100)
        told = {account.slot.due: account for account in accounts}
        for due in wanted:
            self.verdict.slots += 1
            if due not in told:
                self._fault(subscription, due, "nothing is said of it")
                continue
            self._check(subscription, told[due], now)
        for account in accounts:
            if account.slot.due > since and account.slot.due not in wanted and account.delivery is not None:
                # as it happens, or a moment that was promised before the schedule was changed
                self._check(subscription, account, now)

    def _catch_up(self) -> None:
        for message in self._posted[self._read :]:
            self._by_delivery.setdefault(message.delivery, []).append(message)
        self._read = len(self._posted)

    def _check(self, subscription: Subscription, account: SlotAccount, now: datetime) -> None:
        outcome, due = account.outcome, account.slot.due
        self.verdict.outcomes[outcome.value] += 1
        self.verdict.texts.setdefault(f"{outcome.value}{account.delivery is None}", account.text)
        text = account.text
        if not text.endswith((".", "!", "?")) or len(text.split()) < 3 or "unknown" in text.casefold():
            self._fault(subscription, due, f"no sentence: {text!r}")
        messages = self._by_delivery.get(account.delivery.id, []) if account.delivery else []
        if len(messages) > 1:
            self._fault(subscription, due, f"posted {len(messages)} times")
        unclear = {SlotOutcome.SENDING, SlotOutcome.HELD}
        if (outcome is SlotOutcome.POSTED) != bool(messages) and outcome not in unclear:
            self._fault(subscription, due, f"{len(messages)} messages, and it says: {text}")
        waits = outcome in {SlotOutcome.SENDING, SlotOutcome.WAITING}
        if waits and now - due > GRACE and not self._is_excused_at(now - TO_HAND):
            self._fault(subscription, due, f"still, at {now:%d %b %H:%M}: {text}")
        if outcome is SlotOutcome.PAUSED and not self._is_paused(due):
            self._fault(subscription, due, f"nobody paused it, and it says: {text}")
        if outcome is SlotOutcome.MISSED and not self._is_excused(account):
            self._fault(subscription, due, f"the bot was there, and it says: {text}")

    def _is_excused(self, account: SlotAccount) -> bool:
        return "on its way" in account.text or self._is_excused_at(account.slot.due)

    def _is_excused_at(self, moment: datetime) -> bool:
        return any(times.meet(moment, moment + TO_HAND) for times in self._excused)

    def _is_paused(self, due: datetime) -> bool:
        until = due + GRACE
        paused = self._stopped.meet(due, until) or self._wrong.meet(due - BEHIND, until)
        # whoever paused it may have done so when the bot was back, before it got round to its slots
        return paused or self._is_excused_at(due)

    def _fault(self, subscription: Subscription, due: datetime, text: str) -> None:
        self.verdict.fault(f"subscription {subscription.id}, {due:%Y-%m-%d %H:%M}: {text}")


def repeats(messages: Iterable[Message], channel_of: dict[int, int]) -> list[str]:
    """Return what was posted twice: a digest, or in one channel a story that did not develop."""
    faults: list[str] = []
    deliveries: Counter[int] = Counter()
    shown: dict[tuple[int, int], int] = {}
    for message in messages:
        deliveries[message.delivery] += 1
        channel = channel_of.get(message.delivery, 0)
        for story in message.digest.all_stories:
            key = channel, story.citation.article
            if key in shown and story.updates is None and shown[key] != message.delivery:
                faults.append(
                    f"article {key[1]} in channel {channel}: by {shown[key]} and {message.delivery}"
                )
            shown[key] = message.delivery
    faults += [f"delivery {number} stands {count} times" for number, count in deliveries.items() if count > 1]
    return faults


def _walk(schedule: Schedule, since: datetime, now: datetime) -> list[datetime]:
    if not hasattr(schedule, "minutes") and not hasattr(schedule, "times"):
        return []
    moments, moment = [], since
    while (moment := next_slot(schedule, moment).due) <= now:
        moments.append(moment)
    return moments
