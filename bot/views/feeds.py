"""How feeds look to those who manage them: which there are, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.models import CheckResult, Feed, FeedState
from bot.views.budget import LABEL_LIMIT, TEXT_LIMIT, clip, width
from bot.views.escape import escape, link
from bot.views.feed_offer import TITLE_LIMIT
from bot.views.layout import FAILURE, INK, QUIET, SUCCESS, Card, container, rule
from bot.views.phrases import dotted, moment

FEEDS_A_PAGE = 10
_REASON_LIMIT = 300
_CHECK_LIMIT = 400
_FOOT = 200

_COMMAND = re.compile(r"\\`(/feed [a-z]+|nutgraf feeds [a-z]+)\\`")
"""A command of ours in a sentence, as escaped."""

_SIGNS: Mapping[FeedState, str] = {
    FeedState.OK: "🟢",
    FeedState.FAILING: "🟠",
    FeedState.MOVED: "🟢",
    FeedState.GONE: "🔴",
    FeedState.PAUSED: "⏸️",
}
_STUMBLING, _UNREAD, _MUTED = "🟡", "⚪", "🔇"

PAGE_TEMPLATE = re.compile(r"ng:l:(?P<page>\d{1,4})")
"""*Back* and *Next* under the list; they live for ever."""


def sentence(text: str, limit: int) -> str:
    """Return a sentence of ours, in which a server's name or address may stand: escaped but for commands."""
    return _COMMAND.sub(r"`\1`", escape(clip(text, limit)))


def followed_view(feed: Feed, *, new: bool) -> Card:
    """Return the confirmation that a feed is followed, or was already."""
    title = escape(clip(feed.title, TITLE_LIMIT))
    said = [f"### ✅ Following {title}" if new else f"### ✅ {title} is followed already"]
    if new:
        said += [
            "It is being read now, and then again and again. Everything in it can be asked about; "
            "digests begin with its newest three articles.",
            "-# `/subscribe` posts digests in a channel, `/feed list` shows how feeds do",
        ]
    else:
        said.append("-# `/feed check` looks at it now, `/feed list` shows how feeds do")
    return Card(container([ui.TextDisplay("\n".join(said))], SUCCESS))


def feeds_view(feeds: Sequence[Feed], *, limit: int, now: datetime, page: int = 0) -> Card:
    """Return the list of the feeds that a guild sees, each with how it does, at most ten a page."""
    if not feeds:
        text = "### 📰 Feeds\nNo feed is followed yet. `/feed add` starts with one."
        return Card(container([ui.TextDisplay(text)], QUIET))
    own = sum(not feed.shared for feed in feeds)
    counts = [f"{own} of {limit} of this server"]
    if own < len(feeds):
        counts.append(f"{len(feeds) - own} shared with all servers")
    head = f"### 📰 Feeds\n-# {', '.join(counts)}"
    pages = _pages([_line(feed, now) for feed in feeds], TEXT_LIMIT - _FOOT - width(head))
    page = max(0, min(page, len(pages) - 1))
    first, blocks = sum(map(len, pages[:page])), pages[page]
    parts: list[ui.Item[Any]] = [ui.TextDisplay(head), rule(), ui.TextDisplay("\n\n".join(blocks))]
    if len(pages) > 1:
        foot = f"-# {first + 1} to {first + len(blocks)} of {len(feeds)} · page {page + 1} of {len(pages)}"
        parts += [rule(), ui.TextDisplay(foot), _turning(page, len(pages))]
    return Card(container(parts, INK))


def _pages(blocks: Sequence[str], room: int) -> list[list[str]]:
    """Share blocks out, so that each is on a page that has room for it."""
    pages: list[list[str]] = [[]]
    for block in blocks:
        taken = sum(width(each) + 2 for each in pages[-1])
        if len(pages[-1]) == FEEDS_A_PAGE or (pages[-1] and taken + width(block) > room):
            pages.append([])
        pages[-1].append(block)
    return pages


def _turning(page: int, pages: int) -> ui.ActionRow[Any]:
    grey = discord.ButtonStyle.secondary
    # a page's own number is free for the button that is greyed
    back, forward = max(0, page - 1), page + 1
    return ui.ActionRow(
        ui.Button(label="Back", emoji="◀️", style=grey, custom_id=f"ng:l:{back}", disabled=page == 0),
        ui.Button(
            label="Next", emoji="▶️", style=grey, custom_id=f"ng:l:{forward}", disabled=forward == pages
        ),
    )


def _line(feed: Feed, now: datetime) -> str:
    web = feed.web
    title = link(clip(feed.title, TITLE_LIMIT), web.site_url or web.url) or "Untitled"
    facts = [
        "shared" if feed.shared else "",
        "muted here" if feed.muted else "",
        f"read {moment(web.last_success, 'R')}" if web.last_success else "not read yet",
        f"something new {moment(web.last_new, 'R')}" if web.last_new else "",
    ]
    if web.state not in (FeedState.GONE, FeedState.PAUSED):
        facts.append(f"next {moment(web.next_poll, 'R')}" if web.next_poll > now else "next within a minute")
    lines = [f"{_sign(feed)} **{title}**", f"-# {dotted(facts)}"]
    if web.reason:
        lines.append(f"-# {sentence(web.reason, _REASON_LIMIT)}")
    return "\n".join(lines)


def _sign(feed: Feed) -> str:
    web = feed.web
    if feed.muted:
        return _MUTED
    if web.state in (FeedState.OK, FeedState.MOVED):
        if web.failures:
            return _STUMBLING
        if web.last_success is None:
            return _UNREAD
    return _SIGNS[web.state]


def feed_check_view(title: str, results: Sequence[CheckResult]) -> Card:
    """Return a diagnosis: what was looked at, what was found, what to do about it."""
    lines = [f"### 🩺 {escape(clip(title, TITLE_LIMIT))}"]
    for result in results:
        lines.append(f"{'✅' if result.success else '⚠️'} **{escape(clip(result.label, LABEL_LIMIT))}**")
        if result.details:
            lines.append(sentence(result.details, _CHECK_LIMIT))
        if result.resolution and not result.success:
            lines.append(f"-# {sentence(result.resolution, _CHECK_LIMIT)}")
    well = all(result.success for result in results)
    return Card(container([ui.TextDisplay("\n".join(lines))], SUCCESS if well else FAILURE))
