"""When two spellings are one name: the normal forms that the index stores and questions are compared by."""

from __future__ import annotations

import re
import unicodedata


def name_words(name: str) -> list[str]:
    """Return a name's words for comparing: lower case, without accents, possessives or punctuation."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"\w+", re.sub(r"'s\b|(?<=s)'(?=\s|$)", "", plain).replace("'", ""))


def name_key(name: str) -> str:
    """Return the form by which two spellings of a name are the same."""
    return " ".join(name_words(name))
