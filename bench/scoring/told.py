"""What a reader told of an article, as far as it is scored."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models import Article
from bot.reading import find_gist

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """The answers of one article; offsets count code points of its text, half-open."""

    sentences: tuple[Span, ...] = ()
    summary: tuple[int, ...] = ()
    """Indices of sentences."""
    mentions: frozenset[tuple[int, int, str]] = frozenset()
    """Start, end, kind."""
    dates: tuple[tuple[int, int, str], ...] = ()
    """Start, end, TIMEX3 value."""
    who: str = ""
    what: str = ""
    when: str = ""
    """The first answer of each; "" is none. `when` begins with "YYYY-MM-DD"."""


def told_by(article: Article) -> Told:
    """Return what the reader found, the first who, what and when alone."""
    gist = find_gist(article)
    return Told(
        sentences=tuple((each.start, each.end) for each in article.sentences),
        summary=article.summary,
        mentions=frozenset(
            (mention.start, mention.end, entity.kind)
            for entity in article.entities
            for mention in entity.mentions
        ),
        dates=tuple((each.start, each.end, each.value) for each in article.dates),
        who=next(iter(gist.who), ""),
        what=next(iter(gist.what), ""),
        when=gist.when[0][0].isoformat() if gist.when else "",
    )
