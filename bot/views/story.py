"""What *More* shows: a story told by one article, who else tells it, who is in it, and which days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from discord import ui

from bot.models import Article, Citation, Entity, EntityKind, Quote, StoredArticle, Topic
from bot.views.budget import TEXT_LIMIT, clip, width
from bot.views.buttons import Posted, link_button, story_button
from bot.views.escape import escape, link, safe_url
from bot.views.layout import INK, Card, container, rule
from bot.views.phrases import (
    HEADLINE_LIMIT,
    OUTLET_LIMIT,
    counted,
    dotted,
    headline,
    moment,
    outlet,
    quoted,
    readable_day,
)

SUMMARY_SENTENCES = 5
_ENTITIES = 12
_EVENTS = 5
_OTHERS = 6
_OTHER_LIMIT = 120
_EVENT_LIMIT = 280
_ENTITY_EMOJI: Mapping[EntityKind, str] = {"person": "👤", "organisation": "🏛️", "place": "📍"}


def story_view(
    stored: StoredArticle,
    topics: Mapping[str, Topic] | None = None,
    *,
    others: Sequence[Citation] = (),
    posted: Posted | None = None,
    saved: bool = False,
    posted_url: str | None = None,
) -> Card:
    """Return the card of a story; `topics` gives its topics their emoji, `others` tell it too.

    `posted` is where it was met, for its *Save*. A `saved` card has no *Save*, but a link to `posted_url`.
    """
    article = stored.article
    head = _head(stored, topics or {})
    sections = [_summary(article, stored), _others(others), _entities(article), _events(article)]
    parts: list[ui.Item[Any]] = [ui.TextDisplay(head)]
    room = TEXT_LIMIT - width(head)
    for lines in sections:
        kept = _fitting(lines, room)
        if len(kept) < 2:
            continue
        text = "\n".join(kept)
        room -= width(text)
        parts += [rule(), ui.TextDisplay(text)]
    row = [story_button("who", stored.id, posted), story_button("when", stored.id, posted)]
    if not saved:
        row.append(story_button("save", stored.id, posted))
    if url := safe_url(article.document.url):
        name = clip(article.document.source or "", OUTLET_LIMIT)
        row.append(link_button(f"Read it at {name}" if name else "Read the article", url))
    if posted_url:
        row.append(link_button("Where it was posted", posted_url))
    parts += [rule(), ui.ActionRow(*row)]
    return Card(container(parts, INK))


def _head(stored: StoredArticle, topics: Mapping[str, Topic]) -> str:
    document = stored.article.document
    title = link(clip(document.headline, HEADLINE_LIMIT), document.url) or "Untitled"
    published = readable_day(document.day) + (" (a guess)" if document.published_guessed else "")
    about = [topics[label.topic] for label in stored.topics if label.topic in topics]
    line = dotted(
        [
            escape(clip(document.source or "", OUTLET_LIMIT)),
            escape(clip(document.byline or "", OUTLET_LIMIT)),
            published,
            moment(document.published, "R"),
            *(f"{topic.emoji} {escape(clip(topic.title, 40))}" for topic in about[:3]),
        ]
    )
    return f"### {title}\n-# {line}"


def _fitting(lines: list[str], room: int) -> list[str]:
    """Return the lines that fit, in order; what does not fit is left out whole."""
    kept: list[str] = []
    for line in lines:
        if width(line) + 1 <= room:
            kept.append(line)
            room -= width(line) + 1
    return kept


def _summary(article: Article, stored: StoredArticle) -> list[str]:
    lines = ["**In its own words**"]
    for index in article.summary[:SUMMARY_SENTENCES]:
        span = article.sentences[index]
        lines.append(quoted(Quote(article.quote(index), stored.id, span.start, span.end)))
    return lines


def _others(others: Sequence[Citation]) -> list[str]:
    """Return a line for each other article that tells the story, linked."""
    lines = ["**Also in**"]
    for each in others[:_OTHERS]:
        line = dotted([outlet(each), headline(each, _OTHER_LIMIT), moment(each.published, "R")])
        lines.append(f"- {line}")
    if len(others) > _OTHERS:
        lines.append(f"-# and {counted(len(others) - _OTHERS, 'more article')}")
    return lines


def _entities(article: Article) -> list[str]:
    """Return a line for each that has a role, then a line a kind with the names of the others."""
    salient = article.entities[:_ENTITIES]
    lines = ["**Who and what is in it**"]
    for entity in salient:
        if entity.role:
            role = escape(clip(entity.role, 140))
            lines.append(f"{_ENTITY_EMOJI[entity.kind]} **{_name(entity)}** · {role}")
    for kind, emoji in _ENTITY_EMOJI.items():
        if names := [_name(entity) for entity in salient if entity.kind == kind and not entity.role]:
            lines.append(f"{emoji} {', '.join(names)}")
    return lines


def _name(entity: Entity) -> str:
    return escape(clip(entity.name, 100))


def _events(article: Article) -> list[str]:
    """Return a line for each sentence that names a day, its days in front, in order of time."""
    published = article.document.day
    nearest = sorted(article.events, key=lambda event: abs(event.day - published))[:_EVENTS]
    days: dict[int, list[str]] = {}
    for event in sorted(nearest, key=lambda event: event.day):
        named = days.setdefault(event.sentence, [])
        if (day := readable_day(event.day, event.precision)) not in named:
            named.append(day)
    said = {sentence: escape(clip(article.quote(sentence), _EVENT_LIMIT)) for sentence in days}
    return ["**When**", *(f"🗓️ **{', '.join(named)}** · {said[sentence]}" for sentence, named in days.items())]
