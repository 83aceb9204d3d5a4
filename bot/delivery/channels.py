"""Finding the channel that a subscription posts to, or the reason why it cannot be had."""

from __future__ import annotations

import aiohttp
import discord

from bot.delivery.outcomes import Refused, Unknown, refused_as_deleted, refused_as_left
from bot.delivery.permissions import MessageChannel

NO_ANSWER = (TimeoutError, OSError, aiohttp.ClientError, discord.RateLimited)
"""What discord.py lets through when Discord could not be reached, besides its own HTTPException."""


async def find_channel(
    client: discord.Client, guild: int, channel: int
) -> MessageChannel | Refused | Unknown:
    """Return a channel by the ids of its guild and itself; threads that sleep are asked of Discord.

    To be called once the client is ready: before that, every guild seems to be gone.
    """
    home = client.get_guild(guild)
    if home is None:
        return refused_as_left()
    if home.unavailable:
        return Unknown("Discord reports the server as unavailable at the moment.")
    found: object = home.get_channel_or_thread(channel)
    if found is None:
        try:
            found = await home.fetch_channel(channel)
        except (discord.NotFound, discord.InvalidData):
            return refused_as_deleted()
        except discord.Forbidden:
            return Refused("The bot cannot see the channel.", "Give it View Channel there.")
        except discord.HTTPException as error:
            return Unknown(f"Discord did not say where the channel is ({error.status}).")
        except NO_ANSWER as error:
            return Unknown(f"Discord could not be reached ({type(error).__name__}).")
    if isinstance(found, MessageChannel):
        return found
    return Refused("The channel takes no messages.", "Choose a text channel with `/subscribe`.")
