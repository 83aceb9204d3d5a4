"""What must hold of everything that the reader returns, whatever text it was given.

One list for the fuzzer and for the tests: each rule is a generator of complaints.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from bot.models import Article, EntityKind, Precision, TopicLabel
from bot.reading import SUMMARY_SENTENCES, Gist, find_gist

TIMEX3_VALUE = re.compile(r"[0-9A-Z][0-9A-Z:._-]*")
"""The letters that TIMEX3 values are made of, as TempEval-3 uses them."""
_HASH = re.compile(r"[0-9a-f]+")
_LARGEST_FINGERPRINT = 2**63


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that does not hold."""

    rule: str
    """The same for every article that breaks it."""
    details: str


def breaches(
    article: Article, labels: Sequence[TopicLabel], *, asked: int = SUMMARY_SENTENCES
) -> list[Breach]:
    """Return what is wrong with an article and its topics; `asked` is the summary's length that was asked."""
    rules = (
        _sentences(article),
        _summary(article, asked),
        _entities(article),
        _dates(article),
        _events(article),
        _gist(article, find_gist(article)),
        _labels(article, labels),
        _serialisable(article, labels),
    )
    # the later rules look things up by what the earlier ones promise
    return next((found for found in map(list, rules) if found), [])


def _sentences(article: Article) -> Iterator[Breach]:
    text, place, paragraph = article.document.text, 0, 0
    if not article.sentences:
        yield Breach("there is a sentence", "none")
    for index, each in enumerate(article.sentences):
        if not place <= each.start < each.end <= len(text):
            yield Breach("sentences stand in order", f"{index}: {each}, after {place}, of {len(text)}")
        words = text[each.start : each.end]
        if words != words.strip() or not words:
            yield Breach("sentences have no space around them", f"{index}: {words[:40]!r} … {words[-20:]!r}")
        if each.paragraph < paragraph:
            yield Breach("paragraphs are counted upwards", f"{index}: {each}")
        place, paragraph = each.end, each.paragraph


def _summary(article: Article, asked: int) -> Iterator[Breach]:
    count = len(article.sentences)
    if len(set(article.ranking)) != len(article.ranking) or not set(article.ranking) <= set(range(count)):
        yield Breach("the ranking names sentences, each once", f"{article.ranking} of {count}")
    if list(article.summary) != sorted(set(article.summary)):
        yield Breach("the summary stands in text order", str(article.summary))
    if not set(article.summary) <= set(range(count)):
        yield Breach("the summary names sentences", f"{article.summary} of {count}")
    if len(article.summary) > asked:
        yield Breach("the summary is no longer than asked", str(article.summary))


def _entities(article: Article) -> Iterator[Breach]:
    text = article.document.text
    spans = []
    for entity in article.entities:
        if not entity.name.strip() or entity.kind not in get_args(EntityKind) or not entity.mentions:
            yield Breach("an entity has a name, a kind and mentions", repr(entity)[:200])
        if not (math.isfinite(entity.salience) and 0 <= entity.salience <= 1):
            yield Breach("salience lies between 0 and 1", repr(entity)[:200])
        for mention in entity.mentions:
            spans.append((mention.start, mention.end, entity.name))
            if not 0 <= mention.sentence < len(article.sentences):
                yield Breach("a mention's sentence exists", f"{entity.name!r}: {mention}")
                continue
            around = article.sentences[mention.sentence]
            if not around.start <= mention.start < mention.end <= around.end:
                yield Breach("a mention lies in its sentence", f"{entity.name!r}: {mention}, {around}")
            words = text[mention.start : mention.end]
            if words != words.strip() or not words:
                yield Breach("mentions have no space around them", f"{entity.name!r}: {words!r}")
    for one, other in itertools.pairwise(sorted(spans)):
        if other[0] < one[1]:
            yield Breach("mentions do not overlap", f"{one} {other}")


def _dates(article: Article) -> Iterator[Breach]:
    text, place = article.document.text, 0
    for each in article.dates:
        if not place <= each.start < each.end <= len(text):
            yield Breach("time expressions stand in order", f"{each}, after {place}, of {len(text)}")
        words = text[each.start : each.end]
        if words != words.strip() or not words:
            yield Breach("time expressions have no space around them", f"{words!r}")
        if not TIMEX3_VALUE.fullmatch(each.value):
            yield Breach("a time expression has a TIMEX3 value", f"{words!r}: {each.value!r}")
        place = each.end


def _events(article: Article) -> Iterator[Breach]:
    for event in article.events:
        if not 0 <= event.sentence < len(article.sentences) or event.precision not in get_args(Precision):
            yield Breach("a dated event has a sentence and a precision", repr(event))
            continue
        around = article.sentences[event.sentence]
        if not around.start <= event.start < event.end <= around.end:
            yield Breach("what dates an event lies in its sentence", f"{event}, {around}")
        if (event.precision != "day" and event.day.day != 1) or (
            event.precision == "year" and event.day.month != 1
        ):
            yield Breach("a month or year stands for its first day", repr(event))


def _gist(article: Article, gist: Gist) -> Iterator[Breach]:
    for words in (*gist.who, *gist.what):
        if not words.strip():
            yield Breach("who and what are words", repr(gist)[:200])
    for _, words in gist.when:
        if words not in article.document.text:
            yield Breach("what says when is quoted", repr(words))


def _labels(article: Article, labels: Sequence[TopicLabel]) -> Iterator[Breach]:
    for label in labels:
        if not (math.isfinite(label.score) and label.score >= 1):
            yield Breach("a topic that counts scores 1 or more", repr(label))
    if len({label.topic for label in labels}) != len(labels):
        yield Breach("a topic is named once", repr(labels))
    if not _HASH.fullmatch(article.content_hash):
        yield Breach("the hash is hexadecimal", repr(article.content_hash))
    if not -_LARGEST_FINGERPRINT <= article.fingerprint < _LARGEST_FINGERPRINT:
        yield Breach("the fingerprint fits 64 bits", repr(article.fingerprint))


def _serialisable(article: Article, labels: Sequence[TopicLabel]) -> Iterator[Breach]:
    found = {**dataclasses.asdict(article), "labels": [dataclasses.asdict(label) for label in labels]}
    try:
        # ASCII escapes carry lone surrogates, as the command line's own JSON does
        json.dumps(found, default=str, allow_nan=False).encode("ascii")
    except (TypeError, ValueError) as error:
        yield Breach("everything can be written as JSON", f"{type(error).__name__}: {error}")
