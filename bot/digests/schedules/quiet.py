"""Quiet hours as stretches of real time, whatever the zone's clock does meanwhile.

They begin at the first moment at which the clock shows their start or later, and end at the first one at
which it shows their end or later: an hour that daylight saving repeats does not begin or end them again.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bot.digests.schedules.zones import first_moment, load_timezone
from bot.models import QuietHours

_DAY = timedelta(days=1)


def out_of_quiet(quiet: QuietHours | None, moment: datetime) -> datetime:
    """Return the first moment from `moment` on that is not quiet: itself, or the end of the quiet hours.

    Raises :class:`ScheduleError` when the machine's zone data lacks the zone.
    """
    period = quiet_period(quiet, moment)
    return moment if period is None else period[1]


def quiet_period(quiet: QuietHours | None, moment: datetime) -> tuple[datetime, datetime] | None:
    """Return the first quiet moment and the first not quiet one of the quiet hours that `moment` is in."""
    if quiet is None:
        return None
    day = moment.astimezone(load_timezone(quiet.timezone)).date()
    # the day before, for hours that pass midnight; the one after, for clocks that go back across it
    found: tuple[datetime, datetime] | None = None
    for offset in range(-2, 3):
        start, end = _period_of(quiet, day + offset * _DAY)
        if found is not None and start <= found[1] < end:
            # a local day that was left out: one night passes into the next
            found = (found[0], end)
        elif found is None or found[1] <= moment:
            found = (start, end)
    return found if found is not None and found[0] <= moment < found[1] else None


@lru_cache(maxsize=8192)
def _period_of(quiet: QuietHours, day: date) -> tuple[datetime, datetime]:
    """Return the quiet hours that begin on a local day; they are empty when the clock skipped them."""
    zone = load_timezone(quiet.timezone)
    start, end = time.fromisoformat(quiet.start), time.fromisoformat(quiet.end)
    last = day if start < end else day + _DAY
    return (
        first_moment(datetime.combine(day, start), zone),
        first_moment(datetime.combine(last, end), zone),
    )
