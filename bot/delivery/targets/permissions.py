"""What the bot must be allowed to do in a channel, in the words of Discord's own settings.

What would keep a digest from being posted is asked for when somebody subscribes (:func:`problem_with`); what
would make Discord refuse it, again before each digest (:func:`missing_to_post`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from bot.delivery.targets.tags import GENERAL_TAGS, tags_promised
from bot.models import Subject, Topic

MessageChannel = discord.TextChannel | discord.Thread | discord.VoiceChannel | discord.StageChannel
"""A channel of a guild that takes messages; announcement channels are text channels."""
PostableChannel = MessageChannel | discord.ForumChannel
"""A channel of a guild that can have digests: messages, or posts of a forum."""

_WORDS = {
    "connect": "Connect",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "view_channel": "View Channel",
}


_FORUM_WORDS = {"send_messages": "Create Posts"}


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


def may_mention(channel: PostableChannel, role: discord.Role, me: discord.Member) -> bool:
    """Return whether a digest in a channel may call a role; nobody may have it call everybody."""
    if role.is_default():
        return False
    return role.mentionable or not _lacking(channel, me, ("mention_everyone",))


def problem_with(
    channel: object, me: discord.Member, *, subject: Subject, topics: Mapping[str, Topic]
) -> str | None:
    """Return why digests of a subject cannot be posted in a channel, and the mend; None: they can.

    For when somebody subscribes, so that it is not found at seven in the morning. Markdown.
    """
    if not isinstance(channel, PostableChannel):
        return (
            "Digests go to a text or announcement channel, a thread, a forum or the chat of a voice channel: "
            "choose one of these."
        )
    if isinstance(channel, discord.ForumChannel) and channel.is_media():
        return "A media channel takes pictures and videos only: choose a forum or a text channel."
    if missing := missing_permissions(channel, me):
        return f"{describe_missing(channel, missing)} Grant that in the channel's settings, then try again."
    if isinstance(channel, discord.Thread) and is_closed(channel, me):
        return f"The thread {channel.mention} is locked: unlock it, or give the bot Manage Threads there."
    if isinstance(channel, discord.ForumChannel):
        return _problem_with_tags(channel, me, subject, topics)
    return None


def remark_on(channel: object) -> str:
    """Return what an admin should know of a channel that will do; often nothing."""
    if isinstance(channel, discord.Thread) and channel.archived and not channel.locked:
        return "The thread is archived: Discord opens it again when a digest is posted."
    if isinstance(channel, discord.TextChannel) and channel.is_news():
        return "Digests are published to the channels that follow this one, ten an hour at most."
    return ""


def is_closed(thread: discord.Thread, me: discord.Member) -> bool:
    """Return whether a thread is locked for the bot."""
    return thread.locked and bool(_lacking(thread, me, ("manage_threads",)))


def _problem_with_tags(
    forum: discord.ForumChannel, me: discord.Member, subject: Subject, topics: Mapping[str, Topic]
) -> str | None:
    if not forum.flags.require_tag or tags_promised(forum, me, subject, topics):
        return None
    wanted = [topics[name].title for name in subject.topics if name in topics] or [GENERAL_TAGS[0].title()]
    return (
        f"The forum {forum.mention} asks for a tag on every post, and none of its tags that the bot may use "
        f"fits: make one that is called “{wanted[0]}”, or let posts do without."
    )


def _to_post(channel: PostableChannel) -> tuple[str, ...]:
    if isinstance(channel, discord.Thread):
        return ("view_channel", "send_messages_in_threads")
    if isinstance(channel, discord.VoiceChannel | discord.StageChannel):
        # without it Discord shows a voice channel's chat to nobody ("Get Channel Messages")
        return ("view_channel", "connect", "send_messages")
    return ("view_channel", "send_messages")


def _lacking(channel: PostableChannel, me: discord.Member, names: Sequence[str]) -> tuple[str, ...]:
    try:
        held = channel.permissions_for(me)
    except discord.ClientException:
        # a thread whose channel is not in the cache: Discord itself will tell
        return ()
    words = _WORDS | _FORUM_WORDS if isinstance(channel, discord.ForumChannel) else _WORDS
    return tuple(words.get(name, name) for name in names if not getattr(held, name))
