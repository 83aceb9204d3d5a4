"""What the bot can do, which topics it knows, and what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from discord import ui

from bot.models import Topic
from bot.views.budget import TEXT_LIMIT, clip, width
from bot.views.escape import escape
from bot.views.layout import INK, Card, container, rule
from bot.views.phrases import counted

MEMBER_COMMANDS: Sequence[tuple[str, str]] = (
    ("who", "the people and organisations behind something, or who somebody is"),
    ("what", "what happened, in quoted sentences"),
    ("when", "the days on which it happened"),
    ("ask", "a question in your own words"),
    ("search", 'articles with words, "phrases", -exclusions'),
    ("story", "one story: what it is, who tells it, its days"),
    ("latest", "the newest stories, each once"),
    ("trends", "who and what is in more stories than in the weeks before"),
    ("digest", "a digest of topics, people, feeds or a search, now and only for you"),
    ("follow", "a digest of your own in your direct messages, when you like"),
    ("unfollow", "end that; what I keep for it is deleted"),
    ("topics", "the topics there are"),
    ("about", "what I am, and how much I have read"),
)
ADMIN_COMMANDS: Sequence[tuple[str, str]] = (
    ("subscribe", "post digests in a channel, thread or forum, at the times you choose"),
    ("unsubscribe", "end that"),
    ("subscriptions list", "what is posted where, and when next"),
    ("subscriptions edit", "change what one is about, when it comes, how it looks"),
    ("subscriptions pause", "stop one for a while"),
    ("subscriptions resume", "let it post again"),
    ("subscriptions preview", "what the next one holds, and why each other story is left out"),
    ("subscriptions post", "post one now"),
    ("subscriptions why", "what happened at each of the last times, and why"),
    ("subscriptions history", "the last ones, with links"),
    ("settings", "where admins are told what fails or changes"),
    ("feed add", "follow a feed, or what a web page offers"),
    ("feed list", "which feeds are followed, and how they do"),
    ("feed check", "look at one now: what is in it, what is wrong"),
    ("feed mute", "hide a feed that all servers share"),
    ("feed remove", "follow one no more"),
    ("feed import", "follow the feeds of an OPML file"),
    ("feed export", "this server's feeds as an OPML file"),
)


def help_view(*, admin: bool, mentions: Mapping[str, str] | None = None) -> Card:
    """Return the help card; `mentions` (name -> ``</name:id>``) makes commands clickable."""
    known = mentions or {}
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(
            "## 🗞️ Nutgraf\nI read the news and answer **who**, **what** and **when**. "
            "Every sentence I show is quoted from an article, with its source beside it."
        ),
        rule(),
        ui.TextDisplay("**Ask**\n" + _commands(MEMBER_COMMANDS, known)),
    ]
    if admin:
        parts += [rule(), ui.TextDisplay("**Manage this server**\n" + _commands(ADMIN_COMMANDS, known))]
    parts += [
        rule(),
        ui.TextDisplay(
            "-# *More*, *Who*, *When* and *Save* under a digest work for ever. "
            "Answers are for your eyes first; *Share to channel* shows them to all. "
            "`since` and `until` take days such as `yesterday`, `last week` or `2024-10-01`."
        ),
    ]
    return Card(container(parts, INK))


def _commands(commands: Iterable[tuple[str, str]], mentions: Mapping[str, str]) -> str:
    return "\n".join(f"{mentions.get(name, f'`/{name}`')} · {text}" for name, text in commands)


def topics_view(topics: Iterable[Topic]) -> Card:
    """Return the list of topics with what each is about."""
    head = "### 🏷️ Topics\n-# For `/digest`, `/latest` and `/subscribe`"
    room = TEXT_LIMIT - width(head) - 80
    lines: list[str] = []
    left_out = 0
    for topic in topics:
        line = f"{topic.emoji} **{escape(clip(topic.title, 80))}** · {escape(clip(topic.description, 160))}"
        if width(line) + 1 > room:
            left_out += 1
            continue
        lines.append(line)
        room -= width(line) + 1
    if left_out:
        lines.append(f"-# and {counted(left_out, 'more topic')}")
    return Card(
        container([ui.TextDisplay(head), rule(), ui.TextDisplay("\n".join(lines) or "None yet.")], INK)
    )


def about_view(*, version: str, articles: int, topics: int, guilds: int) -> Card:
    """Return what this is and how much it has read."""
    text = (
        "## 🗞️ Nutgraf\n"
        "*Nutgraf*: the paragraph of a news story that tells who, what and when.\n"
        "I never make text up: what I show is quoted, and where I have no evidence I say so.\n"
        "Channels get digests by `/subscribe`, and you get your own by `/follow`: for that I keep your "
        "member id, what you follow and which articles you were shown, until `/unfollow`."
    )
    figures = (
        f"-# Version {escape(version)} · {counted(articles, 'article')} read · {counted(topics, 'topic')} · "
        f"{counted(guilds, 'server')} · I see no messages, only commands"
    )
    return Card(container([ui.TextDisplay(text), rule(), ui.TextDisplay(figures)], INK))
