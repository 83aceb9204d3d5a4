"""Names of things that are no person, body or place: storms, ships, spacecraft.

They look like names of persons ("Milton") or bodies ("Eastern Star"); only the text around them tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .gazetteers import Gazetteers
from .lexicon import ROLE_NOUNS, STORM_WORDS, VESSEL_NOUNS
from .tagger import Span

Words = tuple[str, ...]

SHIP_PREFIXES = frozenset("USS HMS HMNZS HMAS HMCS INS USNS USCGC RRS MV MS SS RMS".split())

_ARTICLES = frozenset("the a an its their".split())
_POSSESSIVES = frozenset({"'s", "’s"})
_STORM_PARTS = frozenset(
    "approach core eye eyewall landfall outer path rain rains remnants track winds".split()
)
_STORM_DEEDS = re.compile(
    r"(?:barrell?ed|battered|bore|churn(?:ed|s)|intensified|lashed|made|makes|pounded|pummell?ed|roared|slammed"
    r"|strengthen(?:ed|s)|struck|weaken(?:ed|s))\Z"
)
_LEAST_STORM_WORDS = 2


def storms(texts: Sequence[Words]) -> frozenset[str]:
    """Return the names that a document, given as the words of its chunks, has for storms.

    "Milton" is one after "Hurricane"; and where a text speaks of a storm but never says both, a lone name
    that has an eye, or made landfall, is one as well.
    """
    vocabulary = set().union(*texts)
    if STORM_WORDS.isdisjoint(map(str.lower, vocabulary)):
        return frozenset()
    given = {
        name
        for words in texts
        for word, name in pairwise(words)
        if word.lower() in STORM_WORDS and word[:1].isupper() and name[:1].isupper()
    }
    if given or sum(word.lower() in STORM_WORDS for words in texts for word in words) < _LEAST_STORM_WORDS:
        return frozenset(given)
    return frozenset(name for words in texts for name in _raging(words))


def _raging(words: Words) -> Iterator[str]:
    """Yield the capitalised words that do what storms do."""
    for i, (word, after) in enumerate(pairwise(words)):
        if not word.istitle() or (i and words[i - 1].istitle()):
            continue
        beyond = words[i + 2] if i + 2 < len(words) else ""
        has_part = after in _POSSESSIVES and beyond.lower() in _STORM_PARTS
        lands = after.lower() in {"made", "makes"} and beyond.lower() == "landfall"
        rages = after.lower() not in {"made", "makes"} and _STORM_DEEDS.match(after.lower())
        if has_part or lands or rages:
            yield word


def vessels(document: Sequence[tuple[Words, Sequence[Span]]], gazetteers: Gazetteers) -> frozenset[Words]:
    """Return the marked names that a document, as (words, names), gives to ships and spacecraft.

    They stand after what they are ("the tanker Eastern Star", "a tanker, the Eastern Star,"), or begin with
    "USS" and the like.
    """
    return frozenset(
        words[span.start : span.end]
        for words, spans in document
        for span in spans
        if is_vessel(words, span) and not gazetteers.lookup(words[span.start : span.end])
    )


def is_vessel(words: Words, span: Span) -> bool:
    """Say whether the words before a name, or its first, show that a ship or spacecraft bears it."""
    if words[span.start] in SHIP_PREFIXES or (span.start and words[span.start - 1] in SHIP_PREFIXES):
        return True
    i = span.start - 1
    if i > 0 and words[i].lower() in _ARTICLES and words[i - 1] == ",":
        i -= 2
        after = words[span.end] if span.end < len(words) else "."
        return i >= 0 and words[i] in VESSEL_NOUNS and after in {",", ".", ";", ")"}
    # "the ferry captain Ana Ruiz" sails one
    return i >= 0 and words[i] in VESSEL_NOUNS and words[i] not in ROLE_NOUNS and words[i].islower()
