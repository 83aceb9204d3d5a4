"""When an item of a feed is one that was seen before. Pure deciders.

An item has three names: its guid, its address, and its wording (title and opening together). Feeds change
each of them: guids are made anew, addresses get tracking parameters, titles and texts are edited. And feeds
misuse them: one guid for all, each link to the front page, the same title every morning. So a name alone is
a hint, and what counts is whether something else bears it out (see :func:`is_same`). Where several stored
items qualify, as when the guid says one and the address another, the one that agrees in most wins; when
they agree in as many, that of the guid before that of the address before that of the wording.

When in doubt an item is new: an article that is told twice is found by its text later (`bot.stories`),
while one that is taken for another would be lost.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations

from bot.sources.feeds.canonical import canonical_url, is_front_page
from bot.sources.feeds.model import FeedItem
from bot.sources.feeds.wording import without_outlet, words_of

__all__ = ["Identified", "ItemKeys", "KnownItem", "canonical_url", "identify", "is_same", "keys_of"]

OPENING_WORDS = 25
"""Words of the text that stand for it; teasers are cut after 20 to 60."""

ENOUGH_WORDS = 12
"""Fewer words, of title and text together, may be the same by chance or habit ("Morning briefing")."""

SAME_ISSUE = timedelta(hours=20)
"""Items that have only their wording in common are one when they are not further apart: dailies are."""


@dataclass(frozen=True, slots=True)
class ItemKeys:
    """Short stable hashes (at most 20 ASCII characters each) of what an item can be known by.

    Keep all of them with a stored item; look items up by :attr:`lookup`. The same from run to run.
    """

    guid: str | None
    url: str | None
    """Of the address without tracking parameters; None where there is none, or it is a site's front page."""
    wording: str | None
    """Of title and opening together; None where there are no words."""
    title: str | None
    opening: str | None
    content: str
    """Of title and text: it differs when they were edited (not by space, case or typography alone). It begins
    with "c" where there are words enough for an item to be known by them alone, else with "b" (brief)."""

    @property
    def lookup(self) -> tuple[str, ...]:
        """Under which a stored item is to be found: guid, address, wording, as far as there are any."""
        return tuple(key for key in (self.guid, self.url, self.wording) if key is not None)


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item that was stored at an earlier poll of the same feed."""

    id: int
    keys: ItemKeys
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Identified:
    """An item of this poll, and whether it was seen before."""

    item: FeedItem
    keys: ItemKeys
    """What to store: without the guid or address that does not identify in this feed."""
    known: int | None
    """The stored item's id; None when it is new."""
    edited: bool
    """It is known, and its title or text is another than the stored one."""


def keys_of(item: FeedItem, feed_url: str) -> ItemKeys:
    """Return the keys of an item of the feed at `feed_url`."""
    title = words_of(without_outlet(item.title, item.source, item.url or feed_url))
    text = words_of(item.content)
    opening = text[:OPENING_WORDS]
    url = canonical_url(item.url) if item.url and not is_front_page(item.url, feed_url) else None
    enough = len(title) + len(text) >= ENOUGH_WORDS
    guid = None
    if item.guid and not is_front_page(item.guid, feed_url):
        guid = canonical_url(item.guid)
    return ItemKeys(
        guid=_hash("g", guid),
        url=_hash("u", url),
        wording=_hash("w", "\n".join((" ".join(title), " ".join(opening)))) if title or opening else None,
        title=_hash("t", " ".join(title)),
        opening=_hash("o", " ".join(opening)),
        content=_hash("c" if enough else "b", f"{' '.join(title)}\n{' '.join(text)}") or "b",
    )


def is_same(keys: ItemKeys, published: datetime | None, known: KnownItem) -> bool:
    """Tell whether two items that share a name are one.

    - The guid is the same: yes, where the address, the title or the opening is, too, or one has no address.
    - The address is the same: yes, where the title or the opening is, too, or one has no guid.
    - Only the wording is the same: yes, where neither guid nor address is there to differ; else when the
      whole text is the same, there are words enough, and the dates are less than `SAME_ISSUE` apart.
    """
    other = known.keys
    worded = _agree(keys.title, other.title) or _agree(keys.opening, other.opening)
    if _agree(keys.guid, other.guid):
        return worded or not _differ(keys.url, other.url)
    if _agree(keys.url, other.url):
        return worded or not _differ(keys.guid, other.guid)
    if not _agree(keys.wording, other.wording):
        return False
    if not _differ(keys.guid, other.guid) and not _differ(keys.url, other.url):
        return True
    near = not (published and known.published) or abs(published - known.published) < SAME_ISSUE
    return near and keys.content == other.content and keys.content.startswith("c")


def identify(
    items: Sequence[FeedItem],
    known: Mapping[str, KnownItem],
    *,
    feed_url: str,
    made: Sequence[ItemKeys] | None = None,
) -> tuple[Identified, ...]:
    """Return each different item of one poll once, in the feed's order, and which stored item it is.

    `known` maps each of the stored items' lookup keys to its item: those of this feed alone. To fetch only
    what is needed, ask the index for the :attr:`ItemKeys.lookup` of all items. `made` are the items' keys,
    where somebody made them already. Of two copies of an item in one poll the newer counts. A guid or an
    address that different items of the poll share names none of them.
    """
    made = made or [keys_of(item, feed_url) for item in items]
    keyed = _merge(_drop_shared(list(zip(items, made, strict=True))))
    candidates = [_candidates(keys, item.published, known) for item, keys in keyed]
    matches = _assign([keys for _, keys in keyed], candidates)
    result = []
    for place, (item, keys) in enumerate(keyed):
        match = matches.get(place)
        if match is None and candidates[place]:
            # another item of the poll is more like the stored one; a copy of it is not news
            continue
        edited = match is not None and match.keys.content != keys.content
        result.append(Identified(item, keys, match.id if match else None, edited))
    return tuple(result)


Keyed = tuple[FeedItem, ItemKeys]


def _drop_shared(keyed: Sequence[Keyed]) -> list[Keyed]:
    """Take the guid and the address from items that share them with an item of other words."""
    shared = set()
    for name in ("guid", "url"):
        groups: dict[str, set[tuple[str | None, str | None]]] = {}
        for _, keys in keyed:
            if (key := getattr(keys, name)) is not None:
                groups.setdefault(key, set()).add((keys.title, keys.opening))
        shared |= {key for key, wordings in groups.items() if _are_different(wordings)}
    return [
        (
            item,
            replace(
                keys,
                guid=None if keys.guid in shared else keys.guid,
                url=None if keys.url in shared else keys.url,
            ),
        )
        for item, keys in keyed
    ]


def _are_different(wordings: set[tuple[str | None, str | None]]) -> bool:
    """Tell whether two of them agree neither in the title nor in the opening."""
    if len(wordings) > 8:
        # nobody edits an article so often within one poll
        return True
    return any(
        not _agree(one[0], other[0]) and not _agree(one[1], other[1])
        for one, other in combinations(wordings, 2)
    )


def _merge(keyed: Sequence[Keyed]) -> list[Keyed]:
    """Return each item once, at the place of its first copy, in the words of its newest."""
    kept: list[Keyed] = []
    by_key: dict[str, int] = {}
    for item, keys in keyed:
        candidates = dict.fromkeys(by_key[key] for key in keys.lookup if key in by_key)
        same = next(
            (
                place
                for place in candidates
                if is_same(keys, item.published, KnownItem(place, kept[place][1], kept[place][0].published))
            ),
            None,
        )
        if same is None:
            same = len(kept)
            kept.append((item, keys))
        else:
            kept[same] = max(kept[same], (item, keys), key=_age)
        for key in (*keys.lookup, *kept[same][1].lookup):
            by_key.setdefault(key, same)
    return kept


def _age(keyed: Keyed) -> tuple[float, int, str]:
    item, keys = keyed
    latest = max((each.timestamp() for each in (item.published, item.updated) if each), default=0.0)
    return latest, len(item.content), keys.content


def _candidates(
    keys: ItemKeys, published: datetime | None, known: Mapping[str, KnownItem]
) -> list[KnownItem]:
    """Return the stored items that an item may be: that of its guid, of its address, of its wording."""
    found = {known[key].id: known[key] for key in keys.lookup if key in known}
    return [each for each in found.values() if is_same(keys, published, each)]


def _assign(keys: Sequence[ItemKeys], candidates: Sequence[Sequence[KnownItem]]) -> dict[int, KnownItem]:
    """Return which stored item each place is: no one twice, those first that agree in most."""
    pairs = [
        (-_agreement(keys[place], each.keys), rank, place, each)
        for place, found in enumerate(candidates)
        for rank, each in enumerate(found)
    ]
    taken: set[int] = set()
    matches: dict[int, KnownItem] = {}
    for _, _, place, each in sorted(pairs, key=lambda pair: pair[:3]):
        if place not in matches and each.id not in taken:
            matches[place] = each
            taken.add(each.id)
    return matches


def _agreement(one: ItemKeys, other: ItemKeys) -> int:
    pairs: Iterable[tuple[str | None, str | None]] = (
        (one.guid, other.guid),
        (one.url, other.url),
        (one.title, other.title),
        (one.opening, other.opening),
        (one.content, other.content),
    )
    return sum(_agree(*pair) for pair in pairs)


def _agree(one: str | None, other: str | None) -> bool:
    return one is not None and one == other


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _hash(kind: str, text: str | None) -> str | None:
    if not text:
        return None
    return kind + hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
