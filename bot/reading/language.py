"""Which language a text is written in: by its script, and by the small words that every sentence needs.

Cavnar and Trenkle's ranked n-grams (1994) and their heirs know more languages; they take a model of several
megabytes. For whole articles the closed-class words decide as well (Grefenstette, 1995), in a tenth of a
millisecond and without a dependency; see docs/dependencies.md for what was compared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from bot.reading.language_words import LETTERS, WORDS

ENGLISH = "en"
SAMPLE_CHARACTERS = 2_000
"""So much of a text is looked at: its language shows in the first sentences."""
LEAST_EVIDENCE = 1.2
"""A small word, or half a rare letter, counts 1 divided by the number of languages that have it."""
LEAST_SHARE = 0.08
"""Of a text's words, so many at least are small words of its language."""
LOYALTY = 1.5
"""Another language than the declared one needs so many times its evidence."""

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[@#]\w+")
_SIGNS_OF_ADDRESS = ("http", "www.", "@", "#")
_RARE_LETTER = re.compile(f"[{''.join(LETTERS)}]")
_WORD = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")
_SCRIPTS = {
    name: re.compile(f"[{characters}]")
    for name, characters in {
        "cyrillic": "\u0400-\u052f",
        "arabic": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
        "han": "\u3400-\u4dbf\u4e00-\u9fff",
        "ja": "\u3040-\u30ff",
        "ko": "\u1100-\u11ff\uac00-\ud7af",
        "el": "\u0370-\u03ff\u1f00-\u1fff",
        "he": "\u0590-\u05ff",
        "hi": "\u0900-\u097f",
        "bn": "\u0980-\u09ff",
        "pa": "\u0a00-\u0a7f",
        "gu": "\u0a80-\u0aff",
        "ta": "\u0b80-\u0bff",
        "te": "\u0c00-\u0c7f",
        "kn": "\u0c80-\u0cff",
        "ml": "\u0d00-\u0d7f",
        "si": "\u0d80-\u0dff",
        "th": "\u0e00-\u0e7f",
        "lo": "\u0e80-\u0eff",
        "my": "\u1000-\u109f",
        "ka": "\u10a0-\u10ff",
        "hy": "\u0530-\u058f",
        "am": "\u1200-\u137f",
        "km": "\u1780-\u17ff",
    }.items()
}
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_BEYOND_LATIN = re.compile("[\u0370-\u1cff\u1f00-\u1fff\u3040-\ud7af\ufb50-\ufeff]")
_LIKELY = {"cyrillic": "ru", "arabic": "ar", "han": "zh"}
"""What a script with several languages is, where no small word tells."""
_KANA_SHARE = 0.1
"""Japanese has at least so many kana to its Han characters; a Chinese text quotes few."""


def _by_word() -> dict[str, tuple[str, ...]]:
    table: defaultdict[str, list[str]] = defaultdict(list)
    for language, words in WORDS.items():
        for word in words:
            table[word].append(language)
    return {word: tuple(languages) for word, languages in table.items()}


_LANGUAGES_OF = _by_word()


def is_english(language: str) -> bool:
    """Whether a language tag ("en", "en-gb") is of English."""
    return language.partition("-")[0].lower() == ENGLISH


def detect_language(text: str, declared: str = ENGLISH) -> str:
    """Return the language of a text: the declared tag where it agrees or nothing speaks against it.

    Otherwise an ISO 639-1 code. In doubt (a few words, a list of names, two languages mixed, one that is not
    known here) what was declared stays. Any string is answered, in time that does not grow with it.

    >>> detect_language("Die Polizei sucht nach Zeugen, die den Bus gesehen haben.")
    'de'
    """
    sample = text[:SAMPLE_CHARACTERS]
    own = declared.partition("-")[0].lower()
    script = "" if sample.isascii() else _script(sample)
    if script and script not in _LIKELY:
        return declared if script == own or _shares_script(own, script) else script
    # within a script the least hint decides
    found = _by_small_words(sample, own, least=0.0 if script else LEAST_EVIDENCE)
    if found is None and script and (own == ENGLISH or own not in WORDS):
        found = _LIKELY[script]
    return declared if found is None or found == own else found


def _script(sample: str) -> str:
    """Return the script that most letters are of, by its language where it has one; "" for Latin or none."""
    latin = len(_LATIN.findall(sample))
    if len(_BEYOND_LATIN.findall(sample)) * 2 < latin:
        return ""
    counts = {name: len(pattern.findall(sample)) for name, pattern in _SCRIPTS.items()}
    if counts["ja"] and counts["ja"] >= _KANA_SHARE * counts["han"]:
        counts["ja"] += counts.pop("han")
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > latin else ""


def _shares_script(declared: str, script: str) -> bool:
    """Whether a declared language is written in the script of a better known one."""
    return declared in {"hi": ("mr", "ne", "sa"), "he": ("yi",), "bn": ("as",), "am": ("ti",)}.get(script, ())


def _by_small_words(sample: str, own: str, least: float) -> str | None:
    """Return the language that the small words of a text show, None when they show none."""
    lower = sample.lower()
    if any(map(lower.__contains__, _SIGNS_OF_ADDRESS)):
        lower = _ADDRESS.sub(" ", lower)
    words = _WORD.findall(lower)
    small = Counter(filter(_LANGUAGES_OF.__contains__, words))
    rare = Counter(() if lower.isascii() else _RARE_LETTER.findall(lower))
    evidence: defaultdict[str, float] = defaultdict(float)
    hits: defaultdict[str, float] = defaultdict(float)
    for count, languages, weight in (
        *((count, _LANGUAGES_OF[word], 1.0) for word, count in small.items()),
        *((count, LETTERS[letter], 0.5) for letter, count in rare.items()),
    ):
        for language in languages:
            evidence[language] += weight * count / len(languages)
            hits[language] += weight * count
    if not evidence:
        return None
    # of equals the one listed first
    known = (language for language in WORDS if language in evidence)
    best = max(known, key=lambda language: evidence[language] * (LOYALTY if language == own else 1))
    clear = evidence[best] >= least and hits[best] >= max(1.5, LEAST_SHARE * len(words))
    return best if clear or not least else None
