"""Subscriptions and the ledger: rows to nouns and back."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from bot.index.codec import dump, to_moment, to_seconds
from bot.models import (
    ArticleId,
    Citation,
    ClockSchedule,
    Delivery,
    DeliveryId,
    DeliveryState,
    Digest,
    DigestStory,
    IntervalSchedule,
    LiveSchedule,
    Preferences,
    Publication,
    QuietHours,
    Quote,
    RoleMention,
    Schedule,
    Subject,
    Subscription,
    SubscriptionEvent,
    SubscriptionId,
    SubscriptionState,
)

ALL_TOPICS = "all"
"""How ledgers of before 0005 spell everything."""


# --- subscriptions ---------------------------------------------------------------------------------------


def subject_to_json(subject: Subject) -> str:
    """Return what `subscription.subject` holds; equal subjects are spelt the same."""
    return dump(
        {
            "topics": subject.topics,
            "feeds": subject.feeds,
            "people": subject.people,
            "search": subject.search,
        }
    )


def subject(value: dict[str, Any]) -> Subject:
    """Return the subject of a JSON object."""
    return Subject(
        tuple(value["topics"]), tuple(value["feeds"]), tuple(value["people"]), search=value["search"]
    )


def schedule_to_json(schedule: Schedule) -> str:
    """Return what `subscription.schedule` holds."""
    match schedule:
        case ClockSchedule(times, days, timezone):
            return dump({"times": times, "days": sorted(days), "timezone": timezone})
        case IntervalSchedule(minutes, quiet):
            return dump({"minutes": minutes, "quiet": _quiet_to_json(quiet)})
        case LiveSchedule(gap, quiet):
            return dump({"gap": gap, "quiet": _quiet_to_json(quiet)})


def _quiet_to_json(quiet: QuietHours | None) -> list[str] | None:
    return None if quiet is None else [quiet.start, quiet.end, quiet.timezone]


def _schedule(text: str) -> Schedule:
    value = json.loads(text)
    quiet = QuietHours(*value["quiet"]) if value.get("quiet") else None
    if "minutes" in value:
        return IntervalSchedule(value["minutes"], quiet)
    if "gap" in value:
        return LiveSchedule(value["gap"], quiet)
    return ClockSchedule(tuple(value["times"]), frozenset(value["days"]), value["timezone"])


_USUAL = Preferences()


def preferences_to_json(preferences: Preferences) -> str:
    """Return what `subscription.preferences` holds: what is not as usual."""
    mention = preferences.mention
    values: dict[str, Any] = {
        "length": preferences.length,
        "order": preferences.order,
        "min_sources": preferences.min_sources,
        "include": preferences.include,
        "exclude": preferences.exclude,
        "languages": preferences.languages,
        "silent": preferences.silent,
        "say_quiet": preferences.say_quiet,
    }
    unusual = {name: value for name, value in values.items() if value != getattr(_USUAL, name)}
    if mention is not None:
        unusual["mention"] = [mention.role, mention.words]
    return dump(unusual)


def _preferences(text: str) -> Preferences:
    value = json.loads(text)
    mention = value.get("mention")
    return Preferences(
        length=value.get("length", _USUAL.length),
        order=value.get("order", _USUAL.order),
        min_sources=value.get("min_sources", _USUAL.min_sources),
        include=tuple(value.get("include", ())),
        exclude=tuple(value.get("exclude", ())),
        languages=tuple(value.get("languages", ())),
        mention=None if mention is None else RoleMention(mention[0], tuple(mention[1])),
        silent=value.get("silent", _USUAL.silent),
        say_quiet=value.get("say_quiet", _USUAL.say_quiet),
    )


def subscription(row: sqlite3.Row) -> Subscription:
    """Return the subscription of a row."""
    return Subscription(
        id=SubscriptionId(row["id"]),
        guild=row["guild"],
        member=row["member"],
        channel=row["channel"],
        subject=subject(json.loads(row["subject"])),
        schedule=_schedule(row["schedule"]),
        preferences=_preferences(row["preferences"]),
        state=SubscriptionState(row["state"]),
        pause_reason=row["pause_reason"],
        paused_at=None if row["paused_at"] is None else to_moment(row["paused_at"]),
        created_by=row["created_by"],
        created_at=to_moment(row["created_at"]),
        next_due=to_moment(row["next_due"]),
    )


def subscription_event(row: sqlite3.Row) -> SubscriptionEvent:
    """Return the event of a row."""
    return SubscriptionEvent(to_moment(row["at"]), row["kind"], row["text"])


# --- deliveries ------------------------------------------------------------------------------------------


def delivery(row: sqlite3.Row) -> Delivery:
    """Return the delivery of a row."""
    return Delivery(
        id=DeliveryId(row["id"]),
        subscription=SubscriptionId(row["subscription_id"]),
        slot_key=row["slot_key"],
        state=DeliveryState(row["state"]),
        channel=row["channel"],
        due=to_moment(row["due"]),
        claimed_at=to_moment(row["claimed_at"]),
        digest=None if row["digest"] is None else _digest(json.loads(row["digest"])),
        message=row["message"],
        attempts=row["attempts"],
        reason=row["reason"],
        publication=None if row["publication"] is None else Publication(row["publication"]),
        finished_at=None if row["finished_at"] is None else to_moment(row["finished_at"]),
    )


def digest_to_json(digest: Digest) -> str:
    """Return what `delivery.digest` holds: all that is needed to send the same message again."""
    return dump(
        {
            "subject": json.loads(subject_to_json(digest.subject)),
            "title": digest.title,
            "composed_at": to_seconds(digest.composed_at),
            "since": None if digest.since is None else to_seconds(digest.since),
            "saved": digest.reading_minutes_saved,
            "share": digest.saved_share,
            "mention": digest.mention,
            "stories": [_story_to_json(story) for story in digest.stories],
            "in_brief": [_story_to_json(story) for story in digest.in_brief],
        }
    )


def _story_to_json(story: DigestStory) -> dict[str, Any]:
    return {
        "citation": _citation_to_json(story.citation),
        "quotes": [[q.text, q.article, q.start, q.end, q.highlights] for q in story.quotes],
        "topics": story.topics,
        "also_in": [_citation_to_json(each) for each in story.also_in],
        "updates": None if story.updates is None else to_seconds(story.updates),
    }


def _digest(value: dict[str, Any]) -> Digest:
    if "topic" in value:
        # written before 0005, and perhaps still to be sent
        topic = value["topic"]
        named = Subject() if topic == ALL_TOPICS else Subject(topics=(topic,))
        value = {**value, "subject": json.loads(subject_to_json(named)), "title": topic}
    return Digest(
        subject=subject(value["subject"]),
        title=value["title"],
        stories=tuple(_story(story) for story in value["stories"]),
        composed_at=to_moment(value["composed_at"]),
        since=None if value["since"] is None else to_moment(value["since"]),
        in_brief=tuple(_story(story) for story in value.get("in_brief", ())),
        reading_minutes_saved=value["saved"],
        saved_share=value.get("share", 0.0),
        mention=value.get("mention"),
    )


def _story(value: dict[str, Any]) -> DigestStory:
    return DigestStory(
        citation=_citation(value["citation"]),
        quotes=tuple(
            Quote(text, ArticleId(article), start, end, tuple((a, b) for a, b in highlights))
            for text, article, start, end, highlights in value["quotes"]
        ),
        topics=tuple(value["topics"]),
        also_in=tuple(_citation(each) for each in value["also_in"]),
        updates=None if value.get("updates") is None else to_moment(value["updates"]),
    )


def _citation_to_json(citation: Citation) -> list[Any]:
    return [
        citation.article,
        citation.headline,
        citation.source,
        citation.url,
        to_seconds(citation.published),
        citation.teaser,
    ]


def _citation(value: list[Any]) -> Citation:
    article, headline, source, url, published, *further = value
    # what the first version wrote says nothing of it
    teaser = bool(further and further[0])
    return Citation(ArticleId(article), headline, source, url, to_moment(published), teaser)
