"""The nouns that the rooms hand to each other: frozen values with no behaviour beyond their own shape.

Times are aware datetimes in UTC. Offsets are half-open and count code points in the text they belong to;
for everything that an :class:`Article` holds, that text is ``article.document.text``.
"""

from __future__ import annotations

from bot.models.answers import Answer, AnswerKind, Confidence, Finding, HeldRole
from bot.models.articles import (
    Article,
    ArticleId,
    Citation,
    DatedEvent,
    Document,
    Entity,
    EntityKind,
    Mention,
    Precision,
    Quote,
    Scope,
    Sentence,
    StoredArticle,
    StoryId,
    TimeExpression,
    Topic,
    TopicLabel,
    Window,
)
from bot.models.digests import (
    ClockSchedule,
    Delivery,
    DeliveryId,
    DeliveryState,
    Digest,
    DigestStory,
    IntervalSchedule,
    Schedule,
    Slot,
    Subscription,
    SubscriptionId,
    SubscriptionState,
)
from bot.models.health import CheckResult

__all__ = [
    "Answer",
    "AnswerKind",
    "Article",
    "ArticleId",
    "CheckResult",
    "Citation",
    "ClockSchedule",
    "Confidence",
    "DatedEvent",
    "Delivery",
    "DeliveryId",
    "DeliveryState",
    "Digest",
    "DigestStory",
    "Document",
    "Entity",
    "EntityKind",
    "Finding",
    "HeldRole",
    "IntervalSchedule",
    "Mention",
    "Precision",
    "Quote",
    "Schedule",
    "Scope",
    "Sentence",
    "Slot",
    "StoredArticle",
    "StoryId",
    "Subscription",
    "SubscriptionId",
    "SubscriptionState",
    "TimeExpression",
    "Topic",
    "TopicLabel",
    "Window",
]
