"""What a digest is to be about: from the topics, feeds, names and search that people type, and back."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.digests.options.typed import Piece, join, listing, on_one_line, shown, split
from bot.errors import QueryError
from bot.models import Feed, Scope, Subject, Topic, Window
from bot.names import name_key, name_words
from bot.query.filters import resolve_filters
from bot.query.near import near_names
from bot.query.search_language import parse_search
from bot.query.words import parse_words, straight_quotes

if TYPE_CHECKING:
    from bot.index import Index

EVERYTHING = frozenset({"all", "all topics", "everything", "🗞️ all topics"})
"""What is typed as a topic for no limit at all."""
MOST_FEEDS = 20
MOST_PEOPLE = 20
LONGEST_NAME = 80
LONGEST_SEARCH = 300
LONGEST_TEXT = 2_000
"""Characters of one list."""
MOST_NAMESAKES = 50
"""Entities that a name may mean, best known first."""
MOST_OFFERED = 5

_FEED_ID = re.compile(r"feed:(\d{1,18})", re.ASCII)
_JOINT = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_NO_WINDOW = Window()


@dataclass(frozen=True, slots=True)
class SubjectWords:
    """A subject as it would be typed."""

    topics: str = ""
    feeds: str = ""
    people: str = ""
    search: str = ""


async def read_subject(
    index: Index, words: SubjectWords, *, scope: Scope, topics: Mapping[str, Topic], today: date
) -> Subject:
    """Return what was typed, in one order and spelling, so that equal subjects are equal.

    Feeds and names are those that the scope sees. Raises :class:`QueryError` that says what there is.
    """
    return Subject(
        topics=parse_topics(words.topics, topics),
        feeds=parse_feeds(words.feeds, await index.feeds.visible(scope)) if words.feeds.strip() else (),
        people=await read_people(index, words.people, scope),
        search=await _read_search(index, words.search, scope, topics, today),
    )


def subject_as_typed(subject: Subject, topics: Mapping[str, Topic], feeds: Sequence[Feed]) -> SubjectWords:
    """Return what :func:`read_subject` takes back; a feed that is gone is named by its id."""
    titles = join(_topic_as_typed(name, topics) for name in subject.topics)
    feed_titles = join(_feed_as_typed(feed, feeds) for feed in subject.feeds)
    return SubjectWords(
        topics=titles if len(titles) <= LONGEST_TEXT else join(subject.topics),
        feeds=feed_titles
        if len(feed_titles) <= LONGEST_TEXT
        else join(f"feed:{feed}" for feed in subject.feeds),
        # to the letter, so that a name is not taken for a longer one that came up since
        people=join(subject.people, quote_all=True),
        search=subject.search or "",
    )


# --- topics ----------------------------------------------------------------------------------------------


def parse_topics(text: str, topics: Mapping[str, Topic]) -> tuple[str, ...]:
    """Return the topics named, by name or title, in their own order; none for "all"."""
    found: set[str] = set()
    all_of_them = False
    for piece in split(text, longest=LONGEST_TEXT, noun="a list of topics"):
        if piece.text.casefold() in EVERYTHING:
            all_of_them = True
        else:
            found.update(_topics(piece, topics))
    if all_of_them and found:
        raise QueryError("All topics have every other in them: name either some topics, or all.")
    return tuple(name for name in topics if name in found)


def _topics(piece: Piece, topics: Mapping[str, Topic]) -> list[str]:
    if whole := _topic(piece.text, topics):
        return [whole]
    parts = [_topic(part, topics) for part in _JOINT.split(piece.text)]
    if not piece.quoted and all(parts):
        return [name for name in parts if name]
    raise _no_topic(piece.text, topics)


def _no_topic(typed: str, topics: Mapping[str, Topic]) -> QueryError:
    return QueryError(f"There is no topic {shown(typed)}. There are: all, {', '.join(topics)}.")


def _topic(text: str, topics: Mapping[str, Topic]) -> str | None:
    wanted = text.casefold()
    for topic in topics.values():
        title = topic.title.casefold()
        if wanted in {topic.name.casefold(), title, f"{topic.emoji} {title}"}:
            return topic.name
    return None


def _topic_as_typed(name: str, topics: Mapping[str, Topic]) -> str:
    title = topics[name].title if name in topics else ""
    return title if '"' not in title and _topic(title, topics) == name else name


# --- feeds -----------------------------------------------------------------------------------------------


def parse_feeds(text: str, feeds: Sequence[Feed]) -> tuple[int, ...]:
    """Return the ids of the feeds named by title, by part of it, by address or as "feed:12", ascending."""
    if whole := _feeds_called(on_one_line(text), feeds):
        found = {_the_one(text, whole).id}
    else:
        pieces = split(text, longest=LONGEST_TEXT, noun="a list of feeds")
        found = {_feed(piece.text, feeds).id for piece in pieces}
    if len(found) > MOST_FEEDS:
        raise QueryError(f"{len(found)} feeds are too many for one digest; {MOST_FEEDS} are the most.")
    return tuple(sorted(found))


def _feed(typed: str, feeds: Sequence[Feed]) -> Feed:
    if by_id := _FEED_ID.fullmatch(typed.casefold()):
        known = [feed for feed in feeds if feed.id == int(by_id[1])]
        if not known:
            raise QueryError(f"The feed {shown(typed)} was removed: take it out, or choose another.")
        return _the_one(typed, known)
    wanted = typed.casefold()
    called = _feeds_called(typed, feeds) or [feed for feed in feeds if wanted in _title(feed)]
    if called:
        return _the_one(typed, called)
    near = difflib.get_close_matches(wanted, [_title(feed) for feed in feeds], n=3, cutoff=0.6)
    titles = dict.fromkeys(feed.title for title in near for feed in feeds if _title(feed) == title)
    if titles:
        hint = f"did you mean {listing(map(shown, titles), 'or')}?"
    else:
        hint = "/feed list shows those there are, /feed add follows another."
    raise QueryError(f"No feed here is called {shown(typed)}; {hint}")


def _feeds_called(typed: str, feeds: Sequence[Feed]) -> list[Feed]:
    wanted = typed.casefold()
    return [feed for feed in feeds if wanted and wanted in {_title(feed), feed.web.url.casefold()}]


def _the_one(typed: str, feeds: Sequence[Feed]) -> Feed:
    seen = [feed for feed in feeds if not feed.muted]
    if not seen:
        raise QueryError(f"The feed {shown(typed)} is hidden here: /feed mute with muted: False shows it.")
    if len(seen) > 1:
        several = listing((f"{shown(feed.title)} (feed:{feed.id})" for feed in seen[:MOST_OFFERED]), "or")
        raise QueryError(f"{shown(typed)} may be {several}: write the whole title, or feed: and its number.")
    return seen[0]


def _title(feed: Feed) -> str:
    return _plain_title(feed).casefold()


def _plain_title(feed: Feed) -> str:
    return on_one_line(straight_quotes(feed.title))


def _feed_as_typed(feed: int, feeds: Sequence[Feed]) -> str:
    titles = [_plain_title(each) for each in feeds if each.id == feed and not each.muted]
    title = titles[0] if titles else ""
    clear = title and '"' not in title and not _FEED_ID.fullmatch(title.casefold())
    return title if clear and len(_feeds_called(title, feeds)) == 1 else f"feed:{feed}"


# --- people ----------------------------------------------------------------------------------------------


async def read_people(index: Index, text: str, scope: Scope) -> tuple[str, ...]:
    """Return whom names mean, as the news prints them, by name.

    A part of a name is enough where only one is like it. In quotation marks a name is taken to the letter:
    so somebody can be followed who is not in the news yet, or all who bear a family's name.
    """
    names: dict[str, str] = {}
    for piece in split(text, longest=LONGEST_TEXT, noun="a list of names"):
        name = await _person(index, piece, scope)
        names.setdefault(name_key(name), name)
    if len(names) > MOST_PEOPLE:
        raise QueryError(f"{len(names)} names are too many for one digest; {MOST_PEOPLE} are the most.")
    return tuple(sorted(names.values(), key=lambda name: (name.casefold(), name)))


async def _person(index: Index, piece: Piece, scope: Scope) -> str:
    words = set(name_words(piece.text))
    if not words:
        raise QueryError(f"{shown(piece.text)} has no letter or digit that a name could be known by.")
    if len(piece.text) > LONGEST_NAME:
        raise QueryError(
            f"{shown(piece.text)} is too long for a name: {LONGEST_NAME} characters are the most. "
            "Commas part names."
        )
    records = await index.entities.find(piece.text, scope, limit=MOST_NAMESAKES)
    exact = [record.name for record in records if set(record.key.split()) == words]
    if exact:
        return _printed(exact[0])
    if piece.quoted:
        return piece.text
    whole = [record.name for record in records if words <= set(record.key.split())]
    meant = list(dict.fromkeys(map(_printed, whole or [record.name for record in records])))
    if len(meant) == 1:
        return meant[0]
    to_the_letter = f'In quotation marks ("{piece.text}") it is taken as it is.'
    if meant:
        several = listing(meant[:MOST_OFFERED], "or")
        raise QueryError(f"{shown(piece.text)} may be {several}: write the whole name. {to_the_letter}")
    near = await near_names(index, piece.text, scope, or_any=False)
    hint = f"; near it: {', '.join(near)}" if near else ""
    raise QueryError(f"Nobody in the news is called {shown(piece.text)}{hint}. {to_the_letter}")


def _printed(name: str) -> str:
    """Return a name as it can be typed in quotation marks."""
    return on_one_line(straight_quotes(name).replace('"', " "))[:LONGEST_NAME].rstrip()


# --- a search --------------------------------------------------------------------------------------------


async def _read_search(
    index: Index, text: str, scope: Scope, topics: Mapping[str, Topic], today: date
) -> str | None:
    search = parse_saved_search(text, topics, today)
    if search is None:
        return None
    meant = await resolve_filters(index, parse_search(search, _NO_WINDOW, None, today), scope, topics)
    if meant.nobody is not None:
        raise QueryError(f"No name in the news is like {shown(meant.nobody)}, so that search finds nothing.")
    return search


def parse_saved_search(text: str, topics: Mapping[str, Topic], today: date) -> str | None:
    """Return a search as it is kept, or None for none; raises :class:`QueryError` as /search would."""
    search = on_one_line(straight_quotes(text))
    if not search:
        return None
    if len(search) > LONGEST_SEARCH:
        raise QueryError(f"That search has {len(search):,} characters; {LONGEST_SEARCH} are the most.")
    asked = parse_search(search, _NO_WINDOW, None, today)
    if asked.window != _NO_WINDOW:
        raise QueryError("A digest has what is new: leave since: and until: out of its search.")
    parse_words(asked.words, needed=not asked.filtered)
    for typed in (*asked.topics, *asked.not_topics):
        if _topic(on_one_line(typed), topics) is None:
            raise _no_topic(typed, topics)
    return search
