"""The border where an error becomes a sentence; a bug is logged under an id that its finder is shown."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import app_commands

from bot.errors import NutgrafError, StorageError
from bot.views.notice import notice_view

if TYPE_CHECKING:
    from bot.app import Nutgraf

log = structlog.get_logger()

UNKNOWN_INTERACTION = 10062
"""Discord's code for an interaction that was answered too late."""


def sentence_for(error: BaseException) -> str | None:
    """Return what to tell who met the error, or None when it is a bug of ours."""
    match error:
        case app_commands.CommandInvokeError(original=original):
            return sentence_for(original)
        case app_commands.TransformerError(__cause__=NutgrafError() as cause):
            return str(cause)
        case NutgrafError():
            return str(error)
        case app_commands.TransformerError(value=value):
            return f"I can make nothing of “{value}” here. If it is a channel, I may not be able to see it."
        case app_commands.NoPrivateMessage():
            return "This command works in servers only."
        case app_commands.CommandOnCooldown(retry_after=seconds):
            return f"Not so fast: try again in {seconds:.0f} seconds."
        case app_commands.BotMissingPermissions(missing_permissions=names):
            return f"I lack permissions here: {', '.join(names).replace('_', ' ')}."
        case app_commands.CheckFailure():
            return "You may not use this command here."
        case app_commands.CommandSignatureMismatch() | app_commands.CommandNotFound():
            return "This command has changed. Restart Discord (Ctrl+R) and try again."
    return None


async def report(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Tell who met the error, for their eyes only, and log what is not theirs to mend."""
    cause = getattr(error, "original", error)
    where = interaction.command.qualified_name if interaction.command else interaction.type.name
    if getattr(cause, "code", None) == UNKNOWN_INTERACTION:
        log.warning("interaction.too_late", where=where)
        return
    text = sentence_for(error)
    if text is None:
        reference = secrets.token_hex(4)
        log.error("interaction.failed", reference=reference, where=where, exc_info=cause)
        text = f"Something went wrong on my side. It is written down as {reference}: tell who runs this bot."
    elif isinstance(cause, StorageError):
        log.error("interaction.storage", where=where, exc_info=cause)
    try:
        if interaction.response.is_done():
            await interaction.followup.send(view=notice_view(text, "error"), ephemeral=True)
        else:
            await interaction.response.send_message(view=notice_view(text, "error"), ephemeral=True)
    except discord.HTTPException as refused:
        log.warning("interaction.unanswered", where=where, status=refused.status, code=refused.code)


@asynccontextmanager
async def border(interaction: discord.Interaction[Any]) -> AsyncIterator[None]:
    """Report what fails inside; for buttons, whose errors discord.py only logs."""
    try:
        yield
    except Exception as error:  # nothing lies above a button: whatever it is, its presser is told
        await report(interaction, error)


async def setup(bot: Nutgraf) -> None:
    """Put the border around all commands."""
    bot.tree.error(report)
