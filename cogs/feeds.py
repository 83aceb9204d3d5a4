"""`/feed`: which feeds a server follows, and how they do."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.digests.composing.composer import preview
from bot.errors import QueryError
from bot.ingest.feeds.diagnosis import check_feed
from bot.ingest.feeds.following import Limits, ListReport, check_room, follow, follow_list
from bot.ingest.feeds.looking import Look, newest
from bot.models import Feed, FeedHeadline, FeedLink, FeedPreview
from bot.sources.feeds.opml import MAX_OPML_BYTES, OpmlFeed, write_opml
from bot.views.budget import clip, label
from bot.views.escape import escape
from bot.views.feed_offer import OFFER_TEMPLATE, TITLE_LIMIT, FeedChoice, FeedOffer, Offer
from bot.views.feeds import PAGE_TEMPLATE, feed_check_view, feeds_view, followed_view, sentence
from bot.views.notice import notice_view
from bot.views.phrases import counted
from cogs.border import border
from cogs.options import scope_of, show, suggesting

if TYPE_CHECKING:
    from bot.app import Nutgraf
    from bot.ingest.feeds.service import FeedService
    from bot.sources.feeds.model import ParsedFeed
    from cogs.options import Choices

    Interaction = discord.Interaction[Nutgraf]

HEADLINES = 5
OPML_NAME = "nutgraf-feeds.opml"
MOST_REFUSALS = 8
"""Entries of an imported list that are told with their reasons."""
REFUSAL_LIMIT = 200

Address = app_commands.Range[str, 4, 2000]


class FeedOption(app_commands.Transformer):
    """One of the feeds that the guild sees, chosen from the list or named by its title or address."""

    async def transform(self, interaction: Interaction, value: str) -> Feed:  # type: ignore[override]
        """Return the feed; raises :class:`QueryError`."""
        feeds = await interaction.client.index.feeds.visible(scope_of(interaction))
        wanted = value.strip().casefold()
        found = [feed for feed in feeds if value == f"feed:{feed.id}"] or [
            feed for feed in feeds if wanted in {feed.title.casefold(), feed.web.url.casefold()}
        ]
        if len(found) != 1:
            raise QueryError("Choose one of the feeds offered while you type; /feed list shows all.")
        return found[0]

    async def autocomplete(self, interaction: Interaction, value: str) -> Choices:  # type: ignore[override]
        """Offer the feeds that the guild sees."""
        return await _suggest_feed(interaction, value)


@suggesting
async def _suggest_feed(interaction: Interaction, current: str) -> Iterable[tuple[str, str]]:
    typed = current.strip().casefold()
    return [
        (f"{feed.title}{' (shared)' if feed.shared else ''}", f"feed:{feed.id}")
        for feed in await interaction.client.index.feeds.visible(scope_of(interaction))
        if typed in feed.title.casefold() or typed in feed.web.url.casefold()
    ]


Chosen = app_commands.Transform[Feed, FeedOption]


class EndedOffer(ui.DynamicItem[ui.Item[Any]], template=OFFER_TEMPLATE):
    """What is left of an offer that the bot has forgotten, because it was restarted: pressing it says so."""

    def __init__(self, item: ui.Item[Any], token: str) -> None:
        super().__init__(item)
        self._token = token

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> EndedOffer:
        """Make the item anew from what was pressed."""
        return cls(item, match["offer"])

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Say that the offer is over; one that is not answers for itself."""
        cog = interaction.client.get_cog("Feeds")
        if isinstance(cog, Feeds) and cog.is_open(self._token):
            return
        async with border(interaction):
            raise QueryError("That offer is over: /feed add with the address shows it again.")


class PageButton(ui.DynamicItem[ui.Button[Any]], template=PAGE_TEMPLATE):
    """*Back* and *Next* under the list of feeds, however old."""

    def __init__(self, button: ui.Button[Any], page: int) -> None:
        super().__init__(button)
        self._page = page

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, interaction: Interaction, item: ui.Button[Any], match: re.Match[str], /
    ) -> PageButton:
        """Make the button anew from what was pressed."""
        return cls(item, int(match["page"]))

    async def callback(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Show the page in place."""
        async with border(interaction):
            await interaction.response.edit_message(view=await _listed(interaction, self._page))


async def _listed(interaction: Interaction, page: int) -> ui.LayoutView:
    feeds = await interaction.client.index.feeds.visible(scope_of(interaction))
    bot = interaction.client
    return feeds_view(feeds, limit=bot.settings.sources.feeds_per_guild, now=bot.clock(), page=page)


class Feeds(commands.Cog):
    """Feeds, managed by those who may manage the server."""

    feed = app_commands.Group(
        name="feed",
        description="The feeds that this server follows",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, bot: Nutgraf) -> None:
        self.bot = bot
        self._offers: WeakValueDictionary[str, Offer] = WeakValueDictionary()

    def is_open(self, token: str) -> bool:
        """Say whether an offer can still be taken."""
        offer = self._offers.get(token)
        return offer is not None and not offer.is_finished()

    @feed.command(description="Follow a feed: give its address, or that of a page that has one")
    @app_commands.describe(url="The address of a feed (RSS, Atom, JSON) or of a web page")
    async def add(self, interaction: Interaction, url: Address) -> None:
        """Show what is at an address, and offer to follow it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._offer(interaction, url)

    async def _offer(self, interaction: Interaction, address: str) -> None:
        looker = self._service().looker
        look = await looker.look_at(address)
        if look.feed is None:
            links = [FeedLink(found.title, found.url) for found in look.found]
            await self._show_offer(interaction, FeedChoice(look.url, links, choose=self._chosen))
            return
        if await self._is_seen(interaction, look.url):
            return
        await check_room(self.bot.index, _owner(interaction), self._limits())
        shown = await self._preview(look, look.feed)

        async def pressed(press: Interaction) -> bool:
            async with border(press):
                await self._follow(press, look)
                return True
            return False

        guild = interaction.guild.name if interaction.guild else "this server"
        await self._show_offer(interaction, FeedOffer(shown, shared_with=guild, follow=pressed))

    async def _preview(self, look: Look, feed: ParsedFeed) -> FeedPreview:
        now, settings = self.bot.clock(), self.bot.settings.digests
        readings = await self._service().looker.sample(look)
        latest = newest(feed.items, HEADLINES)
        warnings = feed.warnings
        most = settings.max_age_days
        if most and latest and _is_before(latest[0].published, now - timedelta(days=most)):
            old = f"Its newest article is older than {counted(most, 'day')}"
            warnings = (f"{old}: digests begin with what comes next.", *warnings)
        return FeedPreview(
            url=look.url,
            title=look.title,
            site_url=feed.site_url,
            description=feed.description,
            items=len(feed.items),
            headlines=tuple(FeedHeadline(item.title, item.url, item.published) for item in latest),
            digest=preview([(each.article, each.labels) for each in readings], now=now, settings=settings),
            warnings=warnings,
        )

    async def _show_offer(self, interaction: Interaction, offer: Offer) -> None:
        offer.origin = interaction
        self._offers[offer.token] = offer
        await show(interaction, offer)

    async def _is_seen(self, interaction: Interaction, url: str) -> bool:
        """Show that a feed need not be added, if that is so."""
        found = [
            feed for feed in await self.bot.index.feeds.visible(scope_of(interaction)) if feed.web.url == url
        ]
        if not found:
            return False
        if all(feed.muted for feed in found):
            raise QueryError(
                "All servers share that feed, and it is hidden here: /feed mute with muted: False shows it."
            )
        await show(interaction, followed_view(found[0], new=False))
        return True

    async def _chosen(self, interaction: Interaction, url: str) -> bool:
        async with border(interaction):
            await self._offer(interaction, url)
            return True
        return False

    async def _follow(self, interaction: Interaction, look: Look) -> None:
        service = self._service()
        following = await follow(
            self.bot.index,
            url=look.url,
            title=look.title,
            site_url=look.feed.site_url if look.feed else None,
            owner=_owner(interaction),
            added_by=interaction.user.id,
            limits=self._limits(),
            now=self.bot.clock(),
        )
        await show(interaction, followed_view(following.feed, new=following.new))
        if following.new:
            # it is followed, whatever comes of this
            async with border(interaction):
                await service.poll_soon(following.feed.web)

    @feed.command(description="Stop following a feed; its articles are seen here no more")
    @app_commands.describe(feed="Which one")
    async def remove(self, interaction: Interaction, feed: Chosen) -> None:
        """Stop following a feed of this server."""
        if feed.shared:
            raise QueryError("All servers share that feed: /feed mute hides it here.")
        await self.bot.index.feeds.remove(feed.id)
        await show(interaction, notice_view(f"{_named(feed)} is not followed any more.", "success"))

    @feed.command(description="Hide a feed that all servers share, here; or show it again")
    @app_commands.describe(feed="Which one", muted="True hides it, False shows it again (without it, True)")
    async def mute(self, interaction: Interaction, feed: Chosen, muted: bool = True) -> None:
        """Hide a shared feed from this server."""
        if not feed.shared:
            raise QueryError("That feed is this server's own: /feed remove ends it.")
        if interaction.guild_id is not None:
            await self.bot.index.feeds.mute(feed.id, interaction.guild_id, muted=muted)
        told = (
            "is hidden here; /feed mute with muted: False shows it again" if muted else "is shown here again"
        )
        await show(interaction, notice_view(f"{_named(feed)} {told}.", "success"))

    @feed.command(name="list", description="Which feeds are followed, and how they do")
    @app_commands.describe(page="Ten feeds are on each")
    async def list_all(self, interaction: Interaction, page: app_commands.Range[int, 1, 1000] = 1) -> None:
        """Show the feeds that this server sees."""
        await show(interaction, await _listed(interaction, page - 1))

    @feed.command(description="Look at a feed now: is it there, what is in it, what of that is new")
    @app_commands.describe(feed="Which one")
    async def check(self, interaction: Interaction, feed: Chosen) -> None:
        """Poll a feed and tell what each step gave."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        service = self._service()
        results = await check_feed(
            self.bot.index,
            service.poller,
            feed,
            max_age_days=self.bot.settings.digests.max_age_days,
            today=self.bot.clock().date(),
        )
        service.wake()
        await show(interaction, feed_check_view(feed.title, results))

    @feed.command(name="import", description="Follow the feeds of an OPML file, as other readers write it")
    @app_commands.describe(file="The OPML file")
    async def import_list(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Follow all feeds of a list."""
        if file.size > MAX_OPML_BYTES:
            raise QueryError(f"That file has {file.size:,} bytes; {MAX_OPML_BYTES:,} are the most.")
        await interaction.response.defer(ephemeral=True, thinking=True)
        service = self._service()
        listed = await service.looker.feeds_in(await _content(file))
        report = await follow_list(
            self.bot.index,
            listed.feeds,
            owner=_owner(interaction),
            added_by=interaction.user.id,
            limits=self._limits(),
            now=self.bot.clock(),
        )
        await show(interaction, _imported(report, listed.warnings))

    @feed.command(description="This server's own feeds as an OPML file, for any other reader")
    async def export(self, interaction: Interaction) -> None:
        """Send the guild's feeds as a file."""
        feeds = await self.bot.index.feeds.visible(scope_of(interaction))
        own = [OpmlFeed(feed.title, feed.web.url) for feed in feeds if not feed.shared]
        if not own:
            raise QueryError("This server follows no feed of its own yet: /feed add starts with one.")
        guild = interaction.guild.name if interaction.guild else "Discord"
        content = io.BytesIO(write_opml(own, title=f"Feeds of {guild}"))
        await interaction.response.send_message(file=discord.File(content, OPML_NAME), ephemeral=True)

    def _service(self) -> FeedService:
        if self.bot.feeds is None:
            raise QueryError("Feeds are not being read right now: the bot is just starting or stopping.")
        return self.bot.feeds

    def _limits(self) -> Limits:
        sources = self.bot.settings.sources
        return Limits(sources.feeds_per_guild, tuple(sources.private_networks))


def _owner(interaction: Interaction) -> str:
    return f"guild:{interaction.guild_id}"


def _is_before(published: datetime | None, day: datetime) -> bool:
    return published is not None and published.date() < day.date()


def _named(feed: Feed) -> str:
    return label(feed.title, TITLE_LIMIT) or "Untitled"


def _imported(report: ListReport, warnings: Iterable[str]) -> ui.LayoutView:
    counts = [f"{counted(report.followed, 'feed')} followed"]
    counts += [f"{report.known} followed already"] if report.known else []
    counts += [f"{len(report.refused)} left out"] if report.refused else []
    lines = ["They are read in the next minutes; `/feed list` shows how they do."] if report.followed else []
    lines += [
        f"-# {escape(clip(title, TITLE_LIMIT))}: {sentence(reason, REFUSAL_LIMIT)}"
        for title, reason in report.refused[:MOST_REFUSALS]
    ]
    if (more := len(report.refused) - MOST_REFUSALS) > 0:
        lines.append(f"-# and {more} more")
    lines += [f"-# {sentence(warning, REFUSAL_LIMIT)}" for warning in warnings]
    any_good = report.followed or report.known
    return notice_view(f"{', '.join(counts)}.", "success" if any_good else "error", lines=lines)


async def _content(file: discord.Attachment) -> bytes:
    try:
        return await file.read()
    except discord.HTTPException as error:
        raise QueryError("Discord did not hand over that file: attach it again.") from error


async def setup(bot: Nutgraf) -> None:
    """Add the commands and answer their buttons, also those of before a restart."""
    bot.add_dynamic_items(EndedOffer, PageButton)
    await bot.add_cog(Feeds(bot))
