"""Text that is a web page's source: its tags are looked past, and no sentence with one in it is quoted.

Nothing is taken out: offsets count in the text as it was given. Sources turn pages into text; this is for
text that comes with tags in it all the same.
"""

from __future__ import annotations

import re

_BLOCKS = (
    "address article aside blockquote body br caption dd div dl dt figcaption figure footer form h[1-6] head"
)
_BLOCKS += " header hr html li main nav ol p pre section table tbody td tfoot th thead title tr ul"
_INLINE = (
    "a abbr audio b big button center cite code del em font i iframe img input ins kbd label link mark meta"
)
_INLINE += " option picture q s select small source span strike strong sub sup svg time tt u video"

_UNSEEN = re.compile(r"<(?:!--|(?P<name>script|style|noscript)\b)", re.IGNORECASE)
_UNSEEN_END = {
    "!--": re.compile("-->"),
    **{name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "noscript")},
}
_TAG = re.compile(
    rf"""
      (?P<block> </?(?:{"|".join(_BLOCKS.split())})(?:\s[^<>]{{0,1000}})?/?> | <!doctype[^<>]{{0,200}}> )
    | </?(?:{"|".join(_INLINE.split())})(?:\s[^<>]{{0,1000}})?/?>
    | &(?:[a-z]{{2,8}}|\#\d{{1,6}}|\#x[0-9a-f]{{1,5}});
    """,
    re.IGNORECASE | re.VERBOSE,
)


def without_markup(text: str) -> str:
    """Return the text with blanks where tags and character references are, each character in its place.

    A tag that ends a line or a paragraph of the page becomes a blank line. Text without markup is returned
    as it is.
    """
    if "<" not in text and "&" not in text:
        return text
    return _TAG.sub(_blank, _without_unseen(text))


def _without_unseen(text: str) -> str:
    """Blank comments, scripts and styles; each that is never closed is left as it is, in linear time."""
    parts: list[str] = []
    done = place = 0
    endless: set[str] = set()
    while opening := _UNSEEN.search(text, place):
        name = (opening["name"] or "!--").lower()
        place = opening.end()
        if name in endless:
            continue
        closing = _UNSEEN_END[name].search(text, place)
        if closing is None:
            endless.add(name)
            continue
        parts += text[done : opening.start()], _gap(closing.end() - opening.start())
        done = place = closing.end()
    return "".join((*parts, text[done:])) if parts else text


def _blank(match: re.Match[str]) -> str:
    length = match.end() - match.start()
    return _gap(length) if match["block"] else " " * length


def _gap(length: int) -> str:
    """Return a blank line that is `length` characters long."""
    return "\n\n".ljust(length)
