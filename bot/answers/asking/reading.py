"""Articles as questions look at them: every word by its stem, kept for the next question."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.models import Mention, StoredArticle
from bot.names import name_words
from bot.query.words import spans_of

K = TypeVar("K")
V = TypeVar("V")

KEPT = 128
"""Articles kept as read; one takes about 150 KB."""
_PRONOUNS = frozenset("he she it they his her its their him them".split())
PREFIX = 4
"""Letters by which words of one root are looked up: "dissent", "dissolve" are then told apart."""
HEADLINE = -1
"""The headline, where a sentence is asked for."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence."""

    start: int
    end: int
    word: str
    stem: str
    capital: bool


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article with its words; positions are those of tokens in their sentence."""

    stored: StoredArticle
    sentences: tuple[tuple[Token, ...], ...]
    places: Mapping[str, tuple[tuple[int, int], ...]]
    """By stem, where it stands: (sentence or :data:`HEADLINE`, position)."""
    by_prefix: Mapping[str, tuple[str, ...]]
    """The article's stems by their first letters."""
    mentions: Mapping[int, tuple[tuple[int, Mention], ...]]
    """By sentence, the mentions in it, each with the index of its entity."""
    entity_words: tuple[frozenset[str], ...]
    """The words of each entity's name."""
    mentioned: tuple[tuple[tuple[int, int, int], ...], ...]
    """Where each entity is mentioned: (sentence, position, number of tokens)."""
    pronouns: frozenset[int]
    """The sentences that say "he", "its" and the like."""
    names: frozenset[str]
    """The words of its entities' names."""
    lower: frozenset[str]
    """The words that it prints without a capital."""

    def text(self, sentence: int) -> str:
        """Return a sentence as printed."""
        return self.stored.article.quote(sentence)


class ReadingRoom:
    """The articles read last, so that the next question need not read them again."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._read: OrderedDict[tuple[int, str], ReadArticle] = OrderedDict()

    def read(self, articles: Iterable[StoredArticle]) -> list[ReadArticle]:
        """Return the articles as read, in their order."""
        found = []
        for article in articles:
            key = (article.id, article.article.content_hash)
            known = self._read.get(key)
            # an id may be another index's, whose reader found something else in the same text; names and days
            # are what it may differ in, and comparing all of an article costs more than reading it
            if known is None or _found_in(known.stored) != _found_in(article):
                known = _read(article)
                self._read[key] = known
            self._read.move_to_end(key)
            found.append(known)
        while len(self._read) > self._kept:
            self._read.popitem(last=False)
        return found


def _found_in(stored: StoredArticle) -> tuple[object, ...]:
    article = stored.article
    names = tuple((entity.name, entity.role, len(entity.mentions)) for entity in article.entities)
    return stored.first_seen, article.document.headline, names, len(article.dates), len(article.sentences)


def _read(stored: StoredArticle) -> ReadArticle:
    article = stored.article
    sentences = tuple(_tokens(article.quote(number)) for number in range(len(article.sentences)))
    places: dict[str, list[tuple[int, int]]] = {}
    lower = set()
    for number, tokens in enumerate(sentences):
        if number in article.boilerplate:
            continue
        for at, token in enumerate(tokens):
            places.setdefault(token.stem, []).append((number, at))
            if not token.capital:
                lower.add(token.word)
    for at, token in enumerate(_tokens(article.document.headline)):
        places.setdefault(token.stem, []).append((HEADLINE, at))
    mentions: dict[int, list[tuple[int, Mention]]] = {}
    for index, entity in enumerate(article.entities):
        for mention in entity.mentions:
            mentions.setdefault(mention.sentence, []).append((index, mention))
    by_prefix: dict[str, list[str]] = {}
    for stem in places:
        if len(stem) >= PREFIX:
            by_prefix.setdefault(stem[:PREFIX], []).append(stem)
    words = tuple(frozenset(name_words(entity.name)) for entity in article.entities)
    return ReadArticle(
        stored,
        sentences,
        _frozen(places),
        _frozen(by_prefix),
        _frozen(mentions),
        entity_words=words,
        mentioned=tuple(
            tuple(
                place
                for mention in entity.mentions
                if (place := _place(stored, sentences, mention))
                and mention.sentence not in article.boilerplate
            )
            for entity in article.entities
        ),
        pronouns=frozenset(
            number
            for number, tokens in enumerate(sentences)
            if any(token.word in _PRONOUNS for token in tokens)
        ),
        names=frozenset().union(*words),
        lower=frozenset(lower),
    )


def _place(
    stored: StoredArticle, sentences: Sequence[Sequence[Token]], mention: Mention
) -> tuple[int, int, int] | None:
    """Return a mention as tokens of its sentence."""
    offset = stored.article.sentences[mention.sentence].start
    inside = [
        at
        for at, token in enumerate(sentences[mention.sentence])
        if token.end > mention.start - offset and token.start < mention.end - offset
    ]
    return (mention.sentence, inside[0], len(inside)) if inside else None


def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(
        Token(start, end, word, stem, text[start].isupper()) for start, end, word, stem in spans_of(text)
    )


def _frozen(lists: Mapping[K, Sequence[V]]) -> dict[K, tuple[V, ...]]:
    return {key: tuple(values) for key, values in lists.items()}
