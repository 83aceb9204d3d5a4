"""Whether a story that was shown has developed, and which sentences tell what is new; pure.

Another outlet that tells the same does so in other words, with other voices and details, and most of its
words are new: of the articles labelled as one event in `tests/stories/families`, half have three new words in
four. What they do not have is a headline that tells of another kind of happening (:mod:`bot.stories.actions`)
or of a higher toll, and that is what a development is known by. It is better to miss one, which waits for the
next turn, than to post a story twice: `python -m bench.developments` shows how often either happens.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.digests.composing.quoting import LONG_SENTENCE, length_of
from bot.models import Article, StoredArticle
from bot.stories import Telling, same_text, telling_of
from bot.stories.actions import actions_in
from bot.words import content_stems, to_words

LEAST_WORDS = 5
"""A sentence of fewer words that carry meaning says too little to be news by itself."""
LEAST_NEW_WORDS = 0.5
"""Of a sentence's words that carry meaning, those that nothing shown had."""
LEAST_SENTENCES = 2
"""That say what is new, and can be quoted."""

NEAR = 5
"""Words between victims and their number: "killed at least 19 people"."""
MOST_VICTIMS = 1_000_000

_NUMBER = re.compile(r"\d{1,9}")
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
)
_NUMERALS = {
    word: value for value, word in enumerate((_UNITS + "seventeen eighteen nineteen twenty").split())
}
_VICTIMS = tuple(actions_in(content_stems(words)) for words in ("killed", "injured"))
"""The kinds of happening that are counted, and counted again."""


@dataclass(frozen=True, slots=True)
class Development:
    """What is new of a story: the article that tells it, and by which sentences, in text order."""

    article: StoredArticle
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Novelty:
    """How an article differs from those that were shown."""

    copy: bool
    """It is the text of one of them."""
    earlier: bool
    """It was published before the newest of them."""
    headline_kinds: int
    """Kinds of happening in its headline that none of them tells."""
    lead_kinds: int
    """The same of its headline and lead."""
    later_day: bool
    """It opens with a day after all days that they tell of."""
    numbers: int
    """Numbers in headline and first sentence that none of them has."""
    higher_toll: bool
    """Its headline counts victims, and more than any of theirs."""
    sentences: tuple[int, ...]
    """Those that say what is new and can be quoted, in text order."""


class Known:
    """What a channel knows of a story from the articles that it was shown."""

    def __init__(self, shown: Sequence[StoredArticle]) -> None:
        self._tellings = [telling_of(article) for article in shown]
        self._stems = {stem for article in shown for stem in content_stems(_whole(article.article))}
        kinds = (telling.actions for telling in self._tellings)
        self._kinds = functools.reduce(operator.or_, kinds, 0)
        self._numbers = {number for telling in self._tellings for number in telling.numbers}
        self._victims = [_most_victims([article.article for article in shown], kind) for kind in _VICTIMS]
        self._last = max((article.article.document.published for article in shown), default=None)
        self._last_day = max((day for each in self._tellings for day in each.days), default=date.max)

    def novelty(self, new: StoredArticle) -> Novelty:
        """Return how an article differs."""
        read, telling = new.article, telling_of(new)
        return Novelty(
            copy=any(same_text(telling, known) for known in self._tellings),
            earlier=self._last is not None and read.document.published < self._last,
            headline_kinds=(telling.headline_actions & ~self._kinds).bit_count(),
            lead_kinds=(telling.lead_actions & ~self._kinds).bit_count(),
            later_day=bool(telling.days) and telling.days[0] > self._last_day,
            numbers=len(self._new_numbers(telling, read)),
            higher_toll=self._more_victims(read.document.headline),
            sentences=tuple(sorted(self._telling_new(read))),
        )

    def _more_victims(self, headline: str) -> bool:
        """Whether a headline counts victims, and whatever it counts is more than there were."""
        kinds, counts = actions_in(content_stems(headline)), _counts(to_words(headline))
        return bool(counts) and any(
            kinds & kind and 0 < known < min(counts)
            for kind, known in zip(_VICTIMS, self._victims, strict=True)
        )

    def _new_numbers(self, telling: Telling, read: Article) -> set[str]:
        lead = f"{read.document.headline} {_first(read)}".replace(",", "")
        return {number for number in telling.numbers if number in lead and number not in self._numbers}

    def _telling_new(self, read: Article) -> list[int]:
        return [
            sentence
            for sentence in read.ranking
            if sentence not in read.boilerplate
            and length_of(read, sentence) <= LONG_SENTENCE
            and self._says_new(read.quote(sentence))
        ]

    def _says_new(self, sentence: str) -> bool:
        told = set(content_stems(sentence))
        return len(told) >= LEAST_WORDS and len(told - self._stems) >= LEAST_NEW_WORDS * len(told)


def developed(novelty: Novelty) -> bool:
    """Whether an article that differs so is worth showing its story again."""
    if novelty.copy or novelty.earlier or len(novelty.sentences) < LEAST_SENTENCES:
        return False
    if novelty.higher_toll:
        return True
    return novelty.headline_kinds > 0 and (
        novelty.headline_kinds > 1 or novelty.numbers > 0 or (novelty.later_day and novelty.lead_kinds > 1)
    )


def find_development(shown: Sequence[StoredArticle], new: Sequence[StoredArticle]) -> Development | None:
    """Return what the newer articles add to those that were shown; None when that is nothing worth telling.

    Of several, the one that says most that is new; of equals, the newest.
    """
    if not shown:
        return None
    known = Known(shown)
    found = [(article, known.novelty(article)) for article in new]
    telling = [(article, novelty) for article, novelty in found if developed(novelty)]
    if not telling:
        return None
    article, novelty = max(telling, key=lambda each: (len(each[1].sentences), each[0].id))
    return Development(article, novelty.sentences)


def _whole(read: Article) -> str:
    return f"{read.document.headline}\n{read.document.text}"


def _first(read: Article) -> str:
    return read.quote(0) if read.sentences else ""


def _most_victims(articles: Iterable[Article], kind: int) -> int:
    """Return the highest number that stands near a word for victims of a kind; 0 for none."""
    most = 0
    for read in articles:
        words = to_words(_whole(read))
        places = [place for place, word in enumerate(words) if actions_in(content_stems(word)) & kind]
        for place in places:
            most = max([most, *_counts(words[max(place - NEAR, 0) : place + NEAR + 1])])
    return most


def _counts(words: Iterable[str]) -> list[int]:
    """Return the whole numbers among some words that may count people."""
    written = [int(word) if _NUMBER.fullmatch(word) else _NUMERALS.get(word, 0) for word in words]
    return [number for number in written if 0 < number < MOST_VICTIMS]
