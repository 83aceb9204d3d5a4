"""The words of the made-up news, by how often they come: small words, real words, coined ones, numbers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.indexing.draws import Reals, zipf
from bench.news_templates import LAST_SYLLABLES, SYLLABLES

CONTENT_WORDS = 60_000
ALL_REAL = 2_000
"""The most frequent content words are all real ones; the other real ones lie between coined words."""
REAL_UNTIL = 25_000
NUMBERS = 2_500
SMALL_SHARE = 0.42
"""Of all running words, those that carry no meaning; about what English news has."""
DATA = Path(__file__).resolve().parents[2] / "bot" / "reading" / "entities" / "data"

SMALL_WORDS = """
    the of to and a in that for on is was with as it at by he from be his has have are an they not but who
    were had will which their its this about after would been more or when one she her up there than out
    also into over could new two last other if some all what people first year against before no can we
    them him so only years time you most while between because since during where many then under off now
    any made such three being did through still those just back down both how like even our should former
    around may these own without next another few until told much including day i week says although
""".split()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Small words, then content words, each by falling frequency."""

    words: tuple[str, ...]
    cumulative: Reals
    """The share of all running words up to each word."""
    content: int
    """The index of the most frequent content word."""
    content_cumulative: Reals
    """The share of content words up to each content word, counted from `content`."""

    def content_words(self) -> tuple[str, ...]:
        """Return the content words by rank."""
        return self.words[self.content :]


def make_vocabulary(seed: int) -> Vocabulary:
    """Return the same words in the same order for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    content = ["said", *_content_words(rng)]
    small = zipf(len(SMALL_WORDS), 1.5) * SMALL_SHARE
    shares = zipf(len(content), 20.0, 1.05)
    return Vocabulary(
        words=(*SMALL_WORDS, *content),
        cumulative=np.cumsum(np.concatenate([small, shares * (1 - SMALL_SHARE)])),
        content=len(SMALL_WORDS),
        content_cumulative=np.cumsum(shares),
    )


def _content_words(rng: random.Random) -> list[str]:
    lines = (DATA / "common_words.txt").read_text(encoding="utf-8").splitlines()
    small = {"said", *SMALL_WORDS}
    real = [
        line for line in lines if line.isascii() and line.isalpha() and len(line) > 2 and line not in small
    ]
    rng.shuffle(real)
    rest = [*real[ALL_REAL:], *_numbers(rng)]
    deeper = _coined(CONTENT_WORDS - ALL_REAL - len(rest), rng, {*real, *small})
    between = [*rest, *deeper[: REAL_UNTIL - ALL_REAL - len(rest)]]
    rng.shuffle(between)
    return [*real[:ALL_REAL], *between, *deeper[REAL_UNTIL - ALL_REAL - len(rest) :]]


def _numbers(rng: random.Random) -> list[str]:
    return [
        str(number) if number < 10_000 else f"{number:,}" for number in rng.sample(range(2, 60_000), NUMBERS)
    ]


def _coined(count: int, rng: random.Random, known: set[str]) -> list[str]:
    """Return pronounceable words, about a third of them forms of others, as verbs and nouns have them."""
    made: dict[str, None] = {}
    while len(made) < count:
        word = "".join(rng.choices(SYLLABLES, k=rng.choice((1, 2, 2, 3)))) + rng.choice(LAST_SYLLABLES)
        if len(word) < 4 or word in known:
            continue
        made[word] = None
        for ending in ("s", "ed", "ing"):
            if rng.random() < 0.15:
                made[word.removesuffix("e") + ending] = None
    found = list(made)[:count]
    rng.shuffle(found)
    return found
