"""How the world looks in Discord's JSON."""

from __future__ import annotations

import discord

from tests.standin.world import APPLICATION, EVERYTHING, GUILD, OWNER, Channel, Json, Kind, World, user

_JOINED = "2026-01-01T00:00:00+00:00"
_A_WEEK = 10_080
"""Minutes after which a thread is archived."""


def application() -> Json:
    """Return the bot's application."""
    return {
        "id": str(APPLICATION),
        "name": "nutgraf",
        "description": "",
        "icon": None,
        "owner": user(APPLICATION),
        "flags": 0,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "",
    }


def channel(of: Channel) -> Json:
    """Return a channel, a thread or a private conversation."""
    common: Json = {
        "id": str(of.id),
        "type": int(of.kind),
        "last_message_id": of.messages[-1]["id"] if of.messages else None,
    }
    if of.kind is Kind.DM:
        assert of.recipient is not None
        return common | {"recipients": [user(of.recipient)]}
    common |= {"guild_id": str(GUILD), "name": of.name, "rate_limit_per_user": 0}
    if of.kind.is_thread:
        return common | _thread(of)
    common |= {"position": 0, "permission_overwrites": _overwrites(of.denied), "topic": None, "nsfw": False}
    if of.kind is Kind.FORUM:
        tags = [
            {"id": str(number), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
            for number, name in of.tags.items()
        ]
        common |= {"available_tags": tags, "default_reaction_emoji": None, "flags": 0}
    return common


def _thread(of: Channel) -> Json:
    assert of.parent is not None
    archived = of.archived_at
    return {
        "parent_id": str(of.parent.id),
        "owner_id": str(of.owner),
        "message_count": len(of.messages),
        "member_count": 1,
        "applied_tags": list(of.applied),
        "flags": 0,
        "thread_metadata": {
            "archived": archived is not None,
            "auto_archive_duration": _A_WEEK,
            "archive_timestamp": (archived or of.created_at).isoformat(),
            "locked": False,
            "create_timestamp": of.created_at.isoformat(),
        },
    }


def _overwrites(denied: discord.Permissions) -> list[Json]:
    if not denied.value:
        return []
    return [{"id": str(APPLICATION), "type": 1, "allow": "0", "deny": str(denied.value)}]


def guild(world: World) -> Json:
    """Return the guild as GUILD_CREATE tells it: what the bot can see, and threads that are not archived."""
    everyone = {
        "id": str(GUILD),
        "name": "@everyone",
        "permissions": str(EVERYTHING.value),
        **dict.fromkeys(("hoist", "managed", "mentionable"), False),
        **dict.fromkeys(("color", "position"), 0),
    }
    member = {"user": user(APPLICATION), "roles": [], "joined_at": _JOINED, "deaf": False, "mute": False}
    return {
        "id": str(GUILD),
        "name": "Harbour Town",
        "owner_id": str(OWNER),
        "unavailable": False,
        "roles": [everyone],
        "channels": [
            channel(each)
            for each in world.channels.values()
            if each.kind is not Kind.DM and not each.kind.is_thread
        ],
        "threads": [channel(each) for each in world.threads() if each.archived_at is None],
        "members": [member | {"flags": 0}],
        "member_count": 2,
        **dict.fromkeys(("verification_level", "default_message_notifications", "mfa_level"), 0),
        **dict.fromkeys(("nsfw_level", "explicit_content_filter", "premium_tier"), 0),
        **{key: [] for key in ("emojis", "features", "voice_states", "presences", "stickers")},
    }
