"""Topic labels: weighted words, phrases and names, counted more in headline and lead, against a threshold.

A list of weighted words can be read, explained and changed by whoever runs the bot; a trained classifier
cannot. `docs/topics.md` says how to write and tune one. The counting (a cap on repetition, parts of the text
weighed apart, long texts scaled down) follows what Robertson and Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond" (2009), say of term saturation, length and fields.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from bot.models import Article, Topic, TopicLabel
from bot.words import Pieces

HEADLINE_FACTOR = 3.0
LEAD_FACTOR = 1.5
BODY_FACTOR = 0.5
LEAD_PARAGRAPHS = 2
LEAD_CHARACTERS = 700
"""The lead is no longer, also where the text has no paragraphs."""
HEADLINE_WORDS = 12
LEAD_WORDS = 40
BODY_WORDS = 100
"""A part of more words counts as if it had these, for a long text holds some words of every topic. Chosen on
the half of `tests/reading/topics/headlines.tsv` that is for tuning, and on whole articles."""
MAX_COUNT = 3
"""A word said more often in one part adds no more."""
EXCLUDED_WEIGHT = -2.0
HINT_SHARE = 1 / 9
"""A word of no more than this share of the threshold is a hint: all hints together count no more than what
the other words say, so that no heap of everyday words makes a topic."""
LEAST_SHARE = 0.35
"""A topic with less of the clearest one's score is only touched upon."""
PUBLISHER_SCORE = 1.5
"""What a label that the publisher gave counts."""

_PARAGRAPH_END = re.compile(r"\n\s*\n")
# hyphens part words here, so that "coal-fired" speaks of coal and "play-off" is "play off"
_WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*")
_MAX_WORD_LENGTH = 60
_SHORTEST_STEM = 3

_Phrase = tuple[str, ...]
_Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What spoke for a topic, or (negative) against it: a phrase of `topics.toml` and its points."""

    topic: str
    phrase: str
    points: float
    """In units of the topic's threshold; hints in full, before they are held to what the other words say."""


class TopicScorer:
    """Built once from the topics; labels any number of articles. Changed topics need no re-reading."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._topics = topics
        self._lexicon = _Lexicon(topics)
        self._hint = {name: topic.threshold * HINT_SHARE for name, topic in topics.items()}

    def label(self, article: Article) -> tuple[TopicLabel, ...]:
        """Return the article's topics, clearest first; a score of 1 is just enough."""
        scores: dict[str, float] = dict.fromkeys(self._topics, 0.0)
        hints: dict[str, float] = dict.fromkeys(self._topics, 0.0)
        for _, weights, factor in self._hits(article):
            for topic, weight in weights.items():
                if 0.0 < weight <= self._hint[topic]:
                    hints[topic] += weight * factor
                else:
                    scores[topic] += weight * factor
        relative = {
            name: (scores[name] + min(hints[name], max(scores[name], 0.0))) / topic.threshold
            for name, topic in self._topics.items()
        }
        for name in self._publisher_topics(article.document.topics):
            relative[name] = max(relative[name], 1.0) + PUBLISHER_SCORE
        best = max(relative.values(), default=0.0)
        labels = [
            TopicLabel(name, round(score, 3))
            for name, score in relative.items()
            if score >= 1.0 and score >= best * LEAST_SHARE
        ]
        return tuple(sorted(labels, key=lambda each: (-each.score, each.topic)))

    def explain(self, article: Article) -> tuple[Evidence, ...]:
        """Return all that was counted, the weightiest first: for whoever tunes the topics."""
        points: dict[tuple[str, str], float] = defaultdict(float)
        for phrase, weights, factor in self._hits(article):
            for topic, weight in weights.items():
                points[topic, " ".join(phrase)] += weight * factor / self._topics[topic].threshold
        found = (Evidence(topic, phrase, round(value, 3)) for (topic, phrase), value in points.items())
        return tuple(sorted(found, key=lambda each: (-abs(each.points), each.topic, each.phrase)))

    def _hits(self, article: Article) -> Iterator[tuple[_Phrase, _Weights, float]]:
        """Yield each phrase found in each part, its weights, and what one point of weight counts there."""
        document = article.document
        lead_end = _lead_end(document.text)
        kinds = _Kinds(article)
        for text, factor, most_words in (
            (document.headline, HEADLINE_FACTOR, HEADLINE_WORDS),
            (document.text[:lead_end], LEAD_FACTOR, LEAD_WORDS),
            (document.text[lead_end:], BODY_FACTOR, BODY_WORDS),
        ):
            words, phrases = self._lexicon.phrases(text, kinds)
            if words > most_words:
                factor *= most_words / words
            for phrase, count in Counter(phrases).items():
                yield phrase, self._lexicon.weights[phrase], factor * min(count, MAX_COUNT)

    def _publisher_topics(self, given: Iterable[str]) -> set[str]:
        wanted = {topic.casefold() for topic in given}
        return {
            name for name, topic in self._topics.items() if name in wanted or topic.title.casefold() in wanted
        }


class _Kinds:
    """Which kinds of entity the reader found under a name in one article; looked up when first asked."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._found: dict[str, set[str]] | None = None

    def of(self, name: str) -> set[str]:
        if self._found is None:
            self._found = defaultdict(set)
            text = self._article.document.text
            for entity in self._article.entities:
                self._found[entity.name].add(entity.kind)
                for mention in entity.mentions:
                    self._found[text[mention.start : mention.end]].add(entity.kind)
        return self._found.get(name, set())


class _Word(NamedTuple):
    """A word of a text, and what the topics know of it."""

    printed: str
    folded: str
    """As the phrases have it."""
    lengths: Mapping[str, int]
    """How long the phrases are that it opens, by their second word."""
    opens_name: bool
    """It may open a name."""
    opens: bool
    """It opens a phrase, or may open a name."""


class _Lexicon:
    """All topics' phrases and names, to be found in one pass over the words of a text."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self.weights: dict[_Phrase, _Weights] = defaultdict(dict)
        """By phrase (words folded) or name (as written, its kind in brackets behind), then by topic."""
        self._stems: dict[str, _Weights] = defaultdict(dict)
        self._names: dict[_Phrase, list[tuple[str, _Phrase]]] = defaultdict(list)
        self._name_words: set[str] = set()
        self._known = Pieces(self._words_in)
        for topic in topics.values():
            self._add_words(topic)
            self._add_names(topic)
        self.weights.pop((), None)
        self.weights = dict(self.weights)
        self._spread_plurals()
        self._spread_stems()
        self._open_excluded(topics.values())
        self._lengths = _lengths(phrase for phrase in self.weights if phrase[-1][-1] != ")")
        self._longest_name = {first: max(by.values()) for first, by in _lengths(self._names).items()}

    def phrases(self, text: str, kinds: _Kinds) -> tuple[int, list[_Phrase]]:
        """Return how many words a text has, and the phrases in it: the longest at each place."""
        words = list(chain.from_iterable(self._known.of(text)))
        weights = self.weights
        found: list[_Phrase] = []
        free = 0
        for here in [place for place, word in enumerate(words) if word.opens]:
            if here < free:
                continue
            word = words[here]
            name: _Phrase = ()
            length = 0
            if word.opens_name:
                name, length = self._name_at(words, here, kinds)
            second = words[here + 1].folded if here + 1 < len(words) else ""
            longest = word.lengths.get(second) or word.lengths.get("", 0)
            for end in range(min(here + longest, len(words)), here + length, -1):
                phrase = tuple([each.folded for each in words[here:end]])
                if phrase in weights:
                    found.append(phrase)
                    free = end
                    break
            else:
                if name:
                    found.append(name)
                    free = here + length
        return len(words), found

    def _name_at(self, words: Sequence[_Word], place: int, kinds: _Kinds) -> tuple[_Phrase, int]:
        """Return the longest name that begins at a word, and how many words it has (0: there is none)."""
        first = self._bare(words[place].printed)
        longest = self._longest_name.get(first, 0)
        run = [self._bare(word.printed) for word in words[place : place + longest]]
        for length in range(len(run), 0, -1):
            name = tuple(run[:length])
            for kind, key in self._names.get(name, ()):
                if not kind or kind in kinds.of(" ".join(name)):
                    return key, length
        return (), 0

    def _bare(self, word: str) -> str:
        """Return a word without its possessive ending, unless that belongs to a name (McDonald's)."""
        return word if word in self._name_words else _without_possessive(word)

    def _add_words(self, topic: Topic) -> None:
        for phrase, weight in topic.words.items():
            if phrase.endswith("*"):
                self._stems[phrase[:-1].casefold()][topic.name] = weight
            else:
                self.weights[_normal(phrase)][topic.name] = weight
        for phrase in topic.excluded:
            self.weights[_normal(phrase)][topic.name] = EXCLUDED_WEIGHT

    def _add_names(self, topic: Topic) -> None:
        for (name, kind), weight in topic.entities.items():
            words = tuple(_WORD.findall(name.replace("’", "'")))
            self._name_words.update(words)
            key = (*words, f"({kind})") if kind else words
            if words:
                if key not in self.weights:
                    self._names[words].append((kind or "", key))
                self.weights[key][topic.name] = weight

    def _spread_plurals(self) -> None:
        """Give each plural that is listed for itself what its singular says, alone and at a phrase's end."""
        exact = {word for phrase in self.weights for word in phrase}
        plurals = {_singular(word): word for word in exact if _singular(word) != word}
        for phrase, weights in list(self.weights.items()):
            if plural := plurals.get(phrase[-1]):
                other = (*phrase[:-1], plural)
                self.weights[other] = weights | self.weights.get(other, {})

    def _spread_stems(self) -> None:
        """Make each stem a phrase, and give it to the words in whose phrases it would be lost."""
        exact = {word for phrase in self.weights for word in phrase}
        for stem, weights in self._stems.items():
            for word in exact:
                if word.startswith(stem):
                    self.weights[(word,)] = weights | self.weights.get((word,), {})
            self.weights[(stem + "*",)] = weights
        self._exact = exact

    def _open_excluded(self, topics: Iterable[Topic]) -> None:
        """Let what one topic excludes still say to the others what its words say."""
        excluded = {_normal(phrase) for topic in topics for phrase in topic.excluded} - {()}
        inner: dict[_Phrase, _Weights] = {}
        for phrase in excluded:
            weights = self.weights[phrase]
            if any(weight > 0 for weight in weights.values()):
                continue
            inside: _Weights = defaultdict(float)
            place = 0
            while place < len(phrase):
                for end in range(len(phrase), place, -1):
                    part = phrase[place:end]
                    if part != phrase and part in self.weights:
                        for topic, weight in self.weights[part].items():
                            inside[topic] += max(weight, 0.0)
                        place = end
                        break
                else:
                    place += 1
            inner[phrase] = dict(inside) | weights
        self.weights |= inner

    def _words_in(self, piece: str) -> tuple[_Word, ...]:
        """Return the words of a piece of a text; what is too long to be a word counts, and says nothing."""
        words = _WORD.findall(piece.replace("’", "'"))
        return tuple([self._word(word if len(word) <= _MAX_WORD_LENGTH else "") for word in words])

    def _word(self, printed: str) -> _Word:
        folded = self._folded(printed)
        lengths = self._lengths.get(folded, {})
        opens_name = printed in self._longest_name or printed[-2:] == "'s"
        return _Word(printed, folded, lengths, opens_name, bool(lengths) or opens_name)

    def _folded(self, word: str) -> str:
        """Return a word as the phrases have it: small, singular, or the stem that it begins with."""
        plain = _without_possessive(word).casefold()
        if plain in self._exact:
            return plain
        folded = _singular(plain)
        if folded not in self._exact:
            for length in range(len(folded), _SHORTEST_STEM - 1, -1):
                if folded[:length] in self._stems:
                    return folded[:length] + "*"
        return folded


def _lengths(phrases: Iterable[_Phrase]) -> dict[str, dict[str, int]]:
    """Return how many words the longest phrase has, by its first and its second word ("" without one)."""
    lengths: dict[str, dict[str, int]] = {}
    for phrase in phrases:
        second = phrase[1] if len(phrase) > 1 else ""
        by_second = lengths.setdefault(phrase[0], {})
        by_second[second] = max(by_second.get(second, 0), len(phrase))
    return lengths


def _lead_end(text: str) -> int:
    """Return where the first paragraphs end."""
    ends = [match.start() for match in islice(_PARAGRAPH_END.finditer(text), LEAD_PARAGRAPHS)]
    end = ends[-1] if len(ends) == LEAD_PARAGRAPHS else len(text)
    if end <= LEAD_CHARACTERS:
        return end
    # not in the middle of a word
    space = text.rfind(" ", 0, LEAD_CHARACTERS)
    return space if space > 0 else LEAD_CHARACTERS


def _normal(phrase: str) -> _Phrase:
    return tuple(_without_possessive(word).casefold() for word in _WORD.findall(phrase.replace("’", "'")))


def _without_possessive(word: str) -> str:
    return word[:-2] if word[-2:] in ("'s", "'S") else word


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
