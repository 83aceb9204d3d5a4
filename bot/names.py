"""When two spellings are one name: the normal forms that the index stores and questions are compared by."""

from __future__ import annotations

import re
import unicodedata

_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?=\s|$)")
_WORD = re.compile(r"\w+")


def name_words(name: str) -> list[str]:
    """Return a name's words for comparing: lower case, without accents, possessives or punctuation."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    if not plain.isascii():
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    if "'" in plain:
        plain = _POSSESSIVE.sub("", plain).replace("'", "")
    return _WORD.findall(plain)


def name_key(name: str) -> str:
    """Return the form by which two spellings of a name are the same."""
    return " ".join(name_words(name))
