"""Hand-made values, and strategies for hostile ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, get_args

from discord import ui
from hypothesis import strategies as st

from bot.models import (
    Answer,
    AnswerKind,
    Article,
    ArticleId,
    Citation,
    ClockSchedule,
    DatedEvent,
    Digest,
    DigestStory,
    Document,
    Entity,
    Finding,
    HeldRole,
    Mention,
    Quote,
    Schedule,
    Sentence,
    StoredArticle,
    Subject,
    Subscription,
    SubscriptionId,
    SubscriptionState,
    Topic,
    TopicLabel,
)

NOON = datetime(2024, 10, 9, 12, tzinfo=UTC)
WORLD = Topic("world", "World", "Wars, summits and elections abroad", "🌍", {"war": 1.0})


def citation(number: int = 1, **changes: Any) -> Citation:
    fields: dict[str, Any] = {
        "article": ArticleId(number),
        "headline": f"Harbour tax passes after a long night ({number})",
        "source": "The Ansel Herald",
        "url": f"https://herald.example/{number}",
        "published": NOON,
    }
    return Citation(**fields | changes)


def quote(text: str = "The council passed the harbour tax by nine votes to six.", number: int = 1) -> Quote:
    return Quote(text, ArticleId(number), 0, len(text), highlights=((4, 11),))


def answer(kind: AnswerKind = "who", about: str = "Gallant", *findings: Finding, **changes: Any) -> Answer:
    return Answer(kind, about, findings, {ArticleId(n): citation(n) for n in range(1, 30)}, **changes)


def digest(stories: int = 3, **changes: Any) -> Digest:
    told = tuple(DigestStory(citation(n), (quote(number=n),), ("world",)) for n in range(1, stories + 1))
    fields: dict[str, Any] = {
        "subject": Subject(topics=("world",)),
        "title": "🌍 World",
        "stories": told,
        "composed_at": NOON,
    }
    return Digest(**fields | changes)


def stored(
    text: str = "Mayor Ana Quist spoke. The ferry sails on 10 October.", **changes: Any
) -> StoredArticle:
    first = text.find(".") + 1
    fields: dict[str, Any] = {
        "headline": "Mayor promises ferries",
        "text": text,
        "published": NOON,
        "source": "The Ansel Herald",
        "url": "https://herald.example/ferries",
        "byline": "Jo Lind",
    }
    sentences = (Sentence(0, first, 0), Sentence(first + 1, len(text), 0))
    article = Article(
        document=Document(**fields | changes),
        sentences=sentences,
        summary=(0, 1),
        ranking=(0, 1),
        entities=(Entity("Ana Quist", "person", (Mention(6, 15, 0),), role="Mayor", salience=0.9),),
        dates=(),
        events=(DatedEvent(1, 42, 52, date(2024, 10, 10), "day", year_given=False),),
        content_hash="",
        fingerprint=0,
    )
    return StoredArticle(ArticleId(1), article, (TopicLabel("world", 2.0),), NOON)


def subscription(number: int = 1, **changes: Any) -> Subscription:
    schedule: Schedule = ClockSchedule(("08:00",), frozenset(range(7)), "UTC")
    fields: dict[str, Any] = {
        "id": SubscriptionId(number),
        "guild": 1,
        "member": None,
        "channel": 100 + number,
        "subject": Subject(topics=("world",)),
        "schedule": schedule,
        "state": SubscriptionState.ACTIVE,
        "pause_reason": None,
        "paused_at": None,
        "created_by": 5,
        "created_at": NOON,
        "next_due": NOON,
    }
    return Subscription(**fields | changes)


def shown(view: ui.LayoutView) -> str:
    """Return all the text of a card, and its buttons' labels in brackets."""
    return "\n".join(_texts(view.to_components()))  # type: ignore[no-untyped-call]


def buttons(view: ui.LayoutView) -> dict[str, Mapping[str, Any]]:
    """Return a card's buttons by their labels."""
    return {part["label"]: part for part in parts(view.to_components()) if part["type"] == 2}  # type: ignore[no-untyped-call]


def custom_ids(view: ui.LayoutView) -> list[str]:
    return [part["custom_id"] for part in parts(view.to_components()) if "custom_id" in part]  # type: ignore[no-untyped-call]


def parts(components: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        yield component
        yield from parts(component.get("components", []))
        if "accessory" in component:
            yield component["accessory"]


def _texts(components: list[Mapping[str, Any]]) -> Iterator[str]:
    for part in parts(components):
        if part["type"] == 10:
            yield part["content"]
        elif part["type"] == 2:
            yield f"[{part['label']}]"


def pressed(view: ui.LayoutView, label: str) -> str:
    """Return the custom_id of a card's button."""
    return str(buttons(view)[label]["custom_id"])


# --- what the world may throw at a card ---------------------------------------------------------------------

_TRAPS = [
    "@everyone", "@here", "<@123456789012345678>", "<@&1>", "<#5>", "</who:12>", "<t:1:R>", "<:smile:12>",
    ":smile:", "https://evil.example", "[free](https://evil.example)", "discord.gg/abc", "# big", "-# small",
    "- item", "1. one", "> said", ">>> all", "**bold**", "__under__", "~~gone~~", "||spoiler||", "`code`",
    "```\nblock\n```", "\\", "*", "_", "\u202e", "\u200b", "\ud800", "\x00", "\n", "\r\n", "\u2028", "😀",
    "👩‍👩‍👧", "é", "漢", " ", "word", "x" * 300,
]  # fmt: skip
_PIECES = st.one_of(st.sampled_from(_TRAPS), st.text(max_size=20))
HOSTILE = st.lists(_PIECES, max_size=12).map("".join)
LONG = st.builds(lambda text, times: text * times, HOSTILE, st.sampled_from([1, 1, 5, 60]))
URLS = st.one_of(
    st.none(),
    st.sampled_from(["https://a.example/x", "javascript:alert(1)", "http://b.example/" + "y" * 350]),
    st.just("https://c.example/)*_["),
    HOSTILE,
)  # fmt: skip
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
CITATIONS = st.builds(
    Citation,
    article=st.integers(1, 6).map(ArticleId),
    headline=LONG,
    source=st.none() | LONG,
    url=URLS,
    published=MOMENTS,
)
QUOTES = st.builds(
    Quote,
    text=LONG,
    article=st.integers(1, 6).map(ArticleId),
    start=st.just(0),
    end=st.just(1),
    highlights=st.lists(st.tuples(st.integers(-5, 200), st.integers(-5, 200)), max_size=4).map(tuple),
)
FINDINGS = st.builds(
    Finding,
    text=LONG,
    role=st.none() | LONG,
    day=st.none() | st.dates(),
    precision=st.sampled_from(["day", "month", "year"]),
    quotes=st.lists(QUOTES, max_size=5).map(tuple),
    also_in=st.lists(CITATIONS, max_size=12).map(tuple),
    roles=st.lists(st.builds(HeldRole, LONG, st.dates()), max_size=6).map(tuple),
    beside=st.lists(LONG, max_size=7).map(tuple),
    counts=st.lists(st.integers(0, 10**6), max_size=9).map(tuple),
)
ANSWERS = st.builds(
    Answer,
    kind=st.sampled_from(get_args(AnswerKind)),
    about=LONG,
    findings=st.lists(FINDINGS, max_size=14).map(tuple),
    citations=st.lists(CITATIONS, max_size=6).map(lambda cited: {one.article: one for one in cited}),
    near=st.lists(LONG, max_size=8).map(tuple),
    note=st.none() | LONG,
    confidence=st.sampled_from([None, "sure", "likely", "unsure"]),
)
STORIES = st.builds(
    DigestStory,
    citation=st.builds(
        Citation,
        article=st.integers(1, 40).map(ArticleId),
        headline=LONG,
        source=st.none() | LONG,
        url=URLS,
        published=MOMENTS,
    ),
    quotes=st.lists(QUOTES, max_size=4).map(tuple),
    also_in=st.lists(CITATIONS, max_size=5).map(tuple),
    updates=st.none() | MOMENTS,
)
DIGESTS = st.builds(
    Digest,
    subject=st.sampled_from([Subject(topics=("world",)), Subject()]),
    title=LONG,
    stories=st.lists(STORIES, max_size=20).map(tuple),
    composed_at=MOMENTS,
    since=st.none() | MOMENTS,
    in_brief=st.lists(STORIES, max_size=20).map(tuple),
    reading_minutes_saved=st.integers(0, 10_000),
    saved_share=st.floats(0, 1),
    mention=st.none() | st.integers(1, 2**63 - 1),
)
