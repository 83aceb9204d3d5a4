"""What *More* shows: one article, its best sentences, who is in it, and which days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discord import ui

from bot.models import Article, Entity, EntityKind, Quote, StoredArticle, Topic
from bot.views.budget import TEXT_LIMIT, clip, width
from bot.views.buttons import link_button
from bot.views.escape import escape, link, safe_url
from bot.views.layout import INK, Card, container, rule
from bot.views.phrases import HEADLINE_LIMIT, OUTLET_LIMIT, dotted, moment, quoted, readable_day

SUMMARY_SENTENCES = 5
_ENTITIES = 12
_EVENTS = 5
_EVENT_LIMIT = 280
_ENTITY_EMOJI: Mapping[EntityKind, str] = {"person": "👤", "organisation": "🏛️", "place": "📍"}


def story_view(stored: StoredArticle, topics: Mapping[str, Topic] | None = None) -> Card:
    """Return the card of one article; `topics` gives its topics their emoji."""
    article = stored.article
    head = _head(stored, topics or {})
    sections = [_summary(article, stored), _entities(article), _events(article)]
    parts: list[ui.Item[Any]] = [ui.TextDisplay(head)]
    room = TEXT_LIMIT - width(head)
    for lines in sections:
        kept = _fitting(lines, room)
        if len(kept) < 2:
            continue
        text = "\n".join(kept)
        room -= width(text)
        parts += [rule(), ui.TextDisplay(text)]
    if url := safe_url(article.document.url):
        outlet = clip(article.document.source or "", OUTLET_LIMIT)
        parts.append(ui.ActionRow(link_button(f"Read it at {outlet}" if outlet else "Read the article", url)))
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
