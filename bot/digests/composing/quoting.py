"""Which sentences of its stories a digest quotes: whole ones, as many as fit into one message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.models import Article, Length, Quote, StoredArticle

MOST_CHARACTERS = 2600
"""Of all quotes of a message together: Discord takes 4,000 in it, and headlines need theirs."""
LONG_SENTENCE = 400
"""Characters, so that the view has nothing to cut; a longer one is quoted only where there is no other."""
LEAD_QUOTES: Mapping[Length, tuple[int, ...]] = {"short": (3, 2, 2), "normal": (3, 2, 2), "long": (4, 2, 2)}
"""How many sentences the first stories may have; each later one has one."""
BRIEF_QUOTES = (2, 2, 2)
"""The same of those in brief, on their own page."""


def quotable(article: Article) -> list[int]:
    """Return the sentences to quote from an article, the best first, long ones last.

    They are its summary's, but those that are understood only beside their neighbours give way to the best
    that can be quoted alone: a digest may have room for one and not for the other.
    """
    alone = [sentence for sentence in article.summary if sentence in article.ranking]
    others = [sentence for sentence in article.ranking if sentence not in alone]
    told = [sentence for sentence in range(len(article.sentences)) if sentence not in article.boilerplate]
    chosen = (alone + others)[: len(article.summary)] or article.summary or told
    return best_first(article, chosen)


def best_first(article: Article, sentences: Sequence[int]) -> list[int]:
    """Return those of some sentences that fit into a message, the best first, long ones last."""
    places = {sentence: place for place, sentence in enumerate(article.ranking)}
    return sorted(
        (sentence for sentence in sentences if 0 < length_of(article, sentence) <= MOST_CHARACTERS),
        key=lambda sentence: (
            length_of(article, sentence) > LONG_SENTENCE,
            places.get(sentence, len(places)),
            sentence,
        ),
    )


def quotes_of(stored: StoredArticle, sentences: Iterable[int]) -> tuple[Quote, ...]:
    """Return sentences of an article as quotes, in the order given."""
    return tuple([_quote(stored, sentence) for sentence in sentences])


def choose_quotes(stories: Sequence[Sequence[Quote]], allowed: Sequence[int]) -> list[tuple[Quote, ...]]:
    """Return what is quoted of each story, in text order, for stories in the order in which they are shown.

    A story comes as what may be quoted of it, the best first. `allowed`: how many quotes the first stories
    may have; each later one has one. Every story gets its first quote before any gets a second. A story whose
    sentences do not fit any more gets none.
    """
    chosen: list[list[Quote]] = [[] for _ in stories]
    left = MOST_CHARACTERS
    for number in range(max(allowed, default=1)):
        for place, (story, mine) in enumerate(zip(stories, chosen, strict=True)):
            most = allowed[place] if place < len(allowed) else 1
            if number >= most or len(mine) < number:
                continue
            quote = _next_fitting(story, mine, left)
            if quote is not None:
                mine.append(quote)
                left -= len(quote.text)
    return [tuple(sorted(mine, key=lambda quote: quote.start)) for mine in chosen]


def _next_fitting(story: Sequence[Quote], taken: Sequence[Quote], left: int) -> Quote | None:
    most = min(left, LONG_SENTENCE) if taken else left
    return next((quote for quote in story if quote not in taken and len(quote.text) <= most), None)


def length_of(article: Article, sentence: int) -> int:
    """Return how many characters a sentence has."""
    span = article.sentences[sentence]
    return span.end - span.start


def _quote(story: StoredArticle, sentence: int) -> Quote:
    span = story.article.sentences[sentence]
    return Quote(text=story.article.quote(sentence), article=story.id, start=span.start, end=span.end)
