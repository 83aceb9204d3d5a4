"""A small bot that does what the page must cope with: options, autocomplete, buttons, slow answers, posts."""

from __future__ import annotations

import asyncio
import threading

import discord
from discord import app_commands
from discord.ext import commands

SLOW = threading.Event()
"""Set: /slow goes on."""
NAMES = ("Yoav Gallant", "Joe Biden", "Benjamin Netanyahu")


class ToyBot(commands.AutoShardedBot):
    """Answers /who, /slow, /later, /broken and, for those who manage the guild, /subscribe."""

    def __init__(self) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        super().__init__(command_prefix=commands.when_mentioned, intents=intents)
        self.expired = asyncio.Event()

    async def setup_hook(self) -> None:
        """Add the commands and sync them."""
        self.tree.add_command(who)
        self.tree.add_command(slow)
        self.tree.add_command(later)
        self.tree.add_command(broken)
        self.tree.add_command(subscribe)
        await self.tree.sync()

    async def post(self, channel: int, text: str) -> None:
        """Post as a service would."""
        target = self.get_channel(channel)
        assert isinstance(target, discord.TextChannel)
        await target.send(text)


class Card(discord.ui.LayoutView):
    """An answer with a button that shares it, alive for a short while."""

    def __init__(self, bot: ToyBot, about: str, timeout: float = 180) -> None:
        super().__init__(timeout=timeout)
        self._bot = bot
        button: discord.ui.Button[Card] = discord.ui.Button(label="Share to channel")
        button.callback = self.share  # type: ignore[method-assign]
        self.about = about
        self.add_item(
            discord.ui.Container(
                discord.ui.TextDisplay(f"## {about}\n<t:1728432000:R>"), discord.ui.ActionRow(button)
            )
        )

    async def share(self, interaction: discord.Interaction) -> None:
        """Post it for everybody."""
        await interaction.response.send_message(f"Shared: {self.about}")

    async def on_timeout(self) -> None:
        """Tell the test."""
        self._bot.expired.set()


@app_commands.command(description="Who is it?")
async def who(interaction: discord.Interaction, about: str) -> None:
    assert isinstance(interaction.client, ToyBot)
    timeout = 0.2 if about == "short-lived" else 180
    await interaction.response.send_message(view=Card(interaction.client, about, timeout), ephemeral=True)


@who.autocomplete("about")
async def _names(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=name, value=name) for name in NAMES if current.lower() in name.lower()]


@app_commands.command(description="Takes its time.")
async def slow(interaction: discord.Interaction) -> None:
    await interaction.response.defer(thinking=True)
    await asyncio.to_thread(SLOW.wait, 10)
    await interaction.followup.send("Done at last.")


@app_commands.command(description="Thinks, then answers.")
async def later(interaction: discord.Interaction, topic: str = "all") -> None:
    await interaction.response.defer(thinking=True)
    await interaction.edit_original_response(content=f"Thought about {topic}.")


@app_commands.command(description="Fails.")
async def broken(interaction: discord.Interaction) -> None:
    raise RuntimeError("out of order")


@app_commands.command(description="Subscribe a channel.")
@app_commands.default_permissions(manage_guild=True)
async def subscribe(interaction: discord.Interaction, channel: discord.TextChannel) -> None:
    await interaction.response.send_message(f"Subscribed {channel.mention}.")
