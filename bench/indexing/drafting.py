"""Everything that is drawn for a block of articles, at once: lengths, words, names, days."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.indexing.cast import Cast
from bench.indexing.draws import Keys, Numbers, Reals, bits, choose, keys_of, reals, table, zipf
from bench.indexing.plan import Plan
from bench.indexing.vocabulary import Vocabulary

TEXT, OWN, EVENT, WORDS = range(4)
"""Streams: what copies share, what each article has to itself, what tellers of an event share, words."""

MEDIAN_WORDS, SPREAD = 225.0, 0.5
FEWEST_WORDS, MOST_WORDS = 90, 1_400
WORDS_OF_A_SENTENCE = 19
SHORTEST, LONGEST = 8, 30
FEWEST_SENTENCES = 5
FEWEST_ENTITIES, MOST_ENTITIES = 5, 15
EVENT_FIGURES = 6
SUBJECT = 14
"""Words that an event is told with again and again."""
SUBJECT_FROM = 150
"""The most frequent content words are no subject."""
SUBJECT_SHARE = 0.24
"""Of a text's words with meaning, those that come from its subject."""
HEADLINE_OWN = 8
TOPICS = 9
TOPIC_COUNTS = np.cumsum([0.12, 0.5, 0.28, 0.1])
EVENT_COUNTS = np.cumsum([0.25, 0.3, 0.25, 0.12, 0.08])
MOST_DATES = len(EVENT_COUNTS) - 1
COPY_BITS = 3
"""Bits of the fingerprint in which copies may differ."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is drawn for one article."""

    number: int
    day: int
    happened: int
    second: int
    lengths: list[int]
    """Words of each sentence."""
    breaks: list[bool]
    """Whether each sentence begins a paragraph."""
    words: list[int]
    """As many as all the sentences have, by index in the vocabulary."""
    subject: list[int]
    headline: list[int]
    headline_length: int
    figures: list[int]
    """By index in the cast, the most important first."""
    dates: list[float]
    """A number of [0, 1) for each dated event."""
    topics: dict[int, float]
    variant: int
    """15 random bits for small choices."""
    fingerprint: int


class Drafter:
    """Draws blocks of articles; the same numbers give the same articles in any block."""

    def __init__(self, vocabulary: Vocabulary, cast: Cast, seed: int) -> None:
        self._vocabulary = vocabulary
        self._cast = cast
        self._seed = seed
        self._topics = np.cumsum(zipf(TOPICS, 0.0, 0.8))

    def draft(self, plan: Plan) -> list[Draft]:
        """Return the drafts of all articles of a plan; some hundreds are a good block."""
        if not len(plan):
            return []
        text = keys_of(plan.original, self._seed, TEXT)
        own = keys_of(plan.number, self._seed, OWN)
        event = keys_of(plan.event, self._seed, EVENT)
        drawn = table(text, 12)
        sentences = _sentences(drawn[:, 0], drawn[:, 1])
        subject = self._subjects(event)
        lengths, breaks = _shapes(text, sentences)
        words = self._words(plan, sentences, lengths, subject)
        figures = self._figures(text, event, drawn[:, 2])
        entity_counts = _entity_counts(drawn[:, 3], sentences)
        date_counts = choose(EVENT_COUNTS, drawn[:, 4])
        headlines = self._content(reals(text[:, None], np.arange(20, 20 + HEADLINE_OWN)), 40)
        fingerprints = _fingerprints(text, own)
        columns = zip(
            plan.number.tolist(),
            plan.day.tolist(),
            plan.happened.tolist(),
            plan.second.tolist(),
            _parted(lengths, sentences),
            _parted(breaks, sentences),
            _parted(words, np.add.reduceat(lengths, np.cumsum(sentences) - sentences)),
            subject.tolist(),
            headlines.tolist(),
            (6 + (drawn[:, 5] * 7).astype(np.int64)).tolist(),
            [list(dict.fromkeys(row))[:count] for row, count in zip(figures, entity_counts, strict=True)],
            [
                row[:count]
                for row, count in zip(drawn[:, 6 : 6 + MOST_DATES].tolist(), date_counts, strict=True)
            ],
            self._labels(event),
            (bits(text, 40) >> np.uint64(49)).tolist(),
            fingerprints,
            strict=True,
        )
        return [Draft(*row) for row in columns]

    def _content(self, drawn: Reals, first: int) -> Numbers:
        """Return content words, without the `first` most frequent ones, as indices in the vocabulary."""
        cumulative = self._vocabulary.content_cumulative
        start = float(cumulative[first - 1]) if first else 0.0
        return choose(cumulative, start + drawn * (1 - start)) + self._vocabulary.content

    def _subjects(self, event: Keys) -> Numbers:
        """Return the words with which each event is told: words of its first topic."""
        ranks = self._content(table(event, SUBJECT), SUBJECT_FROM) - self._vocabulary.content
        topic = choose(self._topics, reals(event, 31))[:, None]
        count = len(self._vocabulary.content_words())
        of_topic: Numbers = np.minimum(ranks - ranks % TOPICS + topic, count - 1)
        return of_topic + self._vocabulary.content

    def _words(self, plan: Plan, sentences: Numbers, lengths: Numbers, subject: Numbers) -> Numbers:
        """Return the words of all texts, one after the other; a copy has its last sentence to itself."""
        totals = np.add.reduceat(lengths, np.cumsum(sentences) - sentences)
        row = np.repeat(np.arange(len(plan)), totals)
        place = np.arange(len(row)) - np.repeat(np.cumsum(totals) - totals, totals)
        last = lengths[np.cumsum(sentences) - 1]
        is_last = place >= np.repeat(totals - last, totals)
        numbers = np.where(is_last, plan.number[row], plan.original[row])
        keys = keys_of(numbers, self._seed, WORDS)
        words = choose(self._vocabulary.cumulative, reals(keys, place))
        drawn = reals(keys, place + 10_000)
        of_subject = (drawn < SUBJECT_SHARE) & (words >= self._vocabulary.content)
        which = (SUBJECT * (drawn / SUBJECT_SHARE) ** 1.5).astype(np.int64) % SUBJECT
        return np.where(of_subject, subject[row, which], words)

    def _figures(self, text: Keys, event: Keys, drawn: Reals) -> list[list[int]]:
        """Return more figures than needed: two or more that the event's tellers share, then others."""
        shared = choose(self._cast.cumulative, reals(event[:, None], np.arange(50, 50 + EVENT_FIGURES)))
        others = choose(self._cast.cumulative, reals(text[:, None], np.arange(50, 50 + MOST_ENTITIES + 6)))
        counts = 2 + (drawn * (EVENT_FIGURES - 1)).astype(np.int64)
        return [
            [*one[:count], *more]
            for one, count, more in zip(shared.tolist(), counts.tolist(), others.tolist(), strict=True)
        ]

    def _labels(self, event: Keys) -> list[dict[int, float]]:
        """Return 0 to 3 topics of each event, with their scores."""
        counts = choose(TOPIC_COUNTS, reals(event, 30)).tolist()
        topics = choose(self._topics, reals(event[:, None], np.arange(31, 34))).tolist()
        scores = np.round(1 + 5 * reals(event[:, None], np.arange(34, 37)), 2).tolist()
        return [
            dict(zip(names[:count], values[:count], strict=True))
            for count, names, values in zip(counts, topics, scores, strict=True)
        ]


def _sentences(drawn: Reals, again: Reals) -> Numbers:
    """Return how many sentences texts of log-normal length have (Box and Muller, 1958)."""
    normal = np.sqrt(-2 * np.log(1 - drawn)) * np.cos(2 * np.pi * again)
    words = np.clip(MEDIAN_WORDS * np.exp(SPREAD * normal), FEWEST_WORDS, MOST_WORDS)
    sentences: Numbers = np.maximum(np.rint(words / WORDS_OF_A_SENTENCE), FEWEST_SENTENCES).astype(np.int64)
    return sentences


def _shapes(text: Keys, sentences: Numbers) -> tuple[Numbers, Numbers]:
    """Return the words of each sentence of all texts, and whether it begins a paragraph."""
    keys = np.repeat(text, sentences)
    place = np.arange(len(keys)) - np.repeat(np.cumsum(sentences) - sentences, sentences)
    half = (LONGEST - SHORTEST) / 2 + 0.5
    lengths = SHORTEST + (half * (reals(keys, place + 1_000) + reals(keys, place + 2_000))).astype(np.int64)
    return lengths, (reals(keys, place + 3_000) < 0.5).astype(np.int64)


def _entity_counts(drawn: Reals, sentences: Numbers) -> list[int]:
    most = np.clip(sentences, FEWEST_ENTITIES, MOST_ENTITIES)
    counts = FEWEST_ENTITIES + (drawn * (most - FEWEST_ENTITIES + 1)).astype(np.int64)
    return [int(count) for count in counts]


def _fingerprints(text: Keys, own: Keys) -> list[int]:
    """Return signed 64-bit fingerprints; those of copies differ in a few bits."""
    found = bits(text, 41)
    for bit in range(COPY_BITS):
        found = found ^ (np.uint64(1) << (bits(own, bit) & np.uint64(63)))
    return [int(each) for each in found.view(np.int64)]


def _parted(flat: Numbers, counts: Numbers) -> list[list[int]]:
    """Return one list a text of what stands one after the other."""
    values = flat.tolist()
    ends = np.cumsum(counts).tolist()
    return [values[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]
