"""How things look in Discord: models in, Components V2 layouts out, always inside Discord's limits."""

from __future__ import annotations

from bot.views.answer import answer_view
from bot.views.digest import digest_view
from bot.views.help import about_view, help_view, topics_view
from bot.views.notice import notice_view
from bot.views.story import story_view
from bot.views.subscriptions import subscribed_view, subscriptions_view

__all__ = [
    "about_view",
    "answer_view",
    "digest_view",
    "help_view",
    "notice_view",
    "story_view",
    "subscribed_view",
    "subscriptions_view",
    "topics_view",
]
