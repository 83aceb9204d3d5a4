"""Who may press what an admin's command showed: those who could use the command now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.errors import QueryError

if TYPE_CHECKING:
    from bot.app import Nutgraf

    Interaction = discord.Interaction[Nutgraf]


async def check_may_use(interaction: Interaction, command: str) -> None:
    """Raise :class:`QueryError` unless who presses may use an admins' command in this server.

    That is who may manage the server, or to whom the command was given in Discord's own Integrations page:
    of these Discord tells nothing with a press, so it is asked.
    """
    if interaction.permissions.manage_guild or await _is_given(interaction, command):
        return
    raise QueryError(f"Only those who may use /{command} in this server may press that.")


async def _is_given(interaction: Interaction, command: str) -> bool:
    guild, member = interaction.guild, interaction.user
    if guild is None or not isinstance(member, discord.Member):
        return False
    try:
        commands = await interaction.client.tree.fetch_commands()
        known = next(each for each in commands if each.name == command)
        given = (await known.fetch_permissions(guild)).permissions
    except (discord.HTTPException, StopIteration):
        # nothing was given to anybody: Discord answers that there is no such thing
        return False
    kinds = discord.AppCommandPermissionType
    own = [each.permission for each in given if each.type is kinds.user and each.id == member.id]
    if own:
        return own[0]
    roles = {guild.id, *(role.id for role in member.roles)}
    return any(each.permission for each in given if each.type is kinds.role and each.id in roles)
