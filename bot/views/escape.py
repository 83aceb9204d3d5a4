"""Text that others wrote, made safe to show: nothing in it can ping, link, format or hide.

Discord's Markdown takes a backslash before any punctuation as "print this". A mention is resolved on the
server as well, where a backslash does not count, so mentions are broken with a zero-width space besides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

MAX_URL = 400
"""Longer addresses are shown unlinked: they count towards the message's 4,000 characters."""

_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800"
"""Letters by category, invisible in print."""

_INLINE = re.compile(
    r"""[\\*_~`|<\[\]]              # code, emphasis, spoilers, <@mentions>, <t:times>, [links](…)
    | :(?=//|:|[^\s:]+:)            # addresses and :emoji:
    | \.(?=gg/|com/invite)          # invitations, which Discord finds without a scheme
    | @(?=everyone|here|[!&]?\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINE_START = re.compile(r"^(\s*)([-+#>])|^(\s*\d+)([.)])(?=\s|$)", re.MULTILINE)


def clean(text: str) -> str:
    """Drop what cannot be seen: controls, zero-width, direction overrides; blanks but newlines are spaces."""
    text = text.replace("\r\n", "\n")
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character in "\n\r\u2028\u2029\x85":
        return "\n"
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return "" if category in {"Cc", "Cf"} or character in _BLANK_LETTERS else character


def escape(text: str) -> str:
    """Return `text` so that Discord prints it as it is, line breaks included."""
    escaped = _INLINE.sub(_break, clean(text))
    return _LINE_START.sub(lambda match: rf"{match[1] or match[3] or ''}\{match[2] or match[4]}", escaped)


def _break(match: re.Match[str]) -> str:
    return "@\u200b" if match[0] == "@" else rf"\{match[0]}"


def flat(text: str) -> str:
    """Return the visible words of `text` on one line, not yet escaped."""
    return " ".join(clean(text).split())


def escape_line(text: str) -> str:
    """Return `text` on one line, escaped."""
    return escape(flat(text))


def emphasise(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return `text` on one line, escaped, the half-open `spans` of it in bold."""
    parts: list[str] = []
    done = 0
    for start, end in _merged(text, spans):
        parts += [escape(_one_line(text[done:start])), f"**{escape(_one_line(text[start:end]))}**"]
        done = end
    parts.append(escape(_one_line(text[done:])))
    return "".join(parts).strip()


def _one_line(fragment: str) -> str:
    """Flatten a fragment, keeping a space at its edges."""
    return re.sub(r"\s+", " ", clean(fragment))


def _merged(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans inside `text`, joined where they touch, without blanks at their edges."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(len(text), end)) for start, end in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    trimmed = []
    for start, end in merged:
        while start < end and not _prints(text[start]):
            start += 1
        while start < end and not _prints(text[end - 1]):
            end -= 1
        if start < end:
            trimmed.append((start, end))
    return trimmed


def _prints(character: str) -> bool:
    return bool(_visible(character).strip())


def safe_url(url: str | None) -> str | None:
    """Return an address fit for a link, or None: only http(s), with a plain host, and of a sane length."""
    # of all that is blank, a plain space alone counts as printable
    if not url or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    # a user name before the host ("https://bbc.com@evil.example") is only ever a disguise in news
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or "[" in parts.netloc:
        return None
    if not re.fullmatch(r"[\w.-]+", host):
        return None
    try:
        safe = quote(url, safe="/:?#!$&'*+,;=@%-._~")
    except UnicodeEncodeError:
        return None
    return safe if len(safe) <= MAX_URL else None


def link(text: str, url: str | None) -> str:
    """Return `text` escaped, linked when the address is safe; an embed is never asked for."""
    label, address = escape_line(text), safe_url(url)
    return f"[{label}](<{address}>)" if address and label else label
