"""Rows to nouns and back, for feeds."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import fields
from datetime import datetime

from bot.index import codec
from bot.models import (
    Document,
    Feed,
    FeedId,
    FeedNotice,
    FeedState,
    ItemId,
    WaitingItem,
    WebFeed,
    WebFeedId,
)

WEB_FEED_COLUMNS = """
    web_feed.id AS web_id, web_feed.url, web_feed.title AS web_title, web_feed.site_url, web_feed.state,
    web_feed.reason, web_feed.changed_at, web_feed.next_poll, web_feed.last_poll, web_feed.last_success,
    web_feed.last_new, web_feed.failures, web_feed.etag, web_feed.last_modified,
    web_feed.issued_by
"""
"""What :func:`web_feed` needs of a row."""


def web_feed(row: sqlite3.Row) -> WebFeed:
    """Return the web feed of a row of :data:`WEB_FEED_COLUMNS`."""
    return WebFeed(
        id=WebFeedId(row["web_id"]),
        url=row["url"],
        title=row["web_title"],
        site_url=row["site_url"],
        state=FeedState(row["state"]),
        reason=row["reason"],
        changed_at=codec.to_moment(row["changed_at"]),
        next_poll=codec.to_moment(row["next_poll"]),
        last_poll=_moment(row["last_poll"]),
        last_success=_moment(row["last_success"]),
        last_new=_moment(row["last_new"]),
        failures=row["failures"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        issued_by=row["issued_by"],
    )


def feed(row: sqlite3.Row) -> Feed:
    """Return the feed of a row of `feed` (its id as `feed_id`), with `muted`, joined with its web feed."""
    return Feed(
        id=FeedId(row["feed_id"]),
        owner=row["owner"],
        title=row["title"],
        web=web_feed(row),
        added_by=row["added_by"],
        added_at=codec.to_moment(row["added_at"] or 0),
        muted=bool(row["muted"]),
    )


def waiting_item(row: sqlite3.Row) -> WaitingItem:
    """Return the item of a row of `web_item` that waits."""
    return WaitingItem(
        id=ItemId(row["id"]),
        web_feed=WebFeedId(row["web_feed_id"]),
        document=_document(row["document"]),
        wants_page=bool(row["wants_page"]),
        attempts=row["attempts"],
    )


def notice(row: sqlite3.Row) -> FeedNotice:
    """Return the notice of a row of `feed_notice` joined with `feed`."""
    return FeedNotice(
        id=row["id"],
        feed=FeedId(row["feed_id"]),
        owner=row["owner"],
        added_by=row["added_by"],
        title=row["title"],
        text=row["text"],
    )


def document_to_json(document: Document) -> str:
    """Return what `web_item.document` holds."""
    values = {field.name: getattr(document, field.name) for field in fields(document)}
    return codec.dump(values | {"published": document.published.isoformat()})


def _document(text: str) -> Document:
    value = json.loads(text)
    value["published"] = datetime.fromisoformat(value["published"])
    value["topics"] = tuple(value["topics"])
    return Document(**value)


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else codec.to_moment(seconds)
