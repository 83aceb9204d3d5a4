"""The choice of sentences, one after the other: each time those that add most to what is chosen already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.models import Sentence
from bot.reading.boilerplate import boilerplate_sentences
from bot.reading.quotable import MAX_CHARACTERS, Standing, judge, quotable
from bot.reading.summary.chains import find_chains
from bot.reading.summary.lexrank import MAX_RATED
from bot.reading.summary.merits import FITTED, Merits, Weights, find_merits
from bot.words import content_stems, stems_of, to_words

ROOM_FOR_EACH = 20
"""Words that each sentence adds to the summary's room: what one leaves, the next may take."""
ROOM_ALONE = 30
"""Words that a sentence may have that is quoted alone."""
MAX_WORDS = 200
"""Words of one sentence that are looked at; what is longer cannot be quoted anyway."""
MAX_CANDIDATES = 80
"""Sentences that a summary is chosen from: news has its point long before the last of them."""
LEAST_SAVED = 0.4
"""A summary that saves less of the text than this share is shortened."""


@dataclass(frozen=True, slots=True)
class Rated:
    """An article's sentences, rated for its summary."""

    sentences: Sequence[Sentence]
    standings: Sequence[Standing]
    merits: Sequence[Merits]
    worth: Sequence[float]
    """What its merits are worth together, in points, for each sentence."""
    weights: Weights


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the choice."""

    picked: int
    """The sentence for whose sake it was taken."""
    added: tuple[int, ...]
    """It and what it takes along, in text order."""
    repeated: float
    """The share of its content words that were told already."""
    excess: int
    """Words beyond the room that was left."""


def rate_sentences(
    text: str,
    sentences: Sequence[Sentence],
    headline: str,
    weights: Weights = FITTED,
    *,
    boilerplate: Collection[int] | None = None,
) -> Rated:
    """Return the sentences of a text with all that the choice asks of them.

    `boilerplate` holds the indices of the sentences that belong to the page around the article; they are
    looked for when it is not given.
    """
    if boilerplate is None:
        boilerplate = boilerplate_sentences(text, sentences)
    stems = [_stems(text[each.start : min(each.end, each.start + 10 * MAX_CHARACTERS)]) for each in sentences]
    merits = find_merits(text, sentences, stems, headline)
    return Rated(
        sentences=sentences,
        standings=judge(text, sentences, stems, headline, boilerplate),
        merits=merits,
        worth=[each.total(weights) for each in merits],
        weights=weights,
    )


def _stems(words: str) -> list[str]:
    # a word and what parts it from the next have two characters at least
    if len(words) <= 2 * MAX_WORDS:
        return content_stems(words)
    return stems_of(to_words(words)[:MAX_WORDS])


def rank_sentences(rated: Rated) -> tuple[int, ...]:
    """Return the indices of the sentences fit to be quoted alone, the one that tells most first.

    When none is fit (a text of fragments), the first sentence alone is returned, so that there is something
    to quote; of an empty text, nothing.
    """
    fit = quotable(rated.standings)
    if not fit:
        return (0,) if rated.sentences else ()
    order: list[int] = []
    told: set[str] = set()
    unrepeated = {index: _gain(rated, (index,), told, ROOM_ALONE) for index in fit}
    # of equals the earlier one, which stands first here
    left = dict(unrepeated)
    while left and len(order) <= MAX_RATED:
        best = max(left, key=left.__getitem__)
        order.append(best)
        del left[best]
        new = rated.merits[best].stems - told
        told |= new
        for index in left:
            if not new.isdisjoint(rated.merits[index].stems):
                left[index] = unrepeated[index] + _repetition(rated, index, told)
    # what is left is far behind anything that is shown
    return (*order, *left)


def summarize(rated: Rated, count: int) -> tuple[int, ...]:
    """Return at most `count` sentences in text order, fewer when they would save too little of the text.

    What one cannot do without is taken along, or the one is left: a sentence that opens on "He" stands only
    after the one before it, a quotation only whole. Of an empty text, nothing.
    """
    return tuple(sorted(index for step in choose(rated, count) for index in step.added))


def shortened(indices: Sequence[int], sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """Return the first of some sentences, at least one, that together save enough of the text."""
    most = (1 - LEAST_SAVED) * _length(range(len(sentences)), sentences)
    count = len(indices)
    while count > 1 and _length(indices[:count], sentences) > most:
        count -= 1
    return tuple(indices[:count])


def choose(rated: Rated, count: int) -> tuple[Step, ...]:
    """Return the steps in which the summary is chosen, the best first."""
    most = (1 - LEAST_SAVED) * _length(range(len(rated.sentences)), rated.sentences)
    early = range(min(len(rated.sentences), MAX_CANDIDATES))
    shortest: tuple[Step, ...] = ()
    for allowed in range(count, 0, -1):
        steps = steps_among(rated, early, allowed)
        if not steps:
            break
        shortest = steps
        if _length([index for step in steps for index in step.added], rated.sentences) <= most:
            break
    return shortest or tuple(Step(index, (index,), 0.0, 0) for index in rank_sentences(rated)[:1])


def steps_among(rated: Rated, pool: Collection[int], count: int) -> tuple[Step, ...]:
    """Return the steps in which at most `count` sentences of a pool are chosen, the best first."""
    possible = find_chains(rated.standings, rated.sentences, count)
    chains = {
        index: possible[index]
        for index in pool
        if index in possible and all(each in pool for each in possible[index])
    }
    steps: list[Step] = []
    chosen: set[int] = set()
    told: set[str] = set()
    room = count * ROOM_FOR_EACH
    while fitting := _fitting(chains, chosen, count):
        best = max(fitting, key=lambda index: (_gain(rated, fitting[index], told, room), -index))
        added = fitting[best]
        steps.append(
            Step(best, added, rated.merits[best].repeated(told), max(0, _words(rated, added) - room))
        )
        chosen.update(added)
        for each in added:
            told |= rated.merits[each].stems
        room = max(0, room - _words(rated, added))
    return tuple(steps)


def _fitting(
    chains: Mapping[int, tuple[int, ...]], chosen: Collection[int], count: int
) -> dict[int, tuple[int, ...]]:
    """Return what each sentence would add, of those that are not chosen and do not add too many."""
    room = count - len(chosen)
    if not room:
        return {}
    if chosen:
        chains = {
            index: tuple([each for each in chain if each not in chosen])
            for index, chain in chains.items()
            if index not in chosen
        }
    return {index: new for index, new in chains.items() if len(new) <= room}


def _gain(rated: Rated, added: Sequence[int], told: Collection[str], room: int) -> float:
    """Return what sentences would add to a summary, in points a sentence."""
    if len(added) == 1:
        # most chains are one sentence: the same as below, without its sums
        [index] = added
        excess = rated.weights.excess * max(0, rated.merits[index].words - room)
        return rated.worth[index] + _repetition(rated, index, told) + excess
    excess = rated.weights.excess * max(0, _words(rated, added) - room)
    return (sum(rated.worth[each] + _repetition(rated, each, told) for each in added) + excess) / len(added)


def _repetition(rated: Rated, index: int, told: Collection[str]) -> float:
    """Return what repeating costs a sentence, in points."""
    return rated.weights.repeated * rated.merits[index].repeated(told) ** 2 if told else 0.0


def _words(rated: Rated, indices: Iterable[int]) -> int:
    return sum([rated.merits[index].words for index in indices])


def _length(indices: Iterable[int], sentences: Sequence[Sentence]) -> int:
    return sum(sentences[index].end - sentences[index].start for index in indices)
