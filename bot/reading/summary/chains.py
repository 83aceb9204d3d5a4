"""Which sentences are told together: one that leans with the one before it, a quotation with its end."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import Sentence
from bot.reading.quotable import Standing


def find_chains(
    standings: Sequence[Standing], sentences: Sequence[Sentence], longest: int
) -> dict[int, tuple[int, ...]]:
    """Return for each sentence worth choosing the sentences that must be told with it, itself among them.

    A chain goes back to a sentence that leans on nothing, forward to the end of a quotation, and holds at
    most `longest` sentences, in text order; what would need more is left out.
    """
    chains: dict[int, tuple[int, ...]] = {}
    for index, standing in enumerate(standings):
        if standing.worth_choosing and (chain := _chain(index, standings, sentences, longest)):
            chains[index] = chain
    return chains


def needs_before(standing: Standing) -> bool:
    """Whether a sentence is not understood, or not whole, without the one before it."""
    return standing.quotation.inside or bool(standing.leans and not standing.opens)


def needs_after(standing: Standing) -> bool:
    """Whether a sentence is not whole without the one after it."""
    return standing.quotation.unclosed or standing.begins_list


def _chain(
    index: int, standings: Sequence[Standing], sentences: Sequence[Sentence], longest: int
) -> tuple[int, ...]:
    """Return the chain of a sentence, or nothing when there is none to be told whole."""
    first = last = index
    while needs_before(standings[first]):
        if first == 0 or last - first + 1 >= longest or not _adjacent(sentences, first - 1):
            return ()
        first -= 1
    while needs_after(standings[last]):
        same_paragraph = last + 1 < len(sentences) and (
            sentences[last].paragraph == sentences[last + 1].paragraph
            or not standings[last].quotation.unclosed
        )
        if not same_paragraph or last - first + 1 >= longest:
            return ()
        last += 1
    chain = range(first, last + 1)
    return tuple(chain) if all(standings[each].may_go_along for each in chain) else ()


def _adjacent(sentences: Sequence[Sentence], index: int) -> bool:
    """Whether a sentence stands in the same paragraph as the next one, or in the one before."""
    return sentences[index + 1].paragraph - sentences[index].paragraph <= 1
