"""What speaks for a sentence by itself, and against it: its place, LexRank, the theme, the headline."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from bot.models import Sentence
from bot.reading.quotable import MAX_CHARACTERS
from bot.reading.summary.lexrank import LexRank
from bot.words import content_stems

SHORT_WORDS = 12
"""A sentence of fewer words tells the less, the fewer it has."""

_ABOUT_PICTURE = re.compile(r"(?:An?|The|In an?) (?:\w+ )?(?:photo|photograph|picture|image|footage|video)\b")
# each alternative opens on its mark, so that the scan skips to the marks
_QUOTED = re.compile("“[^”]*”|\"[^\"]*\"|‘(?<!\\w‘)[^’']*[’'](?!\\w)|'(?<!\\w')[^’']*[’'](?!\\w)")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each merit is worth, in points.

    The numbers are those of ``bench/fit_summary.py``, which says how they were found, rounded: ridge
    regression of the gain in ROUGE on one half of two public sets of articles with summaries by people,
    checked on the other half. Two are set by hand for want of data (`headline`, `picture`), and `repeated`
    is raised from 0.42, so that a copy of what was told never wins by its place.
    """

    position: float = 2.0
    """Of the first sentence; of sentence n, divided by the square root of n. Twice what was fitted: the
    order of a newspaper is right more often than any other sign, and a departure has to be a clear gain."""
    lexrank: float = 0.24
    theme: float = 0.17
    """Of words that stand in e sentences; the logarithm of :attr:`Merits.recurrence` is multiplied by it."""
    headline: float = 0.4
    short: float = -0.4
    quoted: float = -0.1
    picture: float = -0.5
    repeated: float = -0.6
    """Of a sentence all of whose content words were told already; of a share of them, times its square: a
    little repetition holds a text together, much is a copy."""
    excess: float = -0.008
    """Of each word beyond the summary's room."""


FITTED = Weights()


class Merits(NamedTuple):
    """One sentence as the choice sees it."""

    sentence: int
    words: int
    stems: frozenset[str]
    lexrank: float
    """0 to 1: how much it resembles the sentences that others resemble."""
    recurrence: float
    """In how many sentences a content word of it stands, as the geometric mean."""
    headline_words: int
    """Content words that it shares with the headline."""
    headline_share: float
    """Those, as a share of the smaller of the two."""
    quoted: float
    """The share of its characters that stand in quotation marks."""
    about_picture: bool
    """It describes a picture, which is seldom the point, and is not shown."""

    @property
    def brevity(self) -> float:
        """How much too short it is to tell much: 0 for long enough, 1 for no words."""
        return max(0.0, 1 - self.words / SHORT_WORDS)

    @property
    def prominence(self) -> float:
        """1 for the first sentence of the article, falling."""
        return 1 / math.sqrt(1 + self.sentence)

    def repeated(self, told: Collection[str]) -> float:
        """Return the share of its content words that are among those told already."""
        return len(self.stems.intersection(told)) / len(self.stems) if self.stems else 0.0

    def total(self, weights: Weights = FITTED) -> float:
        """Return what all of it is worth, in points."""
        return (
            weights.position * self.prominence
            + weights.lexrank * self.lexrank
            + weights.theme * math.log(self.recurrence)
            + weights.headline * self.headline_share
            + weights.short * self.brevity
            + weights.quoted * self.quoted
            + weights.picture * self.about_picture
        )


def find_merits(
    text: str, sentences: Sequence[Sentence], stems: Sequence[Sequence[str]], headline: str
) -> list[Merits]:
    """Return each sentence's merits; `stems` are those of its content words, in the same order."""
    ratings = LexRank().ratings(stems)
    sets = [frozenset(each) for each in stems]
    counts = Counter(chain.from_iterable(sets))
    logarithms = {stem: math.log(count) for stem, count in counts.items()}
    headline_stems = set(content_stems(headline))
    result = []
    for index, (sentence, own) in enumerate(zip(sentences, sets, strict=True)):
        words = text[sentence.start : min(sentence.end, sentence.start + MAX_CHARACTERS + 1)]
        shared = len(own & headline_stems)
        result.append(
            Merits(
                sentence=index,
                words=len(words.split()),
                stems=own,
                lexrank=ratings[index],
                recurrence=math.exp(sum([logarithms[stem] for stem in own]) / len(own)) if own else 1.0,
                headline_words=shared,
                headline_share=shared / min(len(own), len(headline_stems)) if shared else 0.0,
                quoted=_quoted_share(words),
                about_picture=bool(_ABOUT_PICTURE.match(words)),
            )
        )
    return result


def _quoted_share(words: str) -> float:
    if not words:
        return 0.0
    return sum(map(len, _QUOTED.findall(words))) / len(words)
