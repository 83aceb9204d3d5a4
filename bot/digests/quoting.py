"""Which sentences of its stories a digest quotes: whole ones, as many as fit into one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.models import Article, Length, Quote, StoredArticle

MOST_CHARACTERS = 2600
"""Of all quotes of a message together: Discord takes 4,000 in it, and headlines need theirs."""
LONG_SENTENCE = 400
"""Characters, so that the view has nothing to cut; a longer one is quoted only where there is no other."""
LEAD_QUOTES: Mapping[Length, tuple[int, ...]] = {"short": (3, 2, 2), "normal": (3, 2, 2), "long": (4, 2, 2)}
"""How many sentences the first stories may have; each later one has one."""
BRIEF_QUOTES = (2, 2, 2)
"""The same of those in brief, on their own page."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """An article, and those of its sentences that may be quoted, the best first."""

    article: StoredArticle
    sentences: tuple[int, ...]


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


def choose_quotes(stories: Sequence[Speaker], allowed: Sequence[int]) -> list[tuple[Quote, ...]]:
    """Return each story's quotes, in text order, for stories in the order in which they are shown.

    `allowed`: how many sentences the first stories may have; each later one has one. Every story gets its
    first sentence before any gets a second. A story whose sentences do not fit any more gets none.
    """
    chosen: list[list[int]] = [[] for _ in stories]
    left = MOST_CHARACTERS
    for number in range(max(allowed, default=1)):
        for place, (story, mine) in enumerate(zip(stories, chosen, strict=True)):
            most = allowed[place] if place < len(allowed) else 1
            if number >= most or len(mine) < number:
                continue
            sentence = _next_fitting(story, mine, left)
            if sentence is not None:
                mine.append(sentence)
                left -= length_of(story.article.article, sentence)
    return [
        tuple(_quote(story.article, sentence) for sentence in sorted(mine))
        for story, mine in zip(stories, chosen, strict=True)
    ]


def _next_fitting(story: Speaker, taken: Sequence[int], left: int) -> int | None:
    most = min(left, LONG_SENTENCE) if taken else left
    return next(
        (
            sentence
            for sentence in story.sentences
            if sentence not in taken and length_of(story.article.article, sentence) <= most
        ),
        None,
    )


def length_of(article: Article, sentence: int) -> int:
    """Return how many characters a sentence has."""
    span = article.sentences[sentence]
    return span.end - span.start


def _quote(story: StoredArticle, sentence: int) -> Quote:
    span = story.article.sentences[sentence]
    return Quote(text=story.article.quote(sentence), article=story.id, start=span.start, end=span.end)
