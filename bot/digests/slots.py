"""Which slot of a schedule is due: pure functions of a schedule and a moment.

A slot of a clock schedule is a wall time of its zone. The moment it is due is the first one at which that
zone's clock shows the time or a later one, so a time that daylight saving skips is due when the clock has
jumped, and a time that it repeats is due the first time only. A local day that a zone left out has no slots.
Times of one day that fall on the same moment (inside the hour that was skipped) are one slot, the last one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.digests.parsing import describe, parse_schedule
from bot.digests.zones import load_timezone, suggest_timezones
from bot.models import ClockSchedule, IntervalSchedule, LiveSchedule, Schedule, Slot

__all__ = ["describe", "latest_due_slot", "next_slot", "parse_schedule", "suggest_timezones"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)


def next_slot(schedule: Schedule, after: datetime) -> Slot:
    """Return the first slot due strictly after `after`.

    Raises :class:`ScheduleError` when the machine's zone data lacks the schedule's zone.
    """
    if isinstance(schedule, IntervalSchedule):
        return _interval_slot(schedule, (after - _EPOCH) // _interval(schedule) + 1)
    if isinstance(schedule, LiveSchedule):
        due = after + timedelta(minutes=schedule.gap_minutes)
        return Slot(key=due.isoformat(), due=due)
    # a slot's day may begin before the moment it is due: hence one day back
    days = _days_from(_local_day(schedule, after) - _DAY)
    return next(slot for day in days for slot in slots_of_day(schedule, day) if slot.due > after)


def latest_due_slot(schedule: Schedule, next_due: datetime, now: datetime) -> tuple[Slot, int]:
    """Return the newest slot due by `now`, and how many older ones from `next_due` on were missed.

    `next_due` is at most `now`. When the schedule has no slot between the two (zone data changed since it was
    worked out), that moment itself is the slot: what was promised is kept once.
    """
    if isinstance(schedule, IntervalSchedule):
        length = _interval(schedule)
        newest = (now - _EPOCH) // length
        first = -((_EPOCH - next_due) // length)
        if newest < first:
            return Slot(key=next_due.isoformat(), due=next_due), 0
        return _interval_slot(schedule, newest), newest - first
    if isinstance(schedule, LiveSchedule):
        return Slot(key=next_due.isoformat(), due=next_due), 0
    first_day = _local_day(schedule, next_due) - _DAY
    span = (_local_day(schedule, now) - first_day).days + 1
    due = [
        slot
        for offset in range(span)
        for slot in slots_of_day(schedule, first_day + offset * _DAY)
        if next_due <= slot.due <= now
    ]
    if not due:
        wall = next_due.astimezone(load_timezone(schedule.timezone))
        return Slot(key=_key(wall.replace(tzinfo=None)), due=next_due), 0
    return due[-1], len(due) - 1


def slots_of_day(schedule: ClockSchedule, day: date) -> list[Slot]:
    """Return the slots of one local day, ascending; none when the day is not asked for or was left out."""
    if day.weekday() not in schedule.days:
        return []
    zone = load_timezone(schedule.timezone)
    if _first_moment(datetime.combine(day, time()), zone).astimezone(zone).date() > day:
        return []
    slots: dict[datetime, Slot] = {}
    for wall in (datetime.combine(day, time.fromisoformat(text)) for text in schedule.times):
        moment = _first_moment(wall, zone)
        slots[moment] = Slot(key=_key(wall), due=moment)
    return list(slots.values())


def _first_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first moment at which the zone's clock shows `wall` (naive) or later, in UTC."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if first <= second:
        return first
    # skipped: PEP 495 puts the jump after `second` and not after `first`
    before, reached = second, first
    while reached - before > _SECOND:
        middle = before + (reached - before) // 2
        if middle.astimezone(zone).replace(tzinfo=None) >= wall:
            reached = middle
        else:
            before = middle
    return reached.replace(microsecond=0)


def _local_day(schedule: ClockSchedule, moment: datetime) -> date:
    return moment.astimezone(load_timezone(schedule.timezone)).date()


def _days_from(first: date) -> Iterator[date]:
    return (first + offset * _DAY for offset in count())


def _key(wall: datetime) -> str:
    return wall.isoformat(timespec="minutes")


def _interval(schedule: IntervalSchedule) -> timedelta:
    return timedelta(minutes=schedule.minutes)


def _interval_slot(schedule: IntervalSchedule, number: int) -> Slot:
    """Return the slot of an interval by its number since 1970: counted, not added up, so nothing drifts."""
    due = _EPOCH + number * _interval(schedule)
    return Slot(key=due.isoformat(), due=due)
