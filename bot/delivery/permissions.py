"""What the bot must be allowed to do in a channel, in the words of Discord's own settings."""

from __future__ import annotations

from collections.abc import Sequence

import discord

PostableChannel = discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.StageChannel
"""A channel of a guild that takes messages; a forum takes posts only."""


def missing_permissions(channel: PostableChannel, me: discord.Member) -> tuple[str, ...]:
    """Return the permissions that `me` lacks in a channel to post digests and find them again after a crash.

    Asked when somebody subscribes. Named as in Discord's settings ("Send Messages"); empty: all is well.
    """
    posting = missing_to_post(channel, me)
    # where messages alone are denied, what is set for embeds cannot be seen
    others = ("read_message_history",) if len(posting) == 1 else ("embed_links", "read_message_history")
    return (*posting, *_lacking(channel, me, others))


def missing_to_post(channel: PostableChannel, me: discord.Member) -> tuple[str, ...]:
    """Return the permissions without which Discord would refuse a message, asked before each digest."""
    return _lacking(channel, me, _to_post(channel))


def describe_missing(channel: PostableChannel, missing: Sequence[str]) -> str:
    """Return a sentence that asks for the missing permissions."""
    *most, last = missing
    words = f"{', '.join(most)} and {last}" if most else last
    noun = "permission" if not most else "permissions"
    return f"The bot lacks the {noun} {words} in {channel.mention}."


def _to_post(channel: PostableChannel) -> tuple[str, ...]:
    in_thread = isinstance(channel, discord.Thread)
    return ("view_channel", "send_messages_in_threads" if in_thread else "send_messages")


def _lacking(channel: PostableChannel, me: discord.Member, names: Sequence[str]) -> tuple[str, ...]:
    try:
        held = channel.permissions_for(me)
    except discord.ClientException:
        # a thread whose channel is not in the cache: Discord itself will tell
        return ()
    return tuple(
        name.replace("_", " ").title().replace(" In ", " in ") for name in names if not getattr(held, name)
    )
