"""What Discord does when it is asked: the requests that a digest needs, by their documentation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.standin import payloads
from tests.standin.world import (
    APPLICATION,
    CROSSPOSTED,
    GUILD,
    Channel,
    Json,
    Kind,
    Refusal,
    World,
    is_own,
    user,
)

PAGE, LARGEST_PAGE = 50, 100
"""Messages that are listed when no limit is asked for, and at most."""
CROSSPOSTS_AN_HOUR = 10
_AN_HOUR = timedelta(hours=1)
Query = Mapping[str, str]


class Unknown(Exception):
    """The stand-in does not know this request."""


def do(world: World, method: str, path: str, body: Any, query: Query) -> Any:
    """Do what is asked and return the answer; raises :class:`Refusal`, or :class:`Unknown`."""
    match method, path.strip("/").split("/"):
        case "GET", ["users", "@me"]:
            return user(APPLICATION)
        case "GET", ["oauth2", "applications", "@me"]:
            return payloads.application()
        case "GET", ["applications", _, "commands"]:
            return world.commands
        case "PUT", ["applications", _, "commands"]:
            return _sync(world, body)
        case "POST", ["users", "@me", "channels"]:
            return payloads.channel(world.private_channel(int(body["recipient_id"])))
        case "GET", ["guilds", guild, "threads", "active"]:
            return _active_threads(world, guild)
        case _, ["channels", channel, *rest]:
            return _in_channel(world, method, world.channel(channel), rest, body, query)
    raise Unknown


def _in_channel(world: World, method: str, channel: Channel, rest: list[str], body: Any, query: Query) -> Any:
    match method, rest:
        case "GET", []:
            return payloads.channel(channel)
        case "GET", ["messages"]:
            return _list(channel, query)
        case "POST", ["messages"]:
            return _post(world, channel, body)
        case "GET", ["messages", message]:
            return _find(channel, message)
        case "PATCH", ["messages", message]:
            return _edit(world, channel, message, body)
        case "POST", ["messages", message, "crosspost"]:
            return _crosspost(world, channel, message)
        case "POST", ["threads"] if channel.kind is Kind.FORUM:
            return _start_post(world, channel, body)
        case "GET", ["threads", "archived", "public"]:
            return _archived_threads(world, channel, query)
    raise Unknown


def _sync(world: World, body: list[Json]) -> list[Json]:
    own = {"application_id": str(APPLICATION), "version": "1"}
    world.commands = [{"description": "", **each, **own, "id": str(n)} for n, each in enumerate(body)]
    return world.commands


# --- messages ------------------------------------------------------------------------------------------


def _list(channel: Channel, query: Query) -> list[Json]:
    """Return a page, newest first; after an id: the ones that come just after it, newest first."""
    if channel.kind is Kind.FORUM:
        raise Refusal(400, 50008, "Cannot send messages in a non-text channel")
    limit = _limit(query)
    if not channel.allowed.read_message_history:
        # Discord shows an empty channel rather than an error
        return []
    listed = sorted(channel.messages, key=_number)
    if "around" in query:
        around = int(query["around"])
        older = [each for each in listed if _number(each) < around]
        rest = [each for each in listed if _number(each) >= around]
        half = limit // 2
        return [*older[len(older) - half :], *rest[: limit - half]][::-1]
    if "before" in query:
        return [each for each in listed if _number(each) < int(query["before"])][-limit:][::-1]
    if "after" in query:
        return [each for each in listed if _number(each) > int(query["after"])][:limit][::-1]
    return listed[-limit:][::-1]


def _limit(query: Query) -> int:
    limit = int(query.get("limit", PAGE))
    if not 1 <= limit <= LARGEST_PAGE:
        raise Refusal(400, 50035, "Invalid Form Body", errors={"limit": f"1 to {LARGEST_PAGE}"})
    return limit


def _number(message: Json) -> int:
    return int(message["id"])


def _post(world: World, channel: Channel, body: Json) -> Json:
    if channel.kind is Kind.FORUM:
        raise Refusal(400, 50008, "Cannot send messages in a non-text channel")
    if channel.kind is Kind.DM:
        if channel.recipient in world.closed_to_dms:
            raise Refusal(403, 50007, "Cannot send messages to this user")
        return world.post(channel, body)
    allowed = channel.allowed
    if not (allowed.send_messages_in_threads if channel.kind.is_thread else allowed.send_messages):
        raise Refusal(403, 50013, "Missing Permissions")
    channel.archived_at = None
    return world.post(channel, body)


def _find(channel: Channel, message: str) -> Json:
    for each in channel.messages if channel.allowed.read_message_history else ():
        if each["id"] == message:
            return each
    raise Refusal(404, 10008, "Unknown Message")


def _edit(world: World, channel: Channel, message: str, body: Json) -> Json:
    found = _find(channel, message)
    if not is_own(found):
        raise Refusal(403, 50005, "Cannot edit a message authored by another user")
    taken: Json = {key: body[key] for key in ("content", "components", "embeds", "flags") if key in body}
    found.update(taken, edited_timestamp=world.clock().isoformat())
    return found


def _crosspost(world: World, channel: Channel, message: str) -> Json:
    if channel.kind is not Kind.ANNOUNCEMENT:
        raise Refusal(400, 50024, "Cannot execute action on this channel type")
    found = _find(channel, message)
    if not channel.allowed.send_messages:
        raise Refusal(403, 50013, "Missing Permissions")
    now = world.clock()
    recent = [moment for moment in channel.crossposts if now - moment < _AN_HOUR]
    if len(recent) >= CROSSPOSTS_AN_HOUR:
        wait = (recent[0] + _AN_HOUR - now).total_seconds()
        limited = {"retry_after": wait, "global": False}
        raise Refusal(429, 0, "You are being rate limited.", **limited)
    if found["flags"] & CROSSPOSTED:
        raise Refusal(400, 40033, "This message has already been crossposted")
    channel.crossposts = [*recent, now]
    found["flags"] |= CROSSPOSTED
    return found


# --- threads -------------------------------------------------------------------------------------------


def _start_post(world: World, forum: Channel, body: Json) -> Json:
    if not forum.allowed.send_messages:
        raise Refusal(403, 50013, "Missing Permissions")
    unknown = set(body.get("applied_tags") or ()) - {str(tag) for tag in forum.tags}
    if unknown:
        raise Refusal(400, 50035, "Invalid Form Body", errors={"applied_tags": sorted(unknown)})
    post = world.start_post(forum, body)
    return payloads.channel(post) | {"message": post.messages[0]}


def _active_threads(world: World, guild: str) -> Json:
    if guild != str(GUILD):
        raise Refusal(404, 10004, "Unknown Guild")
    active = [each for each in world.threads() if each.archived_at is None and each.allowed.view_channel]
    return {"threads": [payloads.channel(each) for each in reversed(active)], "members": []}


def _archived_threads(world: World, channel: Channel, query: Query) -> Json:
    """Return a page of a channel's archived threads, the ones archived last first."""
    if not channel.allowed.read_message_history:
        raise Refusal(403, 50013, "Missing Permissions")
    before = datetime.fromisoformat(query["before"]) if "before" in query else None
    archived = [
        (each.archived_at, each)
        for each in world.threads(channel)
        if each.archived_at is not None and (before is None or each.archived_at < before)
    ]
    archived.sort(key=lambda pair: pair[0], reverse=True)
    page = [payloads.channel(each) for _, each in archived[: _limit(query)]]
    return {"threads": page, "members": [], "has_more": len(page) < len(archived)}
