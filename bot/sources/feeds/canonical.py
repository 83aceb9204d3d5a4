"""One form for all spellings of an address, to compare them by; never to fetch one."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

_TRACKING = re.compile(
    r"(?i)(?:utm_.+|mtm_.+|pk_.+|piwik_.+|hsa_.+|_hs(?:enc|mi)|mc_[ce]id|at_(?:medium|campaign|custom\d|link_.+"
    r"|format|ptr_name|bbc_team)|ns_(?:mchannel|source|campaign|linkname|fee)|[fgt]clid|gclsrc|dclid|[gw]braid|fbclid"
    r"|msclkid|twclid|ttclid|yclid|igshid?|mibextid|li_fat_id|s_cid|cmp(?:id)?|icid|ito|ocid|ncid|sr_share|smid|smtyp"
    r"|partner|emc|nl|te|taid|wprss|traffic_source|xtor|spm|ref|ref_?src|ref_url|referr?er|source|src|rss|feed(?:id)?"
    r"|ftag|ftcamp|intcmp|guccounter|guce_.+|mod|mkt_tok|share|shared?_?id|sh|trk|via|__twitter_impression|_ga|_gl"
    r"|amp|amp_js_v|outputtype|rand|sref|st|reflink|rssid|origin|cid|mbid|bxid|esrc|dicbo|leadsource|campaign_?id?)"
)
"""Names of query parameters that say where a reader comes from, not what the page is."""

_KEPT_VALUES = re.compile(r"(?i)(?:\d{3,}|[0-9a-f]{8}-[0-9a-f-]{27})")
"""Where a name on the list may be an article's number after all ("?cid=48213")."""

_AMBIGUOUS = frozenset(
    ("cid", "src", "source", "st", "mod", "share", "sh", "te", "nl", "ref", "origin", "feed")
)
_SUBDOMAIN = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.]))+")
_HOST = re.compile(r"[^\s/?#@\x00-\x20\x7f-\xa0]+")
_AMP_PATH = re.compile(r"(?i)(?:/amp|\.amp)(?=$|\.html$)")
_FRONT = re.compile(r"(?i)/?(?:(?:index|home|default)(?:\.\w{2,5})?)?/?")


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str:
    """Return one form for all spellings of an article's address; for comparing, not for fetching.

    https, host in lower case without "www.", "m." or "amp.", neither default port nor user nor fragment nor
    tracking parameters, the query sorted, no trailing slash. What is no http(s) address comes back stripped.
    """
    url = url.strip()
    if url[:8].lower().startswith(("http://", "https://")):
        url = "".join(url.split())
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(parts.hostname or ""):
        return url
    host = _SUBDOMAIN.sub("", (parts.hostname or "").rstrip("."))
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    path = _AMP_PATH.sub("", _decoded(parts.path).rstrip("/")).rstrip("/")
    query = urlencode(sorted(_telling(parts.query)))
    fragment = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"https://{host}{path}{'?' + query if query else ''}{fragment}"


def is_front_page(url: str, feed_url: str) -> bool:
    """Tell whether an address is a site's front page, or the feed's own: no article's."""
    canonical = canonical_url(url)
    if canonical == canonical_url(feed_url):
        return True
    if not canonical.startswith("https://"):
        return False
    path, _, query = canonical[8:].partition("/")[2].partition("?")
    return "?" not in canonical and not query and bool(_FRONT.fullmatch(path)) and "#" not in canonical


def _telling(query: str) -> list[tuple[str, str]]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return [(query, "")]
    return [
        (name, value)
        for name, value in pairs
        if not _TRACKING.fullmatch(name) or (name.lower() in _AMBIGUOUS and _KEPT_VALUES.fullmatch(value))
    ]


def _decoded(path: str) -> str:
    """Return a path in which "%7E" and "~" are the same; what means something else stays escaped."""
    if "%" not in path:
        return path
    return re.sub(r"%[0-9a-fA-F]{2}", lambda match: _letter(match[0]), path)


def _letter(escape: str) -> str:
    letter = unquote(escape)
    return letter if letter.isascii() and (letter.isalnum() or letter in "-._~,:@!$'()*") else escape.upper()
