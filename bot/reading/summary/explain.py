"""Why each sentence of a summary was chosen, in words, from the numbers that chose it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.models import Article
from bot.reading.quotable import Standing
from bot.reading.summary.chains import needs_after
from bot.reading.summary.choice import Rated, Step, rate_sentences, steps_among
from bot.reading.summary.merits import Merits

TELLING = 0.03
"""Points: what weighs less is not told."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One sentence of a summary, and why it is in it."""

    sentence: int
    reasons: tuple[str, ...]
    """Short phrases: what it is taken along for, what spoke for it, the weightiest first, what against it."""


def explain_summary(article: Article) -> tuple[Choice, ...]:
    """Return why each sentence of an article's summary was chosen, in text order.

    The choice is made once more among the sentences of the summary: each of its steps was the best of all
    then, so it is the best of these now.
    """
    document = article.document
    rated = rate_sentences(
        document.text, article.sentences, document.headline, boilerplate=article.boilerplate
    )
    steps = steps_among(rated, article.summary, len(article.summary))
    choices = {
        index: Choice(index, tuple(_reasons(rated, step, index))) for step in steps for index in step.added
    }
    for index in article.summary:
        choices.setdefault(index, Choice(index, (_unfounded(rated, index),)))
    return tuple(choices[index] for index in article.summary)


def _unfounded(rated: Rated, index: int) -> str:
    if any(standing.alone for standing in rated.standings):
        return "chosen by an earlier version, which knew less"
    return "no sentence of the article can be quoted alone"


def _reasons(rated: Rated, step: Step, index: int) -> Iterator[str]:
    if index != step.picked:
        yield _taken_along(rated.standings, step, index)
    weighed = [*_merits(rated, rated.merits[index])]
    if index == step.picked:
        weighed += _costs(rated, step)
    told = sorted((each for each in weighed if abs(each[0]) >= TELLING), key=lambda each: -abs(each[0]))
    yield from (words for points, words in told if points > 0)
    yield from (f"although {words}" for points, words in told if points < 0)


def _taken_along(standings: Sequence[Standing], step: Step, index: int) -> str:
    if index > step.picked:
        if needs_after(standings[index - 1]) and standings[index - 1].begins_list:
            return "taken along: it goes on with what the sentence before it begins"
        return "taken along: it ends the quotation that is open before it"
    following = standings[index + 1]
    if following.quotation.inside:
        return "taken along: it begins the quotation that goes on in the next sentence"
    return f"taken along: the next sentence leans on it (“{following.leans}”)"


def _merits(rated: Rated, merits: Merits) -> Iterator[tuple[float, str]]:
    """Yield what speaks for a sentence and against it, in points, with the words for it."""
    weights = rated.weights
    yield weights.position * merits.prominence, f"{ordinal(merits.sentence + 1)} sentence of the article"
    most = "most like the other sentences" if merits.lexrank > 0.995 else "like other sentences"
    yield weights.lexrank * merits.lexrank, f"{most} (LexRank {merits.lexrank:.2f})"
    yield (
        weights.theme * math.log(merits.recurrence),
        f"its words come back: each stands in {merits.recurrence:.1f} sentences on average",
    )
    count = merits.headline_words
    yield (
        weights.headline * merits.headline_share,
        f"shares {count} {'word' if count == 1 else 'words'} with the headline",
    )
    yield weights.short * merits.brevity, f"it is short ({merits.words} words)"
    yield weights.quoted * merits.quoted, f"{merits.quoted:.0%} of it is quotation"
    yield weights.picture * merits.about_picture, "it describes a picture"


def _costs(rated: Rated, step: Step) -> Iterator[tuple[float, str]]:
    """Yield what a step cost beside what was chosen before it."""
    weights = rated.weights
    yield (
        weights.repeated * step.repeated**2,
        f"{step.repeated:.0%} of its content words were told already",
    )
    words = "word is" if step.excess == 1 else "words are"
    yield weights.excess * step.excess, f"{step.excess} {words} beyond the summary's room"


def ordinal(number: int) -> str:
    """Return 1 as "1st"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
