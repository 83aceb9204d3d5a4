"""What admins set for their server, and what the operator set for all."""

from __future__ import annotations

from dataclasses import dataclass

from discord import ui

from bot.views.layout import INK, Card, container
from bot.views.phrases import counted


@dataclass(frozen=True, slots=True)
class Limits:
    """What the operator lets a server have."""

    feeds: int
    subscriptions: int
    answers_public: bool


def settings_view(admin_channel: int | None, limits: Limits, *, problem: str = "") -> Card:
    """Return a server's settings; `problem` (Markdown) says why its channel cannot be used right now."""
    where = f"in <#{admin_channel}>" if admin_channel else "in private, to who added the feed or subscription"
    answers = "shown to the whole channel" if limits.answers_public else "for the eyes of who asks"
    lines = [
        "### ⚙️ Settings",
        f"**When something fails or changes**, I tell it {where}.",
        *([f"⚠️ {problem}"] if problem else []),
        "-# `/settings admins:` chooses a channel, `/settings private: True` goes back to private messages",
        f"**At most** {counted(limits.feeds, 'feed')} and {counted(limits.subscriptions, 'subscription')}; "
        f"answers are {answers}. Who runs the bot decides that.",
    ]
    return Card(container([ui.TextDisplay("\n".join(lines))], INK))
