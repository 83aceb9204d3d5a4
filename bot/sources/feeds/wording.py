"""Titles and texts, compared by their words alone."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’‘ʼ`´](?=\w)")
_OUTLET = re.compile(r"\s+[|·•»–—-]\s+((?:(?!\s[|·•»–—-]\s)[^|·•»]){2,60})$")


def words_of(text: str) -> list[str]:
    """Return the words of a text without case, accents of typography, and punctuation."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(_APOSTROPHE.sub("", text))


def without_outlet(title: str, source: str | None, url: str) -> str:
    """Return a title without the outlet's name behind it ("… - The Harbour Post", "… | Post")."""
    match = _OUTLET.search(title)
    if match is None:
        return title
    name = "".join(words_of(match[1]))
    host = "".join(_WORD.findall(url.casefold().split("/")[2])) if url.count("/") > 1 else ""
    is_outlet = bool(source) and name == "".join(words_of(source or ""))
    if is_outlet or (len(name) > 2 and name.removeprefix("the") in host):
        return title[: match.start()]
    return title
