"""Slash commands and buttons: each parses, calls one thing and shows one view."""

EXTENSIONS: tuple[str, ...] = (
    "cogs.border",
    "cogs.answers",
    "cogs.stories",
    "cogs.trends",
    "cogs.digest",
    "cogs.follow",
    "cogs.subscriptions",
    "cogs.feeds",
    "cogs.links",
    "cogs.settings",
    "cogs.help",
    "cogs.lifecycle",
)
"""All that the bot loads, in this order."""
