"""From HTML to the plain text that items and pages hold. Bounded in depth and size; no I/O."""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from bot.sources.plain_text import replace_surrogates

MAX_HTML = 400_000
"""Characters of HTML that are read; the rest is cut off. The longest articles have a tenth of it."""

MAX_TEXT = 200_000
"""Characters of text that are given back."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Control characters, invisible ones and those that turn the direction of what follows."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--[^<]{0,2000}?-->|<!\[CDATA\[|\]\]>")
_ANY_TAG = re.compile(r"<[a-zA-Z/!?]")
_BLOCK_TAG = re.compile(r"(?i)<(?:p|br|div|li|h[1-6]|tr|blockquote|article|section|pre)\b")
_ESCAPED_TAG = re.compile(
    r"(?i)</?(?:p|br|div|a|strong|em|b|i|span|img|li|ul|ol|h[1-6]|figure|blockquote)\b[^<>]*>"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
_BLANK_LINE = re.compile(r"\n\s*\n")

_DROPPED = frozenset(
    "script style noscript template iframe object embed applet svg math canvas audio video map"
    " form button select textarea input datalist nav head title figcaption dialog menu frameset noframes"
    " progress meter".split()
)
_BLOCKS = frozenset(
    "p div li ul ol dl dt dd h1 h2 h3 h4 h5 h6 tr table thead tbody tfoot caption blockquote pre article"
    " section aside header footer main figure hr address center details summary fieldset body html".split()
)
_CELLS = frozenset(("td", "th"))
_EMBEDS = re.compile(
    r"(?i)\b(?:twitter-(?:tweet|video)|instagram-media|tiktok-embed|bluesky-embed|fb-(?:post|video)|reddit-embed\w*"
    r"|mastodon-embed|threads-post|text-post-media|imgur-embed-pub|wp-embedded-content|sharedaddy|jp-relatedposts"
    r"|social-share|share-buttons|visually-hidden|screen-reader-text|sr-only|newsletter-signup)\b"
)
_HIDDEN_STYLE = re.compile(r"(?i)(?:display\s*:\s*none|visibility\s*:\s*hidden)")


def text_of_html(html: str) -> str:
    """Return the plain text of a piece of HTML: paragraphs parted by one blank line, each a single line.

    List items and table rows are paragraphs of their own. Scripts, styles, hidden parts, forms, captions and
    posts of social networks are left out. Entities are decoded once more where the whole was escaped twice.
    Text that holds no HTML comes back nearly for free.
    """
    text = html[:MAX_HTML]
    if _ANY_TAG.search(text):
        text = _extract(text)
        if _ESCAPED_TAG.search(text):
            # a piece of HTML that was escaped twice
            text = _extract(text)
    elif "&" in text:
        text = entities.unescape(text)
        if _ESCAPED_TAG.search(text):
            text = _extract(text)
    if _ENTITY.search(text):
        text = entities.unescape(text)
    if _ESCAPED_TAG.search(text):
        text = _TAG.sub(" ", text)
    return clean_paragraphs(text)[:MAX_TEXT].rstrip()


def line_of_html(html: str, *, limit: int = 500) -> str:
    """Return the plain text of a title or a name as one line of at most `limit` characters.

    Titles come as text, as HTML and escaped twice, and no feed says which.
    """
    text = html[: 20 * limit]
    for _ in range(3):
        if "<" in text:
            text = _TAG.sub(" " if _BLOCK_TAG.search(text) else "", text)
        if "&" not in text:
            break
        decoded = entities.unescape(text)
        if decoded == text:
            break
        text = decoded
    if "<" in text:
        text = _TAG.sub("", text)
    return shorten(" ".join(clean_letters(text).split()), limit)


def shorten(text: str, limit: int) -> str:
    """Return a line of at most `limit` characters, cut between words and ended by "…" where it was longer."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:–—-") + "…"


def clean_letters(text: str) -> str:
    """Return a text without what cannot be seen, in Unicode's composed form."""
    if text.isascii():
        return _INVISIBLE.sub("", text) if not text.isprintable() else text
    if _SURROGATE.search(text):
        text = replace_surrogates(text)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def clean_paragraphs(text: str) -> str:
    """Return a text's paragraphs parted by one blank line, white space single."""
    text = clean_letters(text)
    if "\n" not in text and "\r" not in text and "\x85" not in text:
        return " ".join(text.split())
    blocks = _BLANK_LINE.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n\n".join(line for block in blocks if (line := " ".join(block.split())))


# --- the tree -----------------------------------------------------------------------------------------------


def parse_html(html: str, parsing: type[etree.HTMLParser] = etree.HTMLParser) -> etree._Element | None:
    """Return the root of an HTML text, without its comments; None when there is nothing in it. No network.

    `parsing` is the parser's class: `lxml.html.HTMLParser` makes the elements that trafilatura takes.
    """
    # libxml2 ends a text at a NUL and cannot take half a letter
    data = clean_letters(html).encode("utf-8", "replace")
    parser = parsing(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def _extract(html: str) -> str:
    root = parse_html(html)
    if root is None:
        return _TAG.sub(" ", html)
    if not _BLOCK_TAG.search(html):
        # no paragraphs are marked: blank lines part them, as in plain text
        return "".join(_pieces(root, keep_lines=True))
    return "".join(_pieces(root, keep_lines=False))


def _pieces(root: etree._Element, *, keep_lines: bool) -> Iterator[str]:
    """Yield the text of a tree, with blank lines where blocks begin and end; without recursion."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            if tag in _DROPPED or (element.attrib and _is_hidden(element)):
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                yield "\n\n"
            elif tag == "br":
                yield "\n"
            if element.text:
                yield element.text if keep_lines else _one_line(element.text)
            continue
        if tag in _BLOCKS:
            yield "\n\n"
        elif tag in _CELLS:
            yield " "
        if element.tail:
            yield element.tail if keep_lines else _one_line(element.tail)


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ") if "\n" in text or "\r" in text else text


def _is_hidden(element: etree._Element) -> bool:
    attributes = element.attrib
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style, names = attributes.get("style"), attributes.get("class")
    return bool((style and _HIDDEN_STYLE.search(style)) or (names and _EMBEDS.search(names)))
