"""Languages by their names, as an admin chooses which ones a digest may have."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import NoReturn

from bot.digests.options.typed import join, listing, shown, split
from bot.errors import QueryError

MOST_LANGUAGES = 10
LONGEST_TEXT = 400

NAMES: Mapping[str, str] = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian",
    "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish",
    "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fo": "Faroese", "fr": "French",
    "ga": "Irish", "gd": "Scottish Gaelic", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ka": "Georgian",
    "kk": "Kazakh", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz",
    "la": "Latin", "lb": "Luxembourgish", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian",
    "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay",
    "mt": "Maltese", "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi",
    "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sa": "Sanskrit", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "so": "Somali",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu",
    "tg": "Tajik", "th": "Thai", "ti": "Tigrinya", "tk": "Turkmen", "tl": "Tagalog", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "yi": "Yiddish",
    "yo": "Yoruba", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip
"""ISO 639-1."""

_OTHERWISE: Mapping[str, str] = {
    "burmese": "my", "castilian": "es", "farsi": "fa", "filipino": "tl", "flemish": "nl", "gaelic": "ga",
    "in": "id", "iw": "he", "mandarin": "zh", "moldovan": "ro", "myanmar": "my", "nb": "no", "nn": "no",
    "panjabi": "pa", "sh": "sr", "valencian": "ca",
}  # fmt: skip
_ALL = frozenset({"all", "any", "every", "all languages", "any language", "*"})


def parse_languages(text: str) -> tuple[str, ...]:
    """Return the codes of the languages named ("English, de"), by code; none of them: all languages.

    A tag of a country ("pt-BR") is of its language. Raises :class:`QueryError`.
    """
    codes: set[str] = set()
    for piece in split(text, longest=LONGEST_TEXT, noun="a list of languages"):
        wanted = piece.text.casefold()
        if wanted in _ALL:
            continue
        codes.update(_codes(wanted) or _unknown(piece.text))
    if len(codes) > MOST_LANGUAGES:
        raise QueryError(
            f"{len(codes)} languages are too many: name at most {MOST_LANGUAGES}, or none for all of them."
        )
    return tuple(sorted(codes))


def languages_as_typed(codes: Sequence[str]) -> str:
    """Return what :func:`parse_languages` takes back."""
    return join(language_name(code) for code in codes)


def language_name(code: str) -> str:
    """Return a language's English name, or the code itself where it is not known here."""
    return NAMES.get(code, code)


_BY_NAME = {name.casefold(): code for code, name in NAMES.items()} | dict(_OTHERWISE)


def _codes(wanted: str) -> list[str]:
    """Return the language of that name, or those of several with spaces or "and" between them."""
    if code := _code(wanted):
        return [code]
    codes = [_code(word) for word in wanted.split() if word not in {"and", "&"}]
    return [code for code in codes if code] if all(codes) else []


def _code(wanted: str) -> str | None:
    if wanted in _BY_NAME:
        return _BY_NAME[wanted]
    tag = wanted.replace("_", "-").partition("-")[0]
    return tag if tag in NAMES else _OTHERWISE.get(tag) if len(tag) == 2 else None


def _unknown(typed: str) -> NoReturn:
    near = difflib.get_close_matches(typed.casefold(), _BY_NAME, n=2, cutoff=0.7)
    meant = listing((NAMES[_BY_NAME[name]] for name in near), "or")
    hint = f"did you mean {meant}?" if near else "write English names or codes, such as English, de, fr."
    raise QueryError(f"I know no language {shown(typed)}; {hint}")
