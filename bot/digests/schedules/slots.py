"""Which slot of a schedule is due: pure functions of a schedule and a moment.

A slot of a clock schedule is a wall time of its zone. The moment it is due is the first one at which that
zone's clock shows the time or a later one, so a time that daylight saving skips is due when the clock has
jumped, and a time that it repeats is due the first time only. A local day that a zone left out has no slots.
Times of one day that fall on the same moment (inside the hour that was skipped) are one slot, the last one.

A slot of an interval is a multiple of its length since 1970; those inside quiet hours fall on the moment
these end, and are one. What is posted as it happens has no slots but the moments at which there was news.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count, islice, takewhile

from bot.digests.schedules.parsing import describe, parse_schedule
from bot.digests.schedules.quiet import out_of_quiet, quiet_period
from bot.digests.schedules.zones import first_moment, load_timezone, suggest_timezones
from bot.models import ClockSchedule, IntervalSchedule, LiveSchedule, Schedule, Slot

__all__ = [
    "describe",
    "first_slot",
    "latest_due_slot",
    "mend_next_due",
    "next_slot",
    "out_of_quiet",
    "parse_schedule",
    "slots_between",
    "slots_of_day",
    "suggest_timezones",
]

MOST_MISSED = 50
"""Of the slots that passed while nobody was there, only the newest are told."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


def next_slot(schedule: Schedule, after: datetime) -> Slot:
    """Return the first slot due strictly after `after`; of a live schedule, the first post after one then.

    Raises :class:`ScheduleError` when the machine's zone data lacks the schedule's zone.
    """
    match schedule:
        case LiveSchedule(gap, quiet):
            return _slot_at(out_of_quiet(quiet, _whole_second(after + timedelta(minutes=gap))))
        case IntervalSchedule(quiet=quiet):
            period = quiet_period(quiet, after)
            # what falls into the quiet hours that `after` is in comes when they end
            since = after if period is None else period[0] - _SECOND
            return _slot_at(out_of_quiet(quiet, _multiple_after(schedule, since)))
        case ClockSchedule():
            # a slot's day may begin before the moment it is due: hence one day back
            days = _days_from(_local_day(schedule, after) - _DAY)
            return next(slot for day in days for slot in slots_of_day(schedule, day) if slot.due > after)


def first_slot(schedule: Schedule, now: datetime) -> Slot:
    """Return when what is subscribed or resumed now is due first: as it happens, at once.

    Raises :class:`ScheduleError` as :func:`next_slot` does.
    """
    if isinstance(schedule, LiveSchedule):
        return _slot_at(out_of_quiet(schedule.quiet, _whole_second(now)))
    return next_slot(schedule, now)


def latest_due_slot(schedule: Schedule, next_due: datetime, now: datetime) -> tuple[Slot, tuple[Slot, ...]]:
    """Return the newest slot due by `now`, and older ones from `next_due` on, which were missed.

    `next_due` is at most `now`. The missed ones are the newest 50 of them, the oldest first. When the
    schedule has no slot between the two (zone data changed since it was worked out), that moment itself is
    the slot: what was promised is kept once. What is posted as it happens is due now, and misses nothing.
    """
    if isinstance(schedule, LiveSchedule):
        return _slot_at(_whole_second(now)), ()
    due = slots_between(schedule, next_due - _SECOND, now, MOST_MISSED + 1)
    due = tuple(slot for slot in due if slot.due >= next_due)
    return (due[-1], due[:-1]) if due else (_promised(schedule, next_due), ())


def slots_between(schedule: Schedule, after: datetime, until: datetime, limit: int) -> tuple[Slot, ...]:
    """Return the newest `limit` slots due after `after`, and by `until`: the oldest first.

    A live schedule has none. The time this takes depends on `limit`, not on how long the time between is.
    """
    backwards = takewhile(lambda slot: slot.due > after, _slots_back(schedule, until))
    return tuple(islice(backwards, limit))[::-1]


def mend_next_due(schedule: Schedule, next_due: datetime, now: datetime) -> datetime | None:
    """Return when a subscription is due instead of a `next_due` that cannot be right, or None.

    It cannot be when it is later than the next slot: the clock was far ahead when it was worked out.
    """
    expected = next_slot(schedule, now).due
    return expected if next_due > expected else None


@lru_cache(maxsize=8192)
def slots_of_day(schedule: ClockSchedule, day: date) -> tuple[Slot, ...]:
    """Return the slots of one local day, ascending; none when the day is not asked for or was left out."""
    if day.weekday() not in schedule.days:
        return ()
    zone = load_timezone(schedule.timezone)
    if first_moment(datetime.combine(day, time()), zone).astimezone(zone).date() > day:
        return ()
    slots: dict[datetime, Slot] = {}
    for wall in (datetime.combine(day, time.fromisoformat(text)) for text in schedule.times):
        moment = first_moment(wall, zone)
        slots[moment] = Slot(key=_key(wall), due=moment)
    return tuple(slots.values())


# --- backwards -------------------------------------------------------------------------------------------


def _slots_back(schedule: Schedule, until: datetime) -> Iterator[Slot]:
    """Yield the slots due by `until`, the newest first, without an end."""
    match schedule:
        case LiveSchedule():
            return iter(())
        case IntervalSchedule():
            return _interval_back(schedule, until)
        case ClockSchedule():
            return _clock_back(schedule, until)


def _clock_back(schedule: ClockSchedule, until: datetime) -> Iterator[Slot]:
    # where clocks go back across midnight, a day that began is not today any more: hence one day ahead
    first = _local_day(schedule, until) + _DAY
    for day in (first - offset * _DAY for offset in count()):
        yield from (slot for slot in reversed(slots_of_day(schedule, day)) if slot.due <= until)


def _interval_back(schedule: IntervalSchedule, until: datetime) -> Iterator[Slot]:
    quiet, length = schedule.quiet, timedelta(minutes=schedule.minutes)
    moment = until
    while True:
        multiple = moment - (moment - _EPOCH) % length
        period = quiet_period(quiet, multiple)
        if period is None:
            yield _slot_at(multiple)
            moment = multiple - _SECOND
        else:
            start, end = period
            # a multiple at the very moment that quiet hours end is the same slot
            if end <= until and (end - _EPOCH) % length != timedelta(0):
                yield _slot_at(end)
            moment = start - _SECOND


# --- smaller things --------------------------------------------------------------------------------------


def _promised(schedule: ClockSchedule | IntervalSchedule, next_due: datetime) -> Slot:
    if isinstance(schedule, IntervalSchedule):
        return _slot_at(next_due)
    wall = next_due.astimezone(load_timezone(schedule.timezone))
    return Slot(key=_key(wall.replace(tzinfo=None)), due=next_due)


def _multiple_after(schedule: IntervalSchedule, after: datetime) -> datetime:
    """Return the next multiple of an interval: counted since 1970, not added up, so nothing drifts."""
    length = timedelta(minutes=schedule.minutes)
    return _EPOCH + ((after - _EPOCH) // length + 1) * length


def _slot_at(due: datetime) -> Slot:
    return Slot(key=due.isoformat(), due=due)


def _whole_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _local_day(schedule: ClockSchedule, moment: datetime) -> date:
    return moment.astimezone(load_timezone(schedule.timezone)).date()


def _days_from(first: date) -> Iterator[date]:
    return (first + offset * _DAY for offset in count())


def _key(wall: datetime) -> str:
    return wall.isoformat(timespec="minutes")
