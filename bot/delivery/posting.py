"""What becomes of a slot that is due: worked out and composed outside any transaction, then written down.

What cannot be posted (no permission, the channel is gone, it is too late) is written down as well: every slot
is accounted for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.delivery.outcomes import Refused, Unknown
from bot.delivery.targets.finding import Target, Targets
from bot.digests.composing.composer import Composer
from bot.digests.schedules.slots import latest_due_slot, next_slot, out_of_quiet
from bot.errors import ScheduleError, SlowQueryError
from bot.models import (
    Claim,
    ClockSchedule,
    Delivery,
    DeliveryState,
    Digest,
    LiveSchedule,
    Slot,
    Subscription,
)
from bot.settings import DigestSettings

if TYPE_CHECKING:
    from bot.index import Index

LEDGER_REACH = 200
"""Rows of a subscription's ledger looked through for a slot that comes up a second time."""
TOO_LATE = "The bot was away for too long; its news is in the next digest."
LIVE_LOOK = timedelta(minutes=1)
"""How often it is looked whether there is something for a subscription that posts as it happens."""

QUIET_DAY = timedelta(hours=20)
"""So long there was no post, before it is said that it is a quiet day: less than from one day to the next."""

SLOW_PATIENCE = timedelta(minutes=10)
"""So long it is tried each minute to compose a digest whose stories take too long to find."""
TOO_SLOW = "Looking through its stories took too long; they are left for the next digest."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is to be written down for a subscription, and what follows from it."""

    subscription: Subscription
    claim: Claim | None = None
    target: Target | None = None
    refused: Refused | None = None
    """Why it is paused."""
    look_again: datetime | None = None
    """When it is next looked at, where there is nothing to write down."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is written down and remains to be done."""

    subscription: Subscription
    delivery: Delivery | None = None
    target: Target | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class _Due:
    """A slot that is due, and those before it that passed unseen."""

    slot: Slot
    following: datetime
    missed: tuple[Slot, ...]


class Posting:
    """Prepares what is due, and claims it."""

    def __init__(
        self, index: Index, settings: DigestSettings, targets: Targets, *, clock: Callable[[], datetime]
    ) -> None:
        self._index = index
        self._settings = settings
        self._targets = targets
        self._clock = clock

    # --- before anything is written ------------------------------------------------------------------------

    async def prepare(
        self, subscription: Subscription, composer: Composer, *, held_up: bool = False
    ) -> Prepared | None:
        """Work out what becomes of the newest slot that is due; None when there is nothing to do for it now.

        `held_up`: what was missed passed while the digest before was being sent. Raises
        :class:`StorageError`.
        """
        now, schedule = self._clock(), subscription.schedule
        try:
            if (
                not isinstance(schedule, ClockSchedule)
                and (quiet_end := out_of_quiet(schedule.quiet, now)) > now
            ):
                return _resting(subscription, quiet_end)
            slot, missed = latest_due_slot(schedule, subscription.next_due, now)
            due = _Due(slot, next_slot(schedule, now).due, missed)
        except ScheduleError as error:
            refused = Refused(str(error), "Choose another time zone with `/subscriptions edit`.")
            return Prepared(subscription, refused=refused)
        target = await self._targets.find(subscription)
        if isinstance(target, Unknown):
            log.info("digest.waits", subscription=subscription.id, reason=target.reason)
            return None
        if isinstance(target, Refused):
            return self._refused(subscription, due, target)
        if (known := target.refusal(None)) is not None:
            return self._refused(subscription, due, known)
        if due.slot.due < now - timedelta(hours=self._settings.catch_up_hours):
            log.info("digest.too_late", subscription=subscription.id, slot=due.slot.key)
            return Prepared(subscription, _final(subscription, due, DeliveryState.MISSED, TOO_LATE, TOO_LATE))
        try:
            return await self._composed(subscription, due, target, composer, held_up=held_up)
        except SlowQueryError:
            return self._too_slow(subscription, due)

    async def compose(
        self,
        subscription: Subscription,
        composer: Composer,
        *,
        since: datetime | None = None,
        asked_for: bool = False,
    ) -> Digest | None:
        """Compose a digest; `asked_for`: by somebody for whom a quiet day is nothing to post."""
        preferences = subscription.preferences
        if asked_for:
            preferences = replace(preferences, say_quiet=False)
        return await composer.compose(
            subject=subscription.subject,
            scope=subscription.scope,
            channel=subscription.channel,
            preferences=preferences,
            since=since,
            live=isinstance(subscription.schedule, LiveSchedule),
        )

    async def _composed(
        self, subscription: Subscription, due: _Due, target: Target, composer: Composer, *, held_up: bool
    ) -> Prepared | None:
        since = await self._last_due(subscription) if due.missed else None
        digest = await self.compose(subscription, composer, since=since)
        if digest is None or (not digest.all_stories and await self._posted_today(subscription)):
            if isinstance(subscription.schedule, LiveSchedule):
                minute = self._clock().replace(second=0, microsecond=0)
                again = out_of_quiet(subscription.schedule.quiet, minute + LIVE_LOOK)
                return Prepared(subscription, look_again=again)
            words = _missed_words(held_up, "nothing new had come meanwhile.")
            # where its search is too slow, or nobody is called so, it is not that there is no news
            note = await composer.note(subscription.subject, subscription.scope)
            reason = f"Nothing new was found. {note}" if note else None
            return Prepared(subscription, _final(subscription, due, DeliveryState.EMPTY, reason, words))
        if refused := target.refusal(digest):
            return self._refused(subscription, due, refused)
        words = _missed_words(held_up, f"its news is in the digest of {_hour(due.slot)}.")
        claim = Claim(subscription, due.slot, due.following, digest, missed=due.missed, missed_reason=words)
        return Prepared(subscription, claim, target)

    def _refused(self, subscription: Subscription, due: _Due, refused: Refused) -> Prepared:
        if isinstance(subscription.schedule, LiveSchedule):
            # it has no slots that could be accounted for
            return Prepared(subscription, refused=refused)
        claim = _final(subscription, due, DeliveryState.FAILED, refused.reason, refused.reason)
        return Prepared(subscription, claim, refused=refused)

    def _too_slow(self, subscription: Subscription, due: _Due) -> Prepared | None:
        """Leave a digest whose stories take too long to find: now, and after a while for the next one."""
        log.warning("digest.too_slow", subscription=subscription.id, slot=due.slot.key)
        now, schedule = self._clock(), subscription.schedule
        if isinstance(schedule, LiveSchedule):
            return Prepared(subscription, look_again=next_slot(schedule, now).due)
        if now - due.slot.due < SLOW_PATIENCE:
            return None
        return Prepared(subscription, _final(subscription, due, DeliveryState.FAILED, TOO_SLOW, TOO_SLOW))

    async def _posted_today(self, subscription: Subscription) -> bool:
        """Say whether there was a post in the last hours: a quiet hour after it is no quiet day."""
        last = await self._index.deliveries.last_posted(subscription.id)
        return last is not None and self._clock() - last < QUIET_DAY

    async def _last_due(self, subscription: Subscription) -> datetime:
        """Return when a catch-up digest speaks from: the last slot kept, else the first one missed."""
        last = await self._index.deliveries.recent(subscription.id, 1)
        return last[0].due if last else subscription.next_due

    # --- writing down --------------------------------------------------------------------------------------

    async def claim(self, prepared: Sequence[Prepared]) -> list[Job]:
        """Write all down in one transaction, and return what remains to be done.

        Where one of them cannot be written, each is by itself. Raises :class:`StorageError` where none can.
        """
        claims = [each.claim for each in prepared if each.claim is not None]
        moves = [(each.subscription, each.look_again) for each in prepared if each.look_again is not None]
        try:
            if moves:
                await self._index.subscriptions.move_all(moves)
            rows = await self._index.deliveries.claim_all(claims, self._clock()) if claims else []
        except Exception:
            if len(prepared) == 1:
                raise
            log.exception("digest.batch_not_claimed", claims=len(claims))
            return await self._claim_singly(prepared)
        written = iter(rows)
        jobs = []
        for each in prepared:
            delivery = next(written) if each.claim is not None else None
            if each.claim is not None and delivery is None:
                delivery = await self._claim_again(each.claim)
            if job := _job(each, delivery):
                jobs.append(job)
        return jobs

    async def _claim_singly(self, prepared: Sequence[Prepared]) -> list[Job]:
        jobs: list[Job] = []
        for each in prepared:
            try:
                jobs += await self.claim([each])
            except Exception:
                log.exception("digest.not_claimed", subscription=each.subscription.id)
        return jobs

    async def _claim_again(self, claim: Claim) -> Delivery | None:
        """Deal with a claim that was not taken, unless because the subscription was changed meanwhile."""
        subscription, slot = claim.subscription, claim.slot
        current = await self._index.subscriptions.by_id(subscription.id)
        if current != subscription:
            return None
        # The ledger has this wall time already: the clock was set back, or the zone was changed to one
        # further west, where it is another moment, and posted.
        earlier = await self._index.deliveries.recent(subscription.id, LEDGER_REACH)
        delivery = None
        if all(row.due != slot.due for row in earlier):
            again = Slot(key=f"{slot.key} ({slot.due:%Y-%m-%dT%H:%MZ})", due=slot.due)
            delivery = await self._index.deliveries.claim(replace(claim, slot=again), self._clock())
        if delivery is None:
            await self._index.subscriptions.move(subscription, claim.next_due)
        return delivery


def _resting(subscription: Subscription, quiet_end: datetime) -> Prepared | None:
    """Return what becomes of a subscription in its quiet hours."""
    if isinstance(subscription.schedule, LiveSchedule):
        return Prepared(subscription, look_again=quiet_end)
    # an interval's slots up to the end of the quiet hours are then one: they stay due until then
    return None


def _job(prepared: Prepared, delivery: Delivery | None) -> Job | None:
    """Return what remains to be done; nothing when what was prepared is not wanted any more."""
    if prepared.look_again is not None:
        return None
    if prepared.claim is not None and delivery is None:
        return None
    if prepared.refused is not None:
        return Job(prepared.subscription, refused=prepared.refused)
    if delivery is None or delivery.state is not DeliveryState.CLAIMED:
        return None
    return Job(prepared.subscription, delivery, prepared.target)


def _final(
    subscription: Subscription, due: _Due, state: DeliveryState, reason: str | None, missed: str
) -> Claim:
    return Claim(
        subscription,
        due.slot,
        due.following,
        None,
        state=state,
        reason=reason,
        missed=due.missed,
        missed_reason=missed,
    )


def _missed_words(held_up: bool, news: str) -> str:
    return f"The digest before was still on its way; {news}" if held_up else f"The bot was away; {news}"


def _hour(slot: Slot) -> str:
    """Return the hour of a slot as its key has it: local by the clock, else UTC."""
    day, _, hour = slot.key.partition("T")
    return f"{hour[:5]} UTC" if "+" in hour else hour[:5] or day
