"""Where in a sentence names may still be found: its capitals, their runs, the gaps between names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .lexicon import CALENDAR_WORDS, FUNCTION_WORDS
from .tagger import Span

_SENTENCE_OPENERS = frozenset({'"', "“", "'", "‘", "(", "-", "–", "—", "*", "•"})


@dataclass(frozen=True, slots=True)
class Capitals:
    """The capitalised words of one sentence; looked for once, and asked by one rule after another."""

    count: int
    """How many words the sentence has."""
    starts: tuple[int, ...]
    """Where names may begin."""
    run_ends: dict[int, int]
    """By the place of each capitalised word that is no day or month: the index after the last of its run."""

    def run_end(self, start: int, stop: int | None = None) -> int | None:
        """Return the index after the capitalised words from `start` on, or None when there are none.

        What stands at `stop` or after it, by default nothing, is not looked at.
        """
        end = self.run_ends.get(start)
        return end if end is None or stop is None or end < stop else stop

    def gaps_in(self, spans: Sequence[Span]) -> bool:
        """Say whether a name may begin outside `spans`."""
        covered = 0
        rest = iter(spans)
        span = next(rest, None)
        for start in self.starts:
            while span is not None and span.start <= start:
                covered = max(covered, span.end)
                span = next(rest, None)
            if start >= covered:
                return True
        return False

    def fill(self, spans: Sequence[Span], find: Callable[[int, int], Span | None]) -> list[Span]:
        """Return `spans` with those that `find(start, stop)` finds in the gaps; `stop` is a gap's end."""
        starts = self.starts
        kept: list[Span] = []
        n, gap_start = 0, 0
        for span in [*spans, None]:
            stop = span.start if span else self.count
            while n < len(starts) and starts[n] < stop:
                if starts[n] >= gap_start and (found := find(starts[n], stop)):
                    kept.append(found)
                    gap_start = found.end
                n += 1
            if span:
                kept.append(span)
                gap_start = max(gap_start, span.end)
        return kept


def capitals_of(words: Sequence[str]) -> Capitals:
    """Look for the capitalised words of a sentence."""
    starts = tuple([i for i, word in enumerate(words) if word[:1].isupper() or word[:3] == "al-"])
    ends: dict[int, int] = {}
    for i in reversed(starts):
        if words[i][:1].isupper() and words[i].lower() not in CALENDAR_WORDS:
            ends[i] = ends.get(i + 1, i + 1)
    return Capitals(len(words), starts, ends)


def run_start(words: Sequence[str], last: int) -> int:
    """Return where the capitalised words begin that end at `last`; "and" between two of them counts."""
    start = last
    while start > 0:
        before = words[start - 1]
        if before[:1].isupper() and before.lower() not in FUNCTION_WORDS:
            start -= 1
        elif before in {"and", "&"} and start > 1 and words[start - 2][:1].isupper():
            start -= 2
        else:
            break
    return start


def opens(words: Sequence[str], i: int) -> bool:
    """Say whether a word opens its sentence, where a capital tells nothing."""
    return not i or (words[0] in _SENTENCE_OPENERS and all(word in _SENTENCE_OPENERS for word in words[:i]))
