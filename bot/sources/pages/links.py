"""The links in what somebody wrote."""

from __future__ import annotations

import re

MOST_LINKS = 3
_LINK = re.compile(r"https?://[^\s<>\"'`|\\^{}\[\]]+", re.IGNORECASE)
_CLOSING = ".,;:!?*_~'\""


def links_in(text: str) -> tuple[str, ...]:
    """Return the web addresses in a text, each once, in their order, without what ends the sentence."""
    found = []
    for match in _LINK.finditer(text):
        address = match[0].rstrip(_CLOSING)
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip(_CLOSING)
        found.append(address)
    return tuple(dict.fromkeys(found))
