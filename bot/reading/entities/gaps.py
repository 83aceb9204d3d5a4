"""Where in a sentence names may still be found: its capitals, their runs, the gaps between names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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

    def gaps(self, spans: Sequence[Span]) -> list[tuple[int, int]]:
        """Return where names may begin outside `spans`, each with the end of the gap that it stands in."""
        found: list[tuple[int, int]] = []
        covered = 0
        rest = iter(spans)
        span = next(rest, None)
        for start in self.starts:
            while span is not None and span.start <= start:
                covered = max(covered, span.end)
                span = next(rest, None)
            if start >= covered:
                found.append((start, self.count if span is None else span.start))
        return found

    def fill(self, words: Words, spans: list[Span], rules: Iterable[Rule]) -> list[Span]:
        """Return `spans`, in order and apart, with what one rule after the other finds in their gaps."""
        gaps = self.gaps(spans)
        for rule in rules:
            if not gaps:
                break
            find = rule(words, self, spans)
            added: list[Span] = []
            free = 0
            for start, stop in gaps:
                if start >= free and (found := find(start, stop)):
                    added.append(found)
                    free = found.end
            if added:
                spans = sorted([*spans, *added])
                gaps = self.gaps(spans)
        return spans


Words = Sequence[str]
Find = Callable[[int, int], Span | None]
"""Returns the name that begins at a word and ends before another, if one does."""
Rule = Callable[[Words, Capitals, Sequence[Span]], Find]
"""Makes ready to look for the names that it knows of in a sentence with some names in it."""


def capitals_of(words: Sequence[str]) -> Capitals:
    """Look for the capitalised words of a sentence."""
    # a quick look first: what sorts among "b" to "z" has a small letter
    starts = tuple(
        [
            i
            for i, word in enumerate(words)
            if not "b" <= word < "{" and (word[:1].isupper() or word[:3] == "al-")
        ]
    )
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
