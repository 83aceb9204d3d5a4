"""What happens in the year, drawn from a seed: who subscribes to what, and all that goes wrong."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.models import (
    ClockSchedule,
    IntervalSchedule,
    LiveSchedule,
    Preferences,
    QuietHours,
    Schedule,
    Subject,
)

START = datetime(2027, 10, 25, tzinfo=UTC)
"""Six days before clocks go back in Europe, two weeks before they do in America; a leap day comes later."""

ZONES = (
    "Europe/Paris",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/St_Johns",
    "Pacific/Chatham",
    "America/Santiago",
    "Pacific/Apia",
    "UTC",
    "Europe/London",
    "Europe/Dublin",
    "America/Havana",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Asia/Tehran",
    "Asia/Kolkata",
    "Asia/Gaza",
    "Pacific/Auckland",
    "America/Asuncion",
    "America/Los_Angeles",
    "America/Phoenix",
    "America/Chicago",
    "America/Halifax",
    "America/Nuuk",
    "Atlantic/Azores",
    "Antarctica/Troll",
    "Asia/Jerusalem",
    "Asia/Tokyo",
    "Asia/Yangon",
    "Australia/Adelaide",
    "Australia/Eucla",
    "Australia/Sydney",
    "Europe/Chisinau",
    "Europe/Moscow",
    "Pacific/Kiritimati",
    "Pacific/Marquesas",
    "Pacific/Norfolk",
    "Pacific/Pago_Pago",
)
TOPICS = ("world", "business", "science", "sports", "culture", "health")
TIMES = (
    "00:00",
    "00:30",
    "01:30",
    "02:00",
    "02:15",
    "02:30",
    "03:00",
    "07:30",
    "08:00",
    "12:10",
    "18:00",
    "23:45",
)
DAILY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
DAY = timedelta(days=1)
GUILD_SIZE = 8

What = Literal[
    "article",
    "crash",
    "pause",
    "resume",
    "deny",
    "hide",
    "forbid",
    "allow",
    "edit",
    "leave",
    "return",
    "offline",
    "online",
    "clock",
    "look",
]


@dataclass(frozen=True, slots=True)
class Wish:
    """A subscription that somebody makes."""

    guild: int | None
    member: int | None
    channel: int
    subject: Subject
    schedule: Schedule
    preferences: Preferences


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """Something that happens at a moment."""

    at: datetime
    number: int
    what: What
    which: int = 0
    """The subscription (from 0), the guild, or the number of the article."""
    span: timedelta = timedelta(0)
    """How long it lasts, or how far a clock is set."""


class Plan:
    """A year (or less) of some subscriptions."""

    def __init__(self, subscriptions: int, days: int, seed: int, *, members: bool = True) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a simulation
        self.days = days
        self.end = START + days * DAY
        self._members = members
        self.wishes = [self._wish(number) for number in range(subscriptions)]
        self._number = 0

    # --- who subscribes ----------------------------------------------------------------------------------

    def _wish(self, number: int) -> Wish:
        draw = self.random
        zone = ZONES[number % len(ZONES)]
        member = number if self._members and number % 10 == 9 else None
        # two neighbours share a channel now and then, and differ in their subject
        channel = 1000 + number - (number % 7 == 1)
        topics = () if number % 5 == 0 else (TOPICS[number % len(TOPICS)],)
        return Wish(
            guild=None if member else 1 + number // GUILD_SIZE,
            member=member,
            channel=channel if member is None else member,
            subject=Subject(topics=topics),
            schedule=self.schedule(zone),
            preferences=Preferences(say_quiet=draw.random() < 0.1),
        )

    def schedule(self, zone: str) -> Schedule:
        """Draw a schedule of a zone."""
        draw = self.random
        kind = draw.random()
        quiet = QuietHours("22:00", draw.choice(("06:30", "07:00")), zone) if draw.random() < 0.5 else None
        if kind < 0.45:
            return ClockSchedule((draw.choice(TIMES),), DAILY, zone)
        if kind < 0.65:
            return ClockSchedule((draw.choice(TIMES),), WEEKDAYS, zone)
        if kind < 0.75:
            return ClockSchedule((draw.choice(TIMES),), frozenset({draw.randrange(7)}), zone)
        if kind < 0.80:
            return ClockSchedule(tuple(sorted(draw.sample(TIMES, 2))), DAILY, zone)
        if kind < 0.975:
            return IntervalSchedule(draw.choice((8, 12, 24, 25, 36)) * 60, quiet)
        return LiveSchedule(draw.choice((6, 12, 24)) * 60, quiet)

    def zone_of(self, number: int) -> str:
        """Return the zone of a subscription."""
        return ZONES[number % len(ZONES)]

    # --- what happens ------------------------------------------------------------------------------------

    def events(self) -> Iterator[Event]:
        """Return all that happens, in order."""
        many = len(self.wishes)
        guilds = sorted({wish.guild for wish in self.wishes if wish.guild is not None})
        years = self.days / 365
        return heapq.merge(
            self._some("article", 5 * self.days, many=0),
            self._crashes(),
            self._lasting("pause", "resume", 1.5 * many * years, many, DAY / 4, 12 * DAY),
            self._lasting("deny", "allow", 0.7 * many * years, many, DAY / 8, 3 * DAY),
            self._lasting("forbid", "allow", 0.2 * many * years, many, DAY / 8, 3 * DAY),
            self._lasting("hide", "allow", 0.5 * many * years, many, DAY / 8, 3 * DAY),
            self._some("edit", 0.5 * many * years, many=many),
            self._of_guilds(guilds, years),
            self._lasting("offline", "online", 20 * years, 1, DAY / 300, DAY / 10),
            self._clocks(years),
            (self._event(START + day * DAY, "look") for day in range(28, self.days, 28)),
        )

    def _event(self, at: datetime, what: What, which: int = 0, span: timedelta = timedelta(0)) -> Event:
        self._number += 1
        return Event(at.replace(microsecond=0), self._number, what, which, span)

    def _moments(self, expected: float) -> list[datetime]:
        count = int(expected) + (self.random.random() < expected % 1)
        return sorted(START + self.random.random() * self.days * DAY for _ in range(count))

    def _some(self, what: What, expected: float, *, many: int) -> list[Event]:
        return [
            self._event(at, what, self.random.randrange(many) if many else number)
            for number, at in enumerate(self._moments(expected))
        ]

    def _lasting(
        self, begins: What, ends: What, expected: float, many: int, least: timedelta, most: timedelta
    ) -> list[Event]:
        events = []
        for at in self._moments(expected):
            which = self.random.randrange(many)
            span = least + self.random.random() ** 2 * (most - least)
            events += [self._event(at, begins, which), self._event(at + span, ends, which)]
        return sorted(events)

    def _of_guilds(self, guilds: list[int], years: float) -> list[Event]:
        events = []
        for at in self._moments(0.3 * len(guilds) * years):
            which = self.random.choice(guilds)
            span = DAY / 10 + self.random.random() * 9 * DAY
            events += [self._event(at, "leave", which), self._event(at + span, "return", which)]
        return sorted(events)

    def _crashes(self) -> list[Event]:
        """Return three a week, and how long the bot is away after each: seconds, hours, at times weeks."""
        draw, events = self.random, []
        for week in range(-(-self.days // 7)):
            for _ in range(3):
                kind = draw.random()
                if kind < 0.25:
                    span = timedelta(seconds=draw.randint(5, 200))
                elif kind < 0.65:
                    span = timedelta(minutes=draw.randint(3, 90))
                elif kind < 0.93:
                    span = timedelta(hours=draw.randint(2, 20))
                elif kind < 0.985 or self.days < 100:
                    span = timedelta(hours=draw.randint(30, 80))
                else:
                    span = timedelta(days=draw.randint(7, 25))
                at = START + week * 7 * DAY + draw.random() * 7 * DAY
                events.append(self._event(at, "crash", span=span))
        return sorted(events)

    def _clocks(self, years: float) -> list[Event]:
        """Return how the machine's clock is set wrong, and right again."""
        events = []
        for at in self._moments(max(1.0, 8 * years)):
            ahead = self.random.choice((-3650, -40, -3 / 24, -1 / 24, 3 / 24, 1, 45, 4000)) * DAY
            lasts = DAY / 48 + self.random.random() * DAY / 12
            events += [self._event(at, "clock", span=ahead), self._event(at + lasts, "clock")]
        return sorted(events)
