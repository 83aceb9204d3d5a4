"""From a feed's item, and where it helps the page behind it, to the article."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.models import Document
from bot.sources.feeds.items import first_words
from bot.sources.feeds.model import FeedItem
from bot.sources.pages.model import Page

SHORT_TEXT = 600
"""Characters; a feed that gives less gives the beginning, or an article so short that asking costs little."""

PART_OF_PAGE = 0.6
"""A feed's text below this share of the page's is a teaser, whatever its length."""

_ASTRAY = timedelta(days=1)
"""No clock that is wrong by its time zone alone is further ahead."""

_BRACKET = r"\[\s*(?:…|\.{2,}|\+?\d+ chars)\s*\]"
# capitals tell "Read more" from children who "should read more books"
_INVITATION = (
    r"(?:(?:Continue|CONTINUE|Keep) (?:[Rr]eading|READING)\b.{0,40}"
    r"|(?:Read|READ) (?:[Mm]ore|MORE|[Oo]n)\b.{0,40}"
    r"|(?:Read|View|Get|See) (?:the |all of the )?(?:[Ff]ull|[Ee]ntire|[Rr]est|[Ww]hole)\b.{0,60}"
    r"|(?:Full|More) (?:story|article|coverage)\W*|Subscribe to (?:read|continue)\b.{0,60}"
    r"|(?:The )?(?:[Pp]ost|[Aa]rticle) .{1,300} appeared first on .{1,80})"
)
_BEFORE = r"(?:^|(?<=[\s.!?…]))"
_CUT_OFF = re.compile(rf"(?:…|\.\.\.|{_BRACKET}|{_BEFORE}{_INVITATION})\s*$")
_TRAILING = re.compile(rf"(?:{_BRACKET}|{_BEFORE}{_INVITATION})\s*$")


def is_teaser(item: FeedItem) -> bool:
    """Tell whether an item gives only the beginning of its article, so that its page is worth fetching."""
    return len(item.content) < SHORT_TEXT or bool(_CUT_OFF.search(item.content[-400:]))


def to_document(
    item: FeedItem,
    page: Page | None = None,
    feed_title: str | None = None,
    *,
    fetched: datetime,
    origin: str = "",
) -> Document | None:
    """Return the article of an item: the page's text where the feed gives a teaser, else the feed's own.

    `page` is what the item's address answers, None where it was not fetched or could not be read;
    `feed_title` names the outlet where neither item nor page does. `fetched`, an aware datetime, stands in
    for a missing date (`published_guessed`). `origin` is told to the operator; the item's address when "".
    The document is marked `teaser` where no more than the beginning was had. None when it has no words.
    """
    own = _without_trailing(item.content or item.summary)
    text = own
    cut = is_teaser(item)
    if page is not None and len(page.text) > len(own) and (cut or len(own) < PART_OF_PAGE * len(page.text)):
        text = page.text
    if not any(letter.isalnum() for letter in text):
        return None
    teaser = _is_beginning(item, page, own, from_page=text is not own)
    published = item.published or (page.published if page else None)
    if page and page.published and published and item.day_only and not page.day_only:
        # the feed names the day, the page the hour
        published = page.published if page.published.date() == published.date() else published
    published, guessed = publish_time(published, fetched)
    return Document(
        headline=item.title or (page.headline if page else first_words(text)),
        text=text,
        published=published,
        published_guessed=guessed,
        byline=item.byline or (page.byline if page else None),
        source=item.source or (page.outlet if page else None) or feed_title or None,
        url=(page.canonical_url if page else None) or item.url,
        topics=item.categories,
        language=_language(item, page),
        origin=origin or item.url or "",
        picture=item.picture or (page.picture if page else None),
        teaser=teaser,
    )


def publish_time(published: datetime | None, fetched: datetime) -> tuple[datetime, bool]:
    """Return when an item was published, and whether that is a guess.

    What has no date was published when it was fetched. So was what says that it will be published later: some
    hours ahead is a clock or time zone gone wrong, and more is no date of this article at all.
    """
    fetched = fetched.astimezone(UTC)
    if published is None:
        return fetched, True
    return min(published, fetched), published > fetched + _ASTRAY


def _is_beginning(item: FeedItem, page: Page | None, own: str, *, from_page: bool) -> bool:
    """Tell whether no more than the beginning of the article was had."""
    if from_page and page is not None:
        return page.paywalled
    if _CUT_OFF.search(item.content[-400:]):
        return True
    paid = item.paywalled or (page is not None and page.paywalled)
    return paid and len(own) < 3 * SHORT_TEXT


def _without_trailing(text: str) -> str:
    """Return a text without "Read more" and the like at its end, which nobody should be shown as news."""
    before = None
    while before != text:
        before, text = text, text[:-400] + _TRAILING.sub("", text[-400:]).rstrip()
    return text


def _language(item: FeedItem, page: Page | None) -> str:
    named = item.language or (page.language if page else None) or "en"
    return named.partition("-")[0]
