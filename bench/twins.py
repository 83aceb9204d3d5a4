"""Twins of articles: the same happening in the same place, to other people, with other figures.

Two verdicts in one court, two matches of one evening, two fires in one city are told in the same words. Where
an article is about people or organisations, giving them other names and its numbers other values makes such a
twin of it, to fit the weights of `bot/stories/events.py` against.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bench.families import Labelled
from bot.models import Article, Document
from bot.reading import Reader
from bot.stories.telling import is_setting

FIRST_NAMES = "Anselm Birgit Casper Dorothea Edmund Frauke Gideon Henrike Ivo Jolanda".split()
LAST_NAMES = "Abercorn Bielefeld Crowhurst Dallimore Eberhardt Fotheringay Gansevoort Hollingbery".split()
_NUMBER = re.compile(r"\d+")


def make_twins(articles: Sequence[Labelled], reader: Reader) -> list[Labelled]:
    """Return the twins of those articles that are about people or organisations; the same officials speak."""
    twins = []
    for number, each in enumerate(articles):
        article = each.stored.article
        if not any(entity.kind != "place" for entity in article.entities[:2]):
            continue
        twin = reader.read(_renamed(article, number))
        twins.append(replace(each, id=f"{each.id} twin", stored=replace(each.stored, article=twin)))
    return twins


def _renamed(article: Article, number: int) -> Document:
    """Return the document with other numbers, people and organisations."""
    document = article.document
    new: dict[str, str] = {}
    for place, entity in enumerate(article.entities):
        *first, last = entity.name.split()
        if is_setting(entity):
            continue
        new.setdefault(last, LAST_NAMES[(number + place) % len(LAST_NAMES)])
        for word in first:
            new.setdefault(word, FIRST_NAMES[(number + place) % len(FIRST_NAMES)])
    words = "|".join(sorted(map(re.escape, new), key=len, reverse=True))
    named = re.compile(rf"\b(?:{words})\b") if words else None

    def told(text: str) -> str:
        text = named.sub(lambda found: new[found[0]], text) if named else text
        return _NUMBER.sub(_other, text)

    return replace(document, headline=told(document.headline), text=told(document.text))


def _other(found: re.Match[str]) -> str:
    """Return another number of as many digits; a year and a day of the month stay."""
    value = int(found[0])
    if 1900 <= value <= 2100 or len(found[0]) > 12:
        return found[0]
    other = value + 3 + value // 7
    return str(other) if len(str(other)) == len(found[0]) else str(max(0, value - 3 - value // 7))
