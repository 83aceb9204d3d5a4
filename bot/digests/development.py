"""Whether a story that was shown has developed, and which sentences tell what is new; pure.

Another outlet that tells the same does so in other words, with other voices and details: none of these is a
development. A later report is one when it opens with what nobody told before, and says enough of it. It is
better to miss one than to post a story twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.digests.quoting import LONG_SENTENCE, length_of
from bot.models import Article, StoredArticle
from bot.stories import Telling, same_text, telling_of
from bot.words import content_stems

LEAST_WORDS = 5
"""A sentence of fewer words that carry meaning says too little to be news by itself."""
LEAST_NEW_WORDS = 0.5
"""Of a sentence's words that carry meaning, those that nothing shown had."""
LEAST_SENTENCES = 2
"""That say what is new, and can be quoted."""
LEAST_NEW_LEAD = 0.45
"""Of the words of headline and first sentence."""
LEAST_NEW_TEXT = 0.45
"""Of all the words of the later article."""


@dataclass(frozen=True, slots=True)
class Development:
    """What is new of a story: the article that tells it, and by which sentences, in text order."""

    article: StoredArticle
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Novelty:
    """How much of an article is new beside what was shown."""

    copy: bool
    """It is the text of one that was shown."""
    earlier: bool
    """It was published before the newest of what was shown."""
    lead: float
    """0 to 1: of the words that carry meaning in headline and first sentence, the new ones."""
    text: float
    """0 to 1: the same of the whole."""
    actions: int
    """Kinds of happening in headline and lead that nothing shown told."""
    days: int
    """Days it dates events to, later than any day of what was shown."""
    numbers: int
    """Numbers of the lead that nothing shown had."""
    sentences: tuple[int, ...]
    """Those that say what is new and can be quoted, in text order."""


class Known:
    """What a channel knows of a story from the articles that it was shown."""

    def __init__(self, shown: Sequence[StoredArticle]) -> None:
        self._tellings = [telling_of(article) for article in shown]
        self._words = {
            word
            for article in shown
            for word in content_stems(f"{article.article.document.headline}\n{article.article.document.text}")
        }
        self._actions = 0
        for telling in self._tellings:
            self._actions |= telling.actions
        self._numbers = {number for telling in self._tellings for number in telling.numbers}
        self._last = max((article.article.document.published for article in shown), default=None)
        days = [day for telling in self._tellings for day in (telling.published, *telling.days)]
        self._last_day: date = max(days, default=date.min)

    def novelty(self, new: StoredArticle) -> Novelty:
        """Return how much of an article is new."""
        read, telling = new.article, telling_of(new)
        heading = content_stems(f"{read.document.headline}\n{_first(read)}")
        text = content_stems(read.document.text)
        return Novelty(
            copy=any(same_text(telling, known) for known in self._tellings),
            earlier=self._last is not None and read.document.published < self._last,
            lead=self._share(heading),
            text=self._share(text),
            actions=(telling.lead_actions & ~self._actions).bit_count(),
            days=sum(day > self._last_day for day in telling.days),
            numbers=len(self._lead_numbers(telling, read)),
            sentences=tuple(sorted(self._telling_new(read))),
        )

    def _share(self, words: Iterable[str]) -> float:
        told = set(words)
        return len(told - self._words) / len(told) if told else 0.0

    def _lead_numbers(self, telling: Telling, read: Article) -> set[str]:
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
        words = set(content_stems(sentence))
        return len(words) >= LEAST_WORDS and self._share(words) >= LEAST_NEW_WORDS


def developed(novelty: Novelty) -> bool:
    """Whether an article with so much that is new is worth showing its story again."""
    return (
        not novelty.copy
        and not novelty.earlier
        and len(novelty.sentences) >= LEAST_SENTENCES
        and novelty.lead >= LEAST_NEW_LEAD
        and novelty.text >= LEAST_NEW_TEXT
        and (novelty.actions > 0 or novelty.days > 0)
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


def _first(read: Article) -> str:
    return read.quote(0) if read.sentences else ""
