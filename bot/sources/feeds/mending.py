"""Feeds as they are sent, made fit for a parser: dangers cut away, common damage mended, all of it bounded.

All of it is a few scans over the text, before anything is parsed. No declaration of an entity reaches a
parser.
"""

from __future__ import annotations

import html.entities
import re
from dataclasses import dataclass, field
from xml.parsers import expat

from bot.sources.failures import FeedError

MAX_DEPTH = 200
"""Elements inside each other; feeds have about 6, those with XHTML inside 30."""
MAX_ATTRIBUTES = 200
"""Attributes of one element; a parser takes three seconds for 20,000."""
MAX_PREFIXES = 100
"""Different namespace prefixes; a parser looks through all of them for each element."""
MAX_LOOSE = 600_000
"""Characters of a broken feed that are read: what can be read only loosely is read slowly."""

_HEAD = 20_000
"""Characters at the beginning in which the first element is looked for."""
_TAIL = 2_000
"""Characters at the end in which the end of the first element is looked for."""
_ROOT = re.compile(
    r"<(?:[\w.-]{1,40}:)?(?P<name>rss|rdf|feed|channel|urlset|sitemapindex|opml|html|body)(?=[\s>/])", re.I
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

# what does not end runs to the end of the text: else it would be looked through from each of its beginnings
_SKIPPED = r"<!\[CDATA\[(?:.*?\]\]>|(?P<open>.*))|<!--(?:.*?-->|(?P<open_>.*))|<\?(?:.*?\?>|(?P<open__>.*))"
_TAGS = re.compile(rf"{_SKIPPED}|<(?P<end>/)?(?P<name>[A-Za-z_][^\s<>/]*+)(?P<rest>[^<>]*+)>", re.DOTALL)
_UNCLOSED = frozenset("br hr img p li input meta dd dt td tr th wbr area col embed param source link".split())
"""HTML that people leave open; in a broken feed each would count as one level more."""
_ATTRIBUTE = re.compile(r"""=\s*["']""")
_PREFIX_DECLARED = re.compile(r"xmlns:([\w.-]{1,40})\s*=")
_PREFIX_USED = re.compile(r"</?([A-Za-z_][\w.-]{0,39}):[A-Za-z_]")
_REFERENCE = re.compile(
    rf"{_SKIPPED}|&(?:(?P<name>[A-Za-z][A-Za-z0-9]{{0,31}});|\#(?P<number>[xX]?[0-9A-Fa-f]{{1,12}});)?",
    re.DOTALL,
)

_NAMESPACES = {
    "media": "http://search.yahoo.com/mrss/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "itunes": "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}


@dataclass(slots=True)
class Markup:
    """The text of an XML feed from its first element on."""

    root: str
    """The first element's name in lower case, without prefix: "rss", "feed", "rdf", "urlset" …"""
    text: str
    well_formed: bool = False
    warnings: list[str] = field(default_factory=list)


def find_root(text: str) -> Markup | None:
    """Return the text from its first known element on, None when there is none near its beginning.

    What stands before goes: the XML declaration (it is text by now), a document type with its entities,
    comments, and what a server printed there by mistake.
    """
    match = _ROOT.search(text, 0, _HEAD)
    if match is None and (doctype := re.search(r"(?i)<!DOCTYPE\s[^\[>]{0,1000}\[", text[:_HEAD])):
        # a long list of entities
        match = _ROOT.search(text, doctype.end())
    if match is None:
        return None
    return Markup(match["name"].lower(), _NOT_XML.sub("", text[match.start() :]))


def mend(markup: Markup, *, max_items: int) -> None:
    """Cut a feed to `max_items` whole items, close it where it breaks off, and mend what commonly is wrong.

    Raises :class:`FeedError` where it is built to hurt a parser.
    """
    cut_items(markup, max_items)
    refuse_monsters(markup)
    if is_well_formed(markup.text):
        markup.well_formed = True
        return
    markup.text = _declare_prefixes(_mend_references(markup.text))
    if is_well_formed(markup.text):
        markup.well_formed = True
    elif len(markup.text) > MAX_LOOSE:
        markup.text = markup.text[:MAX_LOOSE]
        _close(markup)


def refuse_monsters(markup: Markup) -> None:
    """Raise :class:`FeedError` for elements nested too deep and for elements with too many attributes.

    The text is cut off where a comment or a CDATA section begins that does not end.
    """
    depth = 0
    for match in _TAGS.finditer(markup.text):
        name = match["name"]
        if name is None:
            if match.end() == len(markup.text) and match.lastgroup:
                markup.text = markup.text[: match.start()]
                break
        elif match["end"]:
            depth = max(depth - 1, 0)
        else:
            rest = match["rest"]
            if len(rest) > 1_000 and len(_ATTRIBUTE.findall(rest)) > MAX_ATTRIBUTES:
                raise FeedError(
                    f"An element in it has more than {MAX_ATTRIBUTES} attributes: no feed has that."
                )
            if not rest.endswith("/") and name.lower() not in _UNCLOSED:
                depth += 1
                if depth > MAX_DEPTH:
                    raise FeedError(f"Its elements are nested more than {MAX_DEPTH} deep: no feed does that.")
    if len(set(_PREFIX_DECLARED.findall(markup.text))) > MAX_PREFIXES:
        raise FeedError(f"It declares more than {MAX_PREFIXES} namespaces: no feed does that.")


def cut_items(markup: Markup, max_items: int) -> None:
    """Leave out what comes after the first `max_items` items, and an item that breaks off."""
    name = {"feed": "entry", "urlset": "url", "sitemapindex": "sitemap"}.get(markup.root, "item")
    ends = [match.end() for match in re.finditer(rf"(?i)</(?:[\w.-]{{1,40}}:)?{name}\s*>", markup.text)]
    if len(ends) > max_items:
        markup.text = markup.text[: ends[max_items - 1]] + markup.text[ends[-1] :]
        markup.warnings.append(f"Only the first {max_items:,} of its {len(ends):,} items were read.")
    tail = max(len(markup.text) - _TAIL, 0)
    closed = re.compile(rf"(?i)</(?:[\w.-]{{1,40}}:)?{markup.root}\s*>").search(markup.text, tail)
    if closed:
        # servers append scripts and notes
        markup.text = markup.text[: closed.end()]
    else:
        _close(markup, ends[:max_items])


def _close(markup: Markup, ends: list[int] | None = None) -> None:
    name = "entry" if markup.root == "feed" else "item"
    if ends is None:
        ends = [match.end() for match in re.finditer(rf"(?i)</(?:[\w.-]{{1,40}}:)?{name}\s*>", markup.text)]
    if not ends:
        return
    prefixed = re.match(r"<([\w.:-]+)", markup.text)
    root = prefixed[1] if prefixed else markup.root
    inner = "</channel>" if markup.root == "rss" and "</channel>" not in markup.text else ""
    markup.text = f"{markup.text[: ends[-1]]}{inner}</{root}>"
    markup.warnings.append(f"The feed breaks off after {len(ends):,} item{'s' if len(ends) > 1 else ''}.")


def is_well_formed(text: str) -> bool:
    """Tell whether a strict parser reads a text to its end."""
    parser = expat.ParserCreate("utf-8", " ")
    # pyexpat reads no external entity when no handler asks for one, and there is no internal one any more
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError:
        return False
    return True


def _mend_references(text: str) -> str:
    """Replace HTML's names of letters, and escape ampersands that name nothing, outside of CDATA sections."""

    def mended(match: re.Match[str]) -> str:
        found = match[0]
        if found[0] == "<" or found in ("&lt;", "&gt;", "&amp;", "&quot;", "&apos;"):
            return found
        if name := match["name"]:
            letter = html.entities.html5.get(f"{name};")
            return letter if letter and not set(letter) & set("<>&\"'") else f"&amp;{found[1:]}"
        if number := match["number"]:
            return _letter(number)
        return "&amp;"

    return _REFERENCE.sub(mended, text)


def _letter(number: str) -> str:
    try:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        letter = chr(code)
    except (ValueError, OverflowError):
        return ""
    if _NOT_XML.match(letter):
        return ""
    return f"&#{code};"


def _declare_prefixes(text: str) -> str:
    """Declare the namespaces that a feed uses and does not name."""
    declared = {*_PREFIX_DECLARED.findall(text), "xml", "xmlns"}
    missing = list(dict.fromkeys(name for name in _PREFIX_USED.findall(text) if name not in declared))
    if not missing or len(missing) > MAX_PREFIXES:
        return text
    added = "".join(f' xmlns:{name}="{_NAMESPACES.get(name, f"urn:{name}")}"' for name in missing)
    return re.sub(r"^<[\w.:-]+", lambda match: match[0] + added, text, count=1)
