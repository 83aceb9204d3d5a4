"""How feeds look to those who manage them: what one would bring, which there are, what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.models import CheckResult, Digest, Feed, FeedHeadline, FeedLink, FeedPreview, FeedState
from bot.views.budget import LABEL_LIMIT, TEXT_LIMIT, clip, label, width
from bot.views.escape import escape, flat, link
from bot.views.layout import FAILURE, INK, QUIET, SUCCESS, Card, container, gap, rule
from bot.views.phrases import counted, dotted, headline, moment, quoted, source_line

TITLE_LIMIT = 120
MOST_LINKS = 25
"""Options of one select."""
FEEDS_A_PAGE = 10
_URL_LIMIT = 200
_DESCRIPTION_LIMIT = 240
_REASON_LIMIT = 300
_HEADLINES = 5
_SAMPLE_STORIES = 2
_SAMPLE_QUOTE_LIMIT = 420
_CHECK_LIMIT = 400
_FOOT = 200
_OPTION_LIMIT = 100

_SIGNS: Mapping[FeedState, str] = {
    FeedState.OK: "🟢",
    FeedState.FAILING: "🟠",
    FeedState.MOVED: "🟢",
    FeedState.GONE: "🔴",
    FeedState.PAUSED: "⏸️",
}

Pressed = Callable[[discord.Interaction[Any]], Coroutine[Any, Any, None]]
Chosen = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, None]]


class FeedOffer(ui.LayoutView):
    """A feed before it is followed, and *Follow*. It lives as long as it can be answered: 14 minutes."""

    def __init__(self, preview: FeedPreview, *, shared_with: str, follow: Pressed) -> None:
        super().__init__(timeout=14 * 60)
        parts: list[ui.Item[Any]] = [ui.TextDisplay(_preview_head(preview)), rule()]
        parts.append(ui.TextDisplay(_headlines(preview.headlines, preview.items)))
        if preview.headlines:
            parts += [rule(), *_sample(preview.digest)]
        foot = f"-# Its articles will be seen in {escape(clip(shared_with, 80))} only."
        parts += [rule(), ui.TextDisplay(foot), ui.ActionRow(_FollowButton(follow))]
        self.add_item(container(parts, INK))


class FeedChoice(ui.LayoutView):
    """The feeds that a page names, to choose one of. It lives as long as it can be answered."""

    def __init__(self, page: str, links: Sequence[FeedLink], *, choose: Chosen) -> None:
        super().__init__(timeout=14 * 60)
        shown = links[:MOST_LINKS]
        found = f"That page names {counted(len(links), 'feed')}. Which one shall be followed?"
        head = f"### 📰 {escape(clip(page, _URL_LIMIT))}\n{found}"
        select = _LinkSelect(shown, choose)
        self.add_item(container([ui.TextDisplay(head), ui.ActionRow(select)], INK))


class _LinkSelect(ui.Select[Any]):
    """A list of feeds."""

    def __init__(self, links: Sequence[FeedLink], choose: Chosen) -> None:
        options = [
            discord.SelectOption(
                label=label(each.title, _OPTION_LIMIT) or "Untitled",
                description=label(each.url, _OPTION_LIMIT) or None,
                value=str(place),
            )
            for place, each in enumerate(links)
        ]
        super().__init__(placeholder="Choose a feed", options=options)
        self._links = links
        self._choose = choose

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand over what was chosen."""
        await self._choose(interaction, self._links[int(self.values[0])].url)


class _FollowButton(ui.Button[Any]):
    """*Follow*."""

    def __init__(self, follow: Pressed) -> None:
        super().__init__(label="Follow", emoji="➕", style=discord.ButtonStyle.primary)
        self._follow = follow

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand over that it was pressed."""
        await self._follow(interaction)


def _preview_head(preview: FeedPreview) -> str:
    title = escape(clip(preview.title, TITLE_LIMIT)) or "Untitled feed"
    lines = [f"### 📰 {title}", f"-# {escape(clip(preview.url, _URL_LIMIT))}"]
    if flat(preview.description) and flat(preview.description) != flat(preview.title):
        lines.append(escape(clip(preview.description, _DESCRIPTION_LIMIT)))
    lines += [f"-# ⚠️ {escape(clip(warning, _DESCRIPTION_LIMIT))}" for warning in preview.warnings[:2]]
    return "\n".join(lines)


def _headlines(headlines: Sequence[FeedHeadline], items: int) -> str:
    if not headlines:
        return "There is nothing in it yet; what comes will be read."
    lines = ["**Newest in it**"]
    for each in headlines[:_HEADLINES]:
        title = link(clip(each.title, TITLE_LIMIT), each.url) or "Untitled"
        when = moment(each.published, "R") if each.published else ""
        lines.append(f"- {dotted([title, when])}")
    if items > len(lines) - 1:
        lines.append(f"-# and {items - len(lines) + 1:,} more")
    return "\n".join(lines)


def _sample(digest: Digest | None) -> list[ui.Item[Any]]:
    if digest is None or not digest.stories:
        return [ui.TextDisplay("None of that has sentences to quote yet: a digest would leave it out.")]
    parts: list[ui.Item[Any]] = [ui.TextDisplay("**A digest from it would read**")]
    for story in digest.stories[:_SAMPLE_STORIES]:
        said = [quoted(quote, _SAMPLE_QUOTE_LIMIT) for quote in story.quotes[:2]]
        source = source_line(story.citation, with_headline=False)
        parts += [gap(), ui.TextDisplay("\n".join([f"**{headline(story.citation)}**", *said, source]))]
    return parts


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
    return Card(container([ui.TextDisplay("\n".join(said))], SUCCESS))


def feeds_view(feeds: Sequence[Feed], *, limit: int, page: int = 0) -> Card:
    """Return the list of the feeds that a guild sees, each with how it does, ten a page."""
    if not feeds:
        text = "### 📰 Feeds\nNo feed is followed yet. `/feed add` starts with one."
        return Card(container([ui.TextDisplay(text)], QUIET))
    own = sum(not feed.shared for feed in feeds)
    pages = -(-len(feeds) // FEEDS_A_PAGE)
    page = max(0, min(page, pages - 1))
    head = f"### 📰 Feeds\n-# {own} of {limit} of this server, {len(feeds) - own} shared with all servers"
    blocks = [_line(feed) for feed in feeds[page * FEEDS_A_PAGE :][:FEEDS_A_PAGE]]
    room = TEXT_LIMIT - _FOOT - width(head)
    while sum(width(block) + 2 for block in blocks) > room:
        blocks.pop()
    parts: list[ui.Item[Any]] = [ui.TextDisplay(head), rule(), ui.TextDisplay("\n\n".join(blocks))]
    if pages > 1:
        first = page * FEEDS_A_PAGE
        foot = f"-# {first + 1} to {first + len(blocks)} of {len(feeds)}; page {page + 1} of {pages}"
        parts += [rule(), ui.TextDisplay(foot)]
    return Card(container(parts, INK))


def _line(feed: Feed) -> str:
    web = feed.web
    sign = "🔇" if feed.muted else _SIGNS[web.state]
    title = link(clip(feed.title, TITLE_LIMIT), web.site_url or web.url) or "Untitled"
    facts = [
        "shared" if feed.shared else "",
        "muted here" if feed.muted else "",
        f"read {moment(web.last_success, 'R')}" if web.last_success else "not read yet",
        f"something new {moment(web.last_new, 'R')}" if web.last_new else "",
    ]
    if web.state not in (FeedState.GONE, FeedState.PAUSED):
        facts.append(f"next {moment(web.next_poll, 'R')}")
    lines = [f"{sign} **{title}**", f"-# {dotted(facts)}"]
    if web.reason:
        lines.append(f"-# {escape(clip(web.reason, _REASON_LIMIT))}")
    return "\n".join(lines)


def feed_check_view(title: str, results: Sequence[CheckResult]) -> Card:
    """Return a diagnosis: what was looked at, what was found, what to do about it."""
    lines = [f"### 🩺 {escape(clip(title, TITLE_LIMIT))}"]
    for result in results:
        lines.append(f"{'✅' if result.success else '⚠️'} **{escape(clip(result.label, LABEL_LIMIT))}**")
        if result.details:
            lines.append(escape(clip(result.details, _CHECK_LIMIT)))
        if result.resolution and not result.success:
            lines.append(f"-# {escape(clip(result.resolution, _CHECK_LIMIT))}")
    well = all(result.success for result in results)
    return Card(container([ui.TextDisplay("\n".join(lines))], SUCCESS if well else FAILURE))
