"""What was lost, and what was repeated: by what members read, not by what the bot believes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.models import Delivery, DeliveryState
from tests.standin.bodies import walk
from tests.standin.world import CROSSPOSTED, Channel, Json, Kind, is_own

_DELIVERY = re.compile(r"ng:d:(\d+):.*", re.DOTALL)
_FINE = (DeliveryState.SENT, DeliveryState.EMPTY, DeliveryState.MISSED)
"""What was missed came with a later slot, as its stories show."""


@dataclass(frozen=True, slots=True)
class Post:
    """A digest as it stands in a channel."""

    place: int
    """The channel, or the forum of the post."""
    message: int
    deliveries: frozenset[int]
    text: str
    unpublished: bool = False
    """Whether it stands in an announcement channel, and only there."""


def posts(channels: Iterable[Channel]) -> Iterator[Post]:
    """Yield all digests."""
    for channel in channels:
        yield from (_post(channel, message) for message in channel.messages if is_own(message))


def _post(channel: Channel, message: Json) -> Post:
    parts = list(walk(message["components"]))
    named = (_DELIVERY.fullmatch(part.get("custom_id") or "") for part in parts)
    text = "\n".join([message["content"], *(part["content"] for part in parts if "content" in part)])
    numbers = frozenset(int(match[1]) for match in named if match)
    return Post(
        place=(channel.parent or channel).id,
        message=int(message["id"]),
        deliveries=numbers,
        text=text,
        unpublished=channel.kind is Kind.ANNOUNCEMENT and not message["flags"] & CROSSPOSTED,
    )


def lost(
    ledger: Sequence[Delivery], there: Sequence[Post], stories: Iterable[str], places: Sequence[int]
) -> list[str]:
    """Return what should stand in a channel and does not, in words."""
    found = {(post.message, delivery) for post in there for delivery in post.deliveries}
    missing = []
    for row in ledger:
        if row.state not in _FINE:
            missing.append(f"delivery {row.id} is {row.state}: {row.reason}")
        elif row.state is DeliveryState.SENT and (row.message, row.id) not in found:
            missing.append(f"delivery {row.id} is marked as sent and not in its channel")
    shown = _shown(there)
    missing += [
        f"story {story} is not in channel {place}"
        for story in stories
        for place in places
        if not shown[place, story]
    ]
    # a notice: it says why something is not posted
    missing += [f"the bot wrote: {post.text}" for post in there if not post.deliveries]
    missing += [f"message {post.message} was not published" for post in there if post.unpublished]
    return missing


def repeated(there: Sequence[Post]) -> list[str]:
    """Return what stands in a channel more than once, in words."""
    deliveries = Counter(delivery for post in there for delivery in post.deliveries)
    twice = [
        f"delivery {number} was posted {times} times" for number, times in deliveries.items() if times > 1
    ]
    twice += [
        f"story {story} was posted {times} times in channel {place}"
        for (place, story), times in _shown(there).items()
        if times > 1
    ]
    return twice


def _shown(there: Sequence[Post]) -> Counter[tuple[int, str]]:
    """Count, by channel and story, the messages that tell it."""
    return Counter(
        (post.place, story) for post in there for story in set(re.findall(r"Harbour\d+x\b", post.text))
    )
