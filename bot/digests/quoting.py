"""Which sentences of its stories a digest quotes: whole ones, as many as fit into one message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import Article, Quote, StoredArticle

MOST_CHARACTERS = 2600
"""Of all quotes of a digest together: Discord takes 4,000 in a message, and headlines need theirs."""
LONG_SENTENCE = 400
"""Characters, so that the view has nothing to cut; a longer one is quoted only where there is no other."""
LEAD_QUOTES = (3, 2, 2)
"""How many sentences the first stories may have; each later one has one."""


def quotable(article: Article) -> list[int]:
    """Return the sentences to quote from an article, the best first, long ones last.

    They are its summary's, but those that are understood only beside their neighbours give way to the best
    that can be quoted alone: a digest may have room for one and not for the other.
    """
    alone = [sentence for sentence in article.summary if sentence in article.ranking]
    others = [sentence for sentence in article.ranking if sentence not in alone]
    told = [sentence for sentence in range(len(article.sentences)) if sentence not in article.boilerplate]
    chosen = (alone + others)[: len(article.summary)] or article.summary or told
    places = {sentence: place for place, sentence in enumerate(article.ranking)}
    return sorted(
        (sentence for sentence in chosen if 0 < _length(article, sentence) <= MOST_CHARACTERS),
        key=lambda sentence: (
            _length(article, sentence) > LONG_SENTENCE,
            places.get(sentence, len(places)),
            sentence,
        ),
    )


def choose_quotes(stories: Sequence[StoredArticle]) -> list[tuple[Quote, ...]]:
    """Return each story's quotes, in text order, for stories in order of importance.

    Every story gets its first sentence before any gets a second. A story whose sentences do not fit any more
    gets none, and is better left for the next digest.
    """
    chosen: list[list[int]] = [[] for _ in stories]
    left = MOST_CHARACTERS
    for number in range(max(LEAD_QUOTES)):
        for place, (story, mine) in enumerate(zip(stories, chosen, strict=True)):
            allowed = LEAD_QUOTES[place] if place < len(LEAD_QUOTES) else 1
            if number >= allowed or len(mine) < number:
                continue
            sentence = _next_fitting(story.article, mine, left)
            if sentence is not None:
                mine.append(sentence)
                left -= _length(story.article, sentence)
    return [
        tuple(_quote(story, sentence) for sentence in sorted(mine))
        for story, mine in zip(stories, chosen, strict=True)
    ]


def _next_fitting(article: Article, taken: Sequence[int], left: int) -> int | None:
    most = min(left, LONG_SENTENCE) if taken else left
    return next(
        (
            sentence
            for sentence in quotable(article)
            if sentence not in taken and _length(article, sentence) <= most
        ),
        None,
    )


def _length(article: Article, sentence: int) -> int:
    span = article.sentences[sentence]
    return span.end - span.start


def _quote(story: StoredArticle, sentence: int) -> Quote:
    span = story.article.sentences[sentence]
    return Quote(text=story.article.quote(sentence), article=story.id, start=span.start, end=span.end)
