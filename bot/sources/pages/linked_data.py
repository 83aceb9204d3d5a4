"""What a page says of its article in JSON-LD (https://schema.org/NewsArticle)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

MAX_SCRIPT = 300_000
"""Characters of one script; larger ones hold something else than an article's head."""
MAX_SCRIPTS = 10
MAX_NODES = 2_000

_ARTICLES = frozenset(
    "newsarticle article reportagenewsarticle liveblogposting blogposting analysisnewsarticle"
    " opinionnewsarticle backgroundnewsarticle reviewnewsarticle report".split()
)


@dataclass(slots=True)
class LinkedData:
    """The fields of the page's first article, "" and [] where there is nothing."""

    headline: str = ""
    published: str = ""
    authors: list[str] = field(default_factory=list)
    outlet: str = ""
    picture: str = ""
    paid: bool = False


def read_linked_data(root: etree._Element) -> LinkedData:
    """Return what the scripts of a page say of its article; broken ones are left alone."""
    found = LinkedData()
    articles = [node for node in _nodes(root) if _is_article(node)]
    for node in articles:
        found.headline = found.headline or _text(node.get("headline"))
        found.published = found.published or _text(node.get("datePublished"))
        found.authors = found.authors or list(_names(node.get("author")))
        found.outlet = found.outlet or next(_names(node.get("publisher")), "")
        found.picture = found.picture or _address(node.get("image"))
        found.paid = found.paid or _is_false(node.get("isAccessibleForFree"))
    return found


def _nodes(root: etree._Element) -> Iterator[dict[str, Any]]:
    """Yield the objects of all scripts, outer ones before inner ones, without recursion."""
    left = MAX_NODES
    scripts = (each for each in root.iter("script") if "ld+json" in (each.get("type") or "").lower())
    for _, script in zip(range(MAX_SCRIPTS), scripts, strict=False):
        text = script.text or ""
        if len(text) > MAX_SCRIPT:
            continue
        try:
            waiting = [json.loads(text.strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and left > 0:
            left -= 1
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting += node[:100]
            elif isinstance(node, dict):
                yield node
                waiting += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.lower() in _ARTICLES for name in names)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _names(value: object) -> Iterator[str]:
    for each in value[:10] if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, list):
            name = name[0] if name else ""
        if text := _text(name):
            yield text


def _address(value: object) -> str:
    each = value[0] if isinstance(value, list) and value else value
    return _text(each.get("url") if isinstance(each, dict) else each)


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().lower() == "false")
