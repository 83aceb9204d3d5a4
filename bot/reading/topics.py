"""Topic labels: weighted words and phrases, counted more in headline and lead, against a threshold."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from bot.models import Article, Topic, TopicLabel
from bot.words import to_words

HEADLINE_FACTOR = 3.0
LEAD_FACTOR = 1.5
BODY_FACTOR = 0.5
LEAD_PARAGRAPHS = 2
LEAD_CHARACTERS = 700
"""The lead is no longer, also where the text has no paragraphs."""
MAX_COUNT = 3
"""A word said more often adds no more."""
LONGEST_PHRASE = 4
EXCLUDED_WEIGHT = -2.0
LEAST_SHARE = 0.3
"""A topic with less of the clearest one's score is only touched upon."""
PUBLISHER_SCORE = 1.5
"""What a label that the publisher gave counts."""

_PARAGRAPH_END = re.compile(r"\n\s*\n")


class TopicScorer:
    """Built once from the topics; labels any number of articles. Changed topics need no re-reading."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._topics = topics
        weights: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
        for topic in topics.values():
            for phrase, weight in topic.words.items():
                weights[_normal(phrase)][topic.name] = weight
            for phrase in topic.excluded:
                weights[_normal(phrase)][topic.name] = EXCLUDED_WEIGHT
        weights.pop((), None)
        self._weights = dict(weights)
        # the longest phrase that begins with a word, so that most words are looked up once
        self._longest: dict[str, int] = defaultdict(int)
        for words in self._weights:
            self._longest[words[0]] = max(self._longest[words[0]], min(len(words), LONGEST_PHRASE))

    def label(self, article: Article) -> tuple[TopicLabel, ...]:
        """Return the article's topics, clearest first; a score of 1 is just enough."""
        document = article.document
        lead_end = _lead_end(document.text)
        scores: dict[str, float] = defaultdict(float)
        for text, factor in (
            (document.headline, HEADLINE_FACTOR),
            (document.text[:lead_end], LEAD_FACTOR),
            (document.text[lead_end:], BODY_FACTOR),
        ):
            for phrase, count in Counter(self._phrases(to_words(text))).items():
                for topic, weight in self._weights[phrase].items():
                    scores[topic] += weight * min(count, MAX_COUNT) * factor
        relative = {name: scores[name] / topic.threshold for name, topic in self._topics.items()}
        for name in self._publisher_topics(document.topics):
            relative[name] = max(relative[name], 1.0) + PUBLISHER_SCORE
        best = max(relative.values(), default=0.0)
        labels = [
            TopicLabel(name, round(score, 3))
            for name, score in relative.items()
            if score >= 1.0 and score >= best * LEAST_SHARE
        ]
        return tuple(sorted(labels, key=lambda each: (-each.score, each.topic)))

    def _phrases(self, words: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Yield the known phrases, the longest at each place; none lies inside another."""
        folded = [_singular(word) for word in words]
        place = 0
        while place < len(folded):
            for length in range(self._longest.get(folded[place], 0), 0, -1):
                phrase = tuple(folded[place : place + length])
                if phrase in self._weights:
                    yield phrase
                    place += len(phrase)
                    break
            else:
                place += 1

    def _publisher_topics(self, given: Iterable[str]) -> set[str]:
        wanted = {topic.casefold() for topic in given}
        return {
            name for name, topic in self._topics.items() if name in wanted or topic.title.casefold() in wanted
        }


def _lead_end(text: str) -> int:
    """Return where the first paragraphs end."""
    ends = [match.start() for match in islice(_PARAGRAPH_END.finditer(text), LEAD_PARAGRAPHS)]
    end = ends[-1] if len(ends) == LEAD_PARAGRAPHS else len(text)
    if end <= LEAD_CHARACTERS:
        return end
    # not in the middle of a word
    space = text.rfind(" ", 0, LEAD_CHARACTERS)
    return space if space > 0 else LEAD_CHARACTERS


def _normal(phrase: str) -> tuple[str, ...]:
    return tuple(_singular(word) for word in to_words(phrase))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
