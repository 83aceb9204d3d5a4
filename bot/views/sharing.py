"""Who sees what: a private answer that is made public, a public one that must not change under others."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.views.charts.picture import files_of
from bot.views.notice import notice_view


def shown_to_all(interaction: discord.Interaction[Any]) -> bool:
    """Say whether the pressed button's message is read by others too, so that it must not change."""
    message = interaction.message
    return interaction.guild_id is not None and message is not None and not message.flags.ephemeral


def may_share(interaction: discord.Interaction[Any]) -> bool:
    """Say whether the member may write where the answer would be posted."""
    allowed = interaction.permissions
    if isinstance(interaction.channel, discord.Thread):
        return allowed.send_messages_in_threads
    return allowed.send_messages


def may_attach(interaction: discord.Interaction[Any]) -> bool:
    """Say whether the member and the bot may post files where the answer would be posted."""
    return interaction.permissions.attach_files and interaction.app_permissions.attach_files


async def share(
    interaction: discord.Interaction[Any], copy: ui.LayoutView, *, afterwards: ui.LayoutView
) -> bool:
    """Post `copy` for all to see and show `afterwards` to who pressed; False when they may not post here."""
    if not may_share(interaction):
        text = "You may not send messages in this channel, so the answer stays between us."
        await interaction.response.send_message(view=notice_view(text, "error"), ephemeral=True)
        return False
    await interaction.response.edit_message(view=afterwards, attachments=files_of(afterwards))
    await interaction.followup.send(
        view=copy, files=files_of(copy), allowed_mentions=discord.AllowedMentions.none()
    )
    return True
