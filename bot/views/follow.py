"""What a member sees who follows the news in private: the promise, the first message, the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from discord import ui

from bot.models import Digest
from bot.views.budget import clip
from bot.views.digest_story import beginning
from bot.views.escape import escape
from bot.views.layout import INK, SUCCESS, Card, container, rule
from bot.views.phrases import coming
from bot.views.subscriptions import sentence

TITLE_LIMIT = 160
_KEPT = (
    "-# For this I keep your member id, what you follow, and which articles you were shown. "
    "`/unfollow` deletes it"
)


@dataclass(frozen=True, slots=True)
class FollowLine:
    """What a member follows, in words, plain text: its title, and when it comes ("daily at 08:00, UTC")."""

    title: str
    schedule: str
    next_due: datetime
    live: bool = False
    """It comes as it happens."""


def followed_view(line: FollowLine, *, new: bool, resumed: bool, sample: Digest | None) -> Card:
    """Return the confirmation of `/follow`: when it comes, what it would hold now, and what is kept."""
    title = _title(line)
    if resumed:
        said = f"### ✅ Resumed: you follow {title} again"
    else:
        said = f"### ✅ You follow {title}" if new else f"### ✅ Changed: you follow {title}"
    parts: list[ui.Item[Any]] = [ui.TextDisplay(f"{said}\n{_coming(line)}"), rule()]
    parts += [ui.TextDisplay(_sample(sample)), rule(), ui.TextDisplay(_KEPT)]
    return Card(container(parts, SUCCESS))


def greeting_view(line: FollowLine) -> Card:
    """Return the message that shows at once where the digests will come."""
    text = f"### 📬 This is where your digest will come\n{_title(line)}. {_coming(line)}"
    foot = "-# `/unfollow` ends it, here as in any server; `/follow` changes when it comes"
    return Card(container([ui.TextDisplay(text), rule(), ui.TextDisplay(foot)], INK))


def _title(line: FollowLine) -> str:
    return escape(clip(line.title, TITLE_LIMIT))


def _coming(line: FollowLine) -> str:
    return f"{sentence(line.schedule)}. The next one comes {coming(line.next_due, live=line.live)}."


def _sample(sample: Digest | None) -> str:
    if sample is None or not sample.all_stories:
        return "There is nothing new on it right now: a digest comes only when there is news."
    return f"**Sent now, it would begin with**\n{beginning(sample)}"
