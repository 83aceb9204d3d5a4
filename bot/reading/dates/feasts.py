"""Days with a name: those on one date each year, and those that a rule finds.

Only feasts whose day follows from the Gregorian calendar alone are here. What the moon or a proclamation
fixes (Eid, Diwali, Lunar New Year), and national days that differ from country to country, get no value:
none is invented.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.reading.dates.values import add_days, make_day

FeastDay = Callable[[int], date | None]
"""The feast's day in a year, None beyond the calendar's edge."""

_FIRST_GREGORIAN_YEAR = 1583


def easter_sunday(year: int) -> date | None:
    """Return Western Easter: the "anonymous Gregorian" computus.

    Source: Meeus, "Astronomical Algorithms" (1991), chapter 8, after Butcher (1876) and Jones (1922).

    >>> easter_sunday(2024)
    datetime.date(2024, 3, 31)
    """
    if year < _FIRST_GREGORIAN_YEAR:
        return None
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    weekday = (32 + 2 * rest + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return make_day(year, month, day + 1)


def _fixed(month: int, day: int) -> FeastDay:
    return lambda year: make_day(year, month, day)


def _from_easter(days: int) -> FeastDay:
    def find(year: int) -> date | None:
        easter = easter_sunday(year)
        return add_days(easter, days) if easter else None

    return find


def _nth(month: int, weekday: int, number: int, later: int = 0) -> FeastDay:
    """Return the rule "the number-th such weekday of the month", and `later` days after it."""

    def find(year: int) -> date | None:
        first = make_day(year, month, 1)
        step = later + 7 * (number - 1)
        return add_days(first, (weekday - first.weekday()) % 7 + step) if first else None

    return find


def _last_monday(month: int) -> FeastDay:
    def find(year: int) -> date | None:
        last = make_day(year, month, 31)
        return add_days(last, -last.weekday()) if last else None

    return find


_THANKSGIVING = (11, 3, 4)

FEASTS: dict[str, FeastDay] = {
    "new year's day": _fixed(1, 1),
    "new year's eve": _fixed(12, 31),
    "groundhog day": _fixed(2, 2),
    "valentine's day": _fixed(2, 14),
    "international women's day": _fixed(3, 8),
    "st. patrick's day": _fixed(3, 17),
    "st patrick's day": _fixed(3, 17),
    "april fools' day": _fixed(4, 1),
    "april fool's day": _fixed(4, 1),
    "earth day": _fixed(4, 22),
    "anzac day": _fixed(4, 25),
    "may day": _fixed(5, 1),
    "juneteenth": _fixed(6, 19),
    "canada day": _fixed(7, 1),
    "fourth of july": _fixed(7, 4),
    "bastille day": _fixed(7, 14),
    "halloween": _fixed(10, 31),
    "all saints' day": _fixed(11, 1),
    "bonfire night": _fixed(11, 5),
    "veterans day": _fixed(11, 11),
    "armistice day": _fixed(11, 11),
    "remembrance day": _fixed(11, 11),
    "world aids day": _fixed(12, 1),
    "christmas eve": _fixed(12, 24),
    "christmas day": _fixed(12, 25),
    "christmas": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    # the moveable ones
    "shrove tuesday": _from_easter(-47),
    "ash wednesday": _from_easter(-46),
    "palm sunday": _from_easter(-7),
    "maundy thursday": _from_easter(-3),
    "good friday": _from_easter(-2),
    "holy saturday": _from_easter(-1),
    "easter sunday": _from_easter(0),
    "easter": _from_easter(0),
    "easter monday": _from_easter(1),
    "whit monday": _from_easter(50),
    # the United States' federal calendar (5 U.S.C. 6103, 2 U.S.C. 7), and what hangs on it
    "martin luther king day": _nth(1, 0, 3),
    "martin luther king jr. day": _nth(1, 0, 3),
    "presidents' day": _nth(2, 0, 3),
    "presidents day": _nth(2, 0, 3),
    "mother's day": _nth(5, 6, 2),
    "memorial day": _last_monday(5),
    "father's day": _nth(6, 6, 3),
    "independence day": _fixed(7, 4),
    "labor day": _nth(9, 0, 1),
    "columbus day": _nth(10, 0, 2),
    "election day": _nth(11, 0, 1, later=1),
    "thanksgiving": _nth(*_THANKSGIVING),
    "thanksgiving day": _nth(*_THANKSGIVING),
    "black friday": _nth(*_THANKSGIVING, later=1),
    "cyber monday": _nth(*_THANKSGIVING, later=4),
    "remembrance sunday": _nth(11, 6, 2),
}
"""By folded name."""
