"""What a user typed, as terms: quoted for FTS5, and found again in a sentence."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.errors import QueryError
from bot.query.irregular import BASE_FORMS, IRREGULAR_FORMS
from bot.words import STOP_WORDS
from bot.words import stem as stem_of

MAX_LENGTH = 1_000
MAX_TERMS = 16
TOGETHER = 12
"""Words: about half a sentence."""

_TOKEN = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<words>[^\s"]+))')
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_UNPARTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, the Japanese syllabaries, Han: by their blocks of Unicode."""
_SAME_LETTERS = str.maketrans("ςſµ", "σsμ")
"""Small letters that are other forms of another, as FTS5 sees it."""
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'"})


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question: as typed (lower case, no accents) and its stem."""

    word: str
    stem: str

    def expression(self) -> str:
        """Return the FTS5 expression for the word in all its forms; FTS5 knows the regular ones."""
        forms = dict.fromkeys([self.word, *IRREGULAR_FORMS.get(BASE_FORMS.get(self.word, self.word), ())])
        joined = " OR ".join(_quoted([form]) for form in forms)
        return f"({joined})" if len(forms) > 1 else joined


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a question or search: what to find, in which order, and what must not be there."""

    terms: tuple[Term, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()

    def all_of(self) -> str:
        """Return the FTS5 expression for articles with all terms."""
        return self._expression(" AND ")

    def any_of(self) -> str:
        """Return the FTS5 expression for articles with any term."""
        return self._expression(" OR ")

    def in_headline(self) -> str:
        """Return the FTS5 expression for articles with all terms in the headline."""
        return f"headline : ({self._expression(' AND ')})"

    def together(self) -> str:
        """Return the FTS5 expression for articles with all terms within :data:`TOGETHER` words."""
        near = f"NEAR({' '.join(_quoted([term.word]) for term in self.terms)}, {TOGETHER})"
        for phrase in self.excluded:
            near = f"({near}) NOT {_quoted(phrase)}"
        return near

    def none_of(self) -> str | None:
        """Return the FTS5 expression for articles with anything excluded; None when nothing is."""
        return " OR ".join(map(_quoted, self.excluded)) or None

    def _expression(self, joint: str) -> str:
        wanted = [term.expression() for term in self.terms]
        wanted_phrases = [_quoted(phrase) for phrase in self.phrases]
        expression = " AND ".join([*wanted_phrases, *([f"({joint.join(wanted)})"] if wanted else [])])
        for phrase in self.excluded:
            expression = f"({expression}) NOT {_quoted(phrase)}"
        return expression


def straight_quotes(text: str) -> str:
    """Return the text with typographic quotation marks replaced by those of a keyboard, one for one."""
    return text.translate(_QUOTES)


def parse_words(text: str, *, ignored: frozenset[str] = frozenset(), needed: bool = True) -> Words:
    """Return the words of free text, with "phrases" and -exclusions.

    Stop words and `ignored` words are left out unless nothing else is there. Raises :class:`QueryError` when
    there is no word at all, unless none is `needed`, or when the text is longer than :data:`MAX_LENGTH`.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"That is {len(text):,} characters long; {MAX_LENGTH:,} are the most I can look for."
        )
    loose: list[str] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    for match in _TOKEN.finditer(text.translate(_QUOTES)):
        words = tuple(plain_words(match["phrase"] if match["phrase"] is not None else match["words"]))
        if not words:
            continue
        if match["minus"]:
            excluded.append(words)
        elif match["phrase"] is not None:
            phrases.append(words)
        else:
            loose.extend(words)
    telling = [
        word
        for word in loose
        if word not in STOP_WORDS and word not in ignored and (len(word) > 1 or has_unparted_words(word))
    ]
    chosen = list(dict.fromkeys(telling or ([] if phrases else loose)))[:MAX_TERMS]
    if needed and not chosen and not phrases:
        raise QueryError("There is no word in that to look for: name a person, a place or a subject.")
    terms = tuple(Term(word, stem(word)) for word in chosen)
    return Words(terms, tuple(phrases[:MAX_TERMS]), tuple(excluded[:MAX_TERMS]))


def phrase_expression(text: str) -> str | None:
    """Return the FTS5 expression for a word in all its forms, or for a phrase as it is typed.

    Whatever else stands there is left out; None when there is no word. Of a very long phrase the first
    :data:`MAX_TERMS` words count.
    """
    words = plain_words(text[:MAX_LENGTH])[:MAX_TERMS]
    if not words:
        return None
    return Term(words[0], stem(words[0])).expression() if len(words) == 1 else _quoted(words)


def plain_words(text: str) -> list[str]:
    """Return the words of a text as they are compared: no possessives, parted at apostrophes as by FTS5."""
    straight = re.sub(r"'s\b", "", text.translate(_QUOTES), flags=re.IGNORECASE)
    return [plain(word) for word in _WORD.findall(straight)]


def spans_of(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield (start, end, word, stem) for each word of a text."""
    for match in _WORD.finditer(text):
        word = plain(match.group())
        yield match.start(), match.end(), word, stem(word)


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the form that "bought" shares with "buys", "election" with "elections"."""
    return stem_of(BASE_FORMS.get(word, word))


def plain(word: str) -> str:
    """Return a word as FTS5 compares it (unicode61, remove_diacritics 2).

    In lower case, and Latin letters without accents; but й, ά or a Korean syllable stay what they are.
    """
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    return "".join(map(_folded, lowered.translate(_SAME_LETTERS))) or lowered


def _folded(letter: str) -> str:
    if "\u0300" <= letter <= "\u036f":
        return ""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


def has_unparted_words(text: str) -> bool:
    """Say whether there is writing without spaces (Chinese, Japanese, Thai and their like).

    FTS5's unicode61 parts words at spaces and punctuation alone, so that a run of such letters is one word to
    it, found only where it stands by itself.
    """
    return _UNPARTED.search(text) is not None


def all_terms(words: Words) -> tuple[Term, ...]:
    """Return the terms with those of the phrases; small words count only where a phrase has no others."""
    inside = (
        Term(word, stem(word))
        for phrase in words.phrases
        for word in [each for each in phrase if each not in STOP_WORDS] or phrase
    )
    return tuple(dict.fromkeys((*words.terms, *inside)))


def _quoted(words: Iterable[str]) -> str:
    # inside quotes FTS5 reads words only; a word holds no quote, as _WORD matches letters and digits alone
    return '"' + " ".join(words) + '"'
