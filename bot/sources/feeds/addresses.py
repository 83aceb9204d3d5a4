"""The links of feeds and pages, made absolute and safe to show."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin

from bot.sources.article_file import MAX_URL, web_address

_SPACE = re.compile(r"[\t\r\n]+\s*|\s*[\t\r\n]+")
_UNSAFE = re.compile(r"""[\s<>"`\\^{|}\x00-\x20\x7f-\xa0\u2028\u2029]""")
_ABSOLUTE = re.compile(r"(?i)https?://[^/]")


def absolute_url(link: str, base: str) -> str | None:
    """Return a link as an absolute http(s) address, resolved against `base`; None when it is none.

    Line breaks inside are taken out, letters that no address may hold are escaped; "javascript:", "data:" and
    their like are dropped, and so is what is longer than 2,000 characters.
    """
    if not link or len(link) > 4 * MAX_URL:
        return None
    link = _SPACE.sub("", link.strip()).replace("&amp;", "&")
    if not link or link.startswith("#"):
        return None
    if not _ABSOLUTE.match(link):
        try:
            link = urljoin(base, link)
        except ValueError:
            return None
    if _UNSAFE.search(link) or not link.isprintable():
        link = _UNSAFE.sub(lambda match: quote(match[0], safe=""), link)
    return web_address(link)
