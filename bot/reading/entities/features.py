"""What the tagger sees of each word: its own form, its neighbours', and what the gazetteers say.

The model is trained on exactly these strings: whoever changes a feature trains it again (``docs/models.md``).
Most words of a news text are written small and stand among others such; of those the tagger sees next to
nothing, for that is where the time would go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Generic, TypeVar

from .feature_names import (
    NOUN_KINDS,
    Features,
    beside_features,
    classes,
    encoded,
    noun_kind,
    own_features,
    word_shape,
)
from .gazetteers import Gazetteers
from .lexicon import (
    ABBREVIATED_TITLES,
    DETERMINERS,
    HONORIFICS,
    ORGANISATION_ENDINGS,
    ORGANISATION_HEADS,
    ORGANISATION_NOUNS,
    PLACE_ENDINGS,
    ROLE_NOUNS,
)

Part = TypeVar("Part")
Key = TypeVar("Key")
Value = TypeVar("Value")

RUN_LINKS = frozenset(
    {"of", "de", "del", "della", "van", "von", "der", "bin", "al", "el", "la", "du", "da", "dos"}
)
"""Small words inside a name."""

_FIRST, _LAST, _UNKNOWN, _COMMON = b"g=first", b"g=last", b"g=none", b"g=common"
_EDGES = (b"-2edge", b"-1edge", b"1edge", b"2edge")
_LONGEST_RUN, _LAST_PLACE = 5, 3
"""How far the length of a run counts, and the place in it."""


@dataclass(frozen=True, slots=True)
class Word(Generic[Part]):
    """One word as the tagger sees it wherever it stands, and what it says to those beside it."""

    large: bool
    """It may be a name: it has other than small letters, and is no mark."""
    upper: bool
    """It opens on a capital."""
    shouted: bool
    links: bool
    """It may stand inside a name, small as it is."""
    phrases: bool
    """They know phrases that open on it."""
    telling: bool
    """Any of these: it has something to tell of itself or of others."""
    own: Part
    row: list[Part]
    """All that is seen of it where it is small among small words."""
    marks: Marks[Part] | None
    """What the gazetteers know of it where it is in no phrase; None when it cannot open a name."""
    two_before: Part
    before: Part
    after: Part
    two_after: Part


@dataclass(frozen=True, slots=True)
class Marks(Generic[Part]):
    """What the gazetteers know of a word, as that word is told it and as its neighbours are."""

    here: Part
    before: Part
    after: Part


class _Remembered(dict[Key, Value]):
    """What a function returned, by its argument."""

    def __init__(self, function: Callable[[Key], Value]) -> None:
        self._function = function

    def __missing__(self, key: Key) -> Value:
        value = self[key] = self._function(key)
        return value


class Featurizer(Generic[Part]):
    """Turns the words of a sentence into what the tagger sees of each, with the gazetteers as evidence.

    A word's features are not put together one by one: they come in parts, such as all that the word before
    says, that are the same wherever that word stands. `made` says what becomes of a part, once: to train,
    the features themselves (:func:`features`); to tag, the row of a matrix that holds their weights.
    """

    def __init__(self, gazetteers: Gazetteers, made: Callable[[Features], Part]) -> None:
        self.gazetteers = gazetteers
        self._made = made
        self._words = _Remembered(self._word)
        self._marks = _Remembered(self._marks_of)
        self._runs = _Remembered(self._run_of)
        self._run_before = _Remembered(self._run_before_of)
        self._run_after = _Remembered(self._run_after_of)
        self._called = {kind: made((b"called:" + kind.encode(),)) for kind in (*NOUN_KINDS, "age")}
        self._said = {kind: made((b"said:" + kind.encode(),)) for kind in NOUN_KINDS}
        self._places = [
            [made((b"run=%d|%d" % (length, place),)) for place in range(_LAST_PLACE + 1)]
            for length in range(_LONGEST_RUN + 1)
        ]
        self._cap, self._cap_first, self._shouting = map(made, ((b"cap",), (b"cap_first",), (b"shouting",)))
        none = made(())
        edges = [made((edge,)) for edge in _EDGES]
        self._edge = Word(False, False, False, False, False, False, none, [none], None, *edges)

    @property
    def remembered(self) -> int:
        """How many words and runs of words are held."""
        return len(self._words) + len(self._runs)

    def rows(self, words: Sequence[str]) -> list[list[Part]]:
        """Return the parts of each word's features, in order."""
        here = [self._words[word] for word in words]
        told = self._told(words, here)
        return [told.get(i, word.row) for i, word in enumerate(here)]

    def rows_in_doubt(self, words: Sequence[str]) -> dict[int, list[Part]]:
        """Return the parts, by the words' places, of those that a model must be asked about.

        Small words among small words are no names, and what stands beyond two of them has no say in what
        stands here: the best path through the others is the same without them.
        """
        here = [self._words[word] for word in words]
        told = self._told(words, here)
        asked: dict[int, list[Part]] = {}
        for i, row in told.items():
            if i and i - 1 not in asked:
                asked[i - 1] = here[i - 1].row
            asked[i] = row
            if i + 1 < len(here) and i + 1 not in told:
                asked[i + 1] = here[i + 1].row
        return asked

    def _told(self, words: Sequence[str], here: Sequence[Word[Part]]) -> dict[int, list[Part]]:
        """Return the parts of the words that are told of more than themselves, in order."""
        telling = [i for i, word in enumerate(here) if word.telling]
        large = [i for i in telling if here[i].large]
        if not large:
            return {}
        known = self._known_names(words, here, telling)
        runs = self._found_runs(words, here, large)
        shouting = sum([here[i].shouted for i in telling]) > 0.6 * len(here)
        edge = self._edge
        padded = [edge, edge, *here, edge, edge]
        places = {place for i in large for place in (i - 1, i, i + 1)}
        places.update([i for i in telling if here[i].links])
        found: dict[int, list[Part]] = {}
        for i in sorted(places - {-1, len(here)}):
            word = here[i]
            row = found[i] = [word.own]
            if word.large:
                if i in known:
                    row.append(known[i].here)
                if i in runs:
                    row += runs[i]
                if word.upper:
                    row.append(self._cap if i else self._cap_first)
                if shouting:
                    row.append(self._shouting)
                row += (
                    padded[i].two_before,
                    padded[i + 1].before,
                    padded[i + 3].after,
                    padded[i + 4].two_after,
                )
            else:
                row += (padded[i + 1].before, padded[i + 3].after)
            if i - 1 in known:
                row.append(known[i - 1].before)
            if i + 1 in known:
                row.append(known[i + 1].after)
        return found

    def _word(self, text: str) -> Word[Part]:
        """Return what a word says wherever it stands."""
        made, tables = self._made, self.gazetteers
        word = text.replace("’", "'")
        low, shape = word.lower(), word_shape(word)
        large, upper = not text.islower() and text[:1].isalnum(), text[:1].isupper()
        named, shouted, links = (
            upper or text[:3] == "al-",
            text.isupper() and len(text) > 1,
            text in RUN_LINKS,
        )
        own = made(own_features(word, low, shape) if large else encoded(["bias", "small", f"w={word}"]))
        return Word(
            large=large,
            upper=upper,
            shouted=shouted,
            links=links,
            phrases=named and tables.longest_at(text) > 0,
            telling=large or named or shouted or links,
            own=own,
            row=[own],
            marks=self._marks[self._alone(text.lower())] if named else None,
            two_before=made(encoded([f"-2w={low}"])),
            before=made(beside_features(-1, low, shape)),
            after=made(beside_features(1, low, shape)),
            two_after=made(encoded([f"2w={low}"])),
        )

    def _alone(self, low: str) -> Features:
        """Return what the gazetteers know of a word that is in no phrase."""
        names = self._namesakes(low)
        return names or (_COMMON if low in self.gazetteers.common_words else _UNKNOWN,)

    def _namesakes(self, low: str) -> Features:
        """Return whether a word is a given name, a surname or both."""
        first = (_FIRST,) if low in self.gazetteers.first_names else ()
        return (*first, _LAST) if low in self.gazetteers.last_names else first

    def _marks_of(self, marks: Features) -> Marks[Part]:
        made = self._made
        return Marks(
            here=made(marks),
            before=made(tuple([b"-1" + mark for mark in marks])),
            after=made(tuple([b"+1" + mark for mark in marks])),
        )

    def _known_names(
        self, words: Sequence[str], here: Sequence[Word[Part]], places: Iterable[int]
    ) -> dict[int, Marks[Part]]:
        """Return what the gazetteers know of the words at some places, alone and as parts of a phrase."""
        found: dict[int, Marks[Part]] = {}
        phrases: defaultdict[int, list[bytes]] = defaultdict(list)
        covered = 0
        for i in places:
            word = here[i]
            if word.marks is None:
                continue
            match = self.gazetteers.match_at(words, i) if word.phrases and i >= covered else None
            if match is None and i >= covered:
                found[i] = word.marks
                continue
            phrases[i] += self._namesakes(words[i].lower())
            if match is not None:
                covered, known = match
                length = "1" if covered - i == 1 else "n"
                for name_class in sorted(known.classes):
                    for j in range(i, covered):
                        phrases[j].append(f"g={name_class}{length}{'B' if j == i else 'I'}".encode())
        for i, marks in phrases.items():
            found[i] = self._marks[tuple(marks)]
        return found

    def _found_runs(
        self, words: Sequence[str], here: Sequence[Word[Part]], places: Iterable[int]
    ) -> dict[int, list[Part]]:
        """Return, for each word of a capitalised run that begins at some place, how the whole run looks."""
        found: dict[int, list[Part]] = {}
        end = 0
        for i in places:
            if i < end or not here[i].upper:
                continue
            end = _run_end(here, i)
            shared = [self._runs[tuple(words[i:end])]]
            if i:
                shared.append(self._run_before[words[i - 1]])
            if end < len(words):
                shared.append(self._run_after[words[end]])
                shared += self._apposition(words, i, end)
            marks = self._places[min(_LONGEST_RUN, end - i)]
            for j in range(i, end):
                found[j] = [*shared, marks[min(_LAST_PLACE, j - i)]]
        return found

    def _run_of(self, words: tuple[str, ...]) -> Part:
        run = [word.lower() for word in words]
        shared = [f"runlast={run[-1]}"]
        if run[-1] in ORGANISATION_ENDINGS:
            shared.append("runorgend")
        if any(word in ORGANISATION_HEADS for word in run):
            shared.append("runorghead")
        if run[-1] in PLACE_ENDINGS:
            shared.append("runplaceend")
        if run[0] in self.gazetteers.first_names:
            shared.append(f"runfirst={min(3, len(run))}")
        if run[0] in HONORIFICS or run[0] in ABBREVIATED_TITLES or run[0] in ROLE_NOUNS:
            shared.append("runtitle")
        return self._made(encoded(shared))

    def _run_before_of(self, word: str) -> Part:
        low = word.lower()
        return self._made(encoded([f"runbefore={low}", *(f"runbefore:{name}" for name in classes(low))]))

    def _run_after_of(self, word: str) -> Part:
        return self._made(encoded([f"runafter={word.lower()}"]))

    def _apposition(self, words: Sequence[str], start: int, end: int) -> list[Part]:
        """Return what a phrase between commas after a run, or before it, seems to call it."""
        found = []
        if words[end] == "," and end + 1 < len(words):
            low = words[end + 1].lower()
            if low in DETERMINERS or low in ROLE_NOUNS or low in ORGANISATION_NOUNS:
                found.append(self._called[noun_kind(words, end + 1, 1)])
            elif low.isdigit():
                found.append(self._called["age"])
        if start > 1 and words[start - 1] == ",":
            found.append(self._said[noun_kind(words, start - 2, -1)])
        return found


def featurizer_for_training(gazetteers: Gazetteers) -> Featurizer[Features]:
    """Return a featurizer whose parts are the features themselves."""
    return Featurizer(gazetteers, lambda features: features)


def features(featurizer: Featurizer[Features], words: Sequence[str]) -> list[list[bytes]]:
    """Return the features of each word, in order, in UTF-8 as CRFsuite takes them."""
    return [list(chain.from_iterable(row)) for row in featurizer.rows(words)]


def _run_end(words: Sequence[Word[Part]], start: int) -> int:
    """Return the index after the run of capitalised words, small links included, that begins at `start`."""
    end = start + 1
    while end < len(words):
        if words[end].upper:
            end += 1
        elif words[end].links and end + 1 < len(words) and words[end + 1].upper:
            end += 2
        else:
            break
    return end
