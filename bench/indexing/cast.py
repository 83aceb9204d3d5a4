"""Whom and what the made-up news names: people, organisations and places, by how well known they are."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from bench.indexing.draws import Reals, zipf
from bench.indexing.vocabulary import DATA
from bench.news_templates import load_tables
from bot.models import EntityKind

PERSONS, ORGANISATIONS, PLACES = 33_000, 18_000, 9_000
WELL_KNOWN = 600
"""Among so many of the best known, countries, big cities and known organisations stand before others."""
WITH_ROLE = 0.6
Tables = dict[str, list[str]]

TITLES = (
    "President|Prime Minister|Foreign Minister|Defense Minister|Senator|Governor|Mayor|Chancellor|Judge"
    "|Finance Minister|Justice Minister|Health Secretary|Interior Minister|Professor|Coach|Captain|Councillor"
    "|Police Chief|Chief Executive|Chairman|Archbishop|Commissioner|Ambassador|General|Speaker"
).split("|")
ORGANISATION_FORMS = (
    "{last} Energy|{last} Foods|{last} & {other}|{city} City Council|University of {city}|{last} Group"
    "|{last} Holdings|{city} Police Department|{city} Courier|{last} Institute|{city} Times|{last} Motors"
    "|{city} Chamber of Commerce|{last} {trade}|{city} {trade}|Banque {last}|Grupo {last}|{last} Hospital"
    "|{last} Trust|{city} Fire Brigade|{last} Brothers|{city} United|{city} Rovers|{demonym} Red Cross"
    "|{city} Stock Exchange|{demonym} Football Association|{country} Water Board|Radio {last}"
).split("|")
PLACE_FORMS = (
    "Port {last}|{last} Bay|Lake {last}|{last} County|{last} Island|{last} Valley|New {city}|{last} River"
    "|Mount {last}|{last} Street|North {city}|{last} Harbour"
).split("|")


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody or something that articles name."""

    name: str
    kind: EntityKind
    role: str | None
    short: str | None
    """A person's surname, by which some articles name nobody else."""
    words: int
    """How many words the name has."""


@dataclass(frozen=True, slots=True)
class Cast:
    """All figures, the best known first."""

    figures: tuple[Figure, ...]
    cumulative: Reals
    """The share of all namings up to each figure."""

    def of_kind(self, kind: EntityKind) -> list[Figure]:
        """Return the figures of a kind, the best known first."""
        return [figure for figure in self.figures if figure.kind == kind]


def make_cast(seed: int) -> Cast:
    """Return the same figures in the same order for the same seed."""
    rng = random.Random(seed + 1)  # noqa: S311 - nothing secret
    tables = load_tables(DATA)
    places = _places(tables, rng)
    organisations = _organisations(tables, rng)
    persons = _persons(tables, rng)
    figures = [*_ranked(persons, organisations, places, rng)]
    return Cast(tuple(figures), np.cumsum(zipf(len(figures), 10.0)))


def _ranked(
    persons: list[Figure], organisations: list[Figure], places: list[Figure], rng: random.Random
) -> Iterator[Figure]:
    """Yield all figures: in the beginning more places, then as many of each kind as there are."""
    kinds = [iter(persons), iter(organisations), iter(places)]
    order = rng.choices((0, 1, 2), weights=(45, 20, 35), k=WELL_KNOWN)
    rest = [
        kind
        for kind, found in enumerate((persons, organisations, places))
        for _ in range(len(found) - order.count(kind))
    ]
    rng.shuffle(rest)
    for kind in [*order, *rest]:
        yield next(kinds[kind])


def _persons(tables: Tables, rng: random.Random) -> list[Figure]:
    titles = [*TITLES, *(f"{demonym} {title}" for demonym in tables["demonym"] for title in TITLES[:5])]

    def name() -> str:
        own = rng.random() < 0.5
        first = rng.choice(tables["first" if own else "wfirst"])
        lasts = tables["last" if own else "wlast"]
        # some surnames are shared by many
        return f"{first} {lasts[int(len(lasts) * rng.random() ** 3)]}"

    for table in ("last", "wlast"):
        rng.shuffle(tables[table])
    return [
        _figure(each, "person", rng.choice(titles) if rng.random() < WITH_ROLE else None)
        for each in _different((), name, PERSONS)
    ]


def _organisations(tables: Tables, rng: random.Random) -> list[Figure]:
    known = rng.sample(tables["known"], len(tables["known"]))
    made = _different(known, lambda: _filled(rng.choice(ORGANISATION_FORMS), tables, rng), ORGANISATIONS)
    return [_figure(name, "organisation") for name in made]


def _places(tables: Tables, rng: random.Random) -> list[Figure]:
    countries = rng.sample(tables["country"], len(tables["country"]))
    cities = rng.sample(tables["city"], len(tables["city"]))
    known = [*countries[:150], *cities[:100], *countries[150:], *cities[100:]]
    made = _different(known, lambda: _filled(rng.choice(PLACE_FORMS), tables, rng), PLACES)
    return [_figure(name, "place") for name in made]


def _filled(form: str, tables: Tables, rng: random.Random) -> str:
    return form.format(
        last=rng.choice(tables["last"]),
        other=rng.choice(tables["wlast"]),
        city=rng.choice(tables["city"]),
        trade=rng.choice(tables["trade"]),
        demonym=rng.choice(tables["demonym"]),
        country=rng.choice(tables["country"]),
    )


def _different(known: Iterable[str], make: Callable[[], str], count: int) -> list[str]:
    """Return so many different names, the known ones first; each begins with a capital letter."""
    names = dict.fromkeys(name for name in known if name[0].isupper())
    while len(names) < count:
        name = make()
        if name[0].isupper():
            names[name] = None
    return list(names)[:count]


def _figure(name: str, kind: EntityKind, role: str | None = None) -> Figure:
    short = name.split()[-1] if kind == "person" else None
    return Figure(name, kind, role, short, len(name.split()))
