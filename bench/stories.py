"""How well stories are told apart, and at what cost: python -m bench.stories.

Pairs: of every two articles of a set, those that the decider joined against those that are labelled so.
Stories: the same of the pairs that sit in one story after the articles came one by one, in the order of
publishing and shuffled. `tuning` and `seeds` were fitted to; `checking` was not.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from bench.families import FAMILY_SETS, SEEDS, Labelled, load_families, pairs
from bot import resources
from bot.models import StoryId
from bot.reading import load_reader
from bot.stories import Telling, choose_story, likeness, same_event, same_text, telling_of

SHUFFLES = 20
HEADINGS = ("set", "what", "precision", "recall", "right", "wrong", "missed")


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs that were joined rightly, those that were not and should not, and those that should have been."""

    right: int
    wrong: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]

    @property
    def precision(self) -> float:
        """Of the pairs that were joined, those that should be; 1 for none."""
        return self.right / (self.right + len(self.wrong)) if self.right or self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that should be joined, those that were; 1 for none."""
        return self.right / (self.right + len(self.missed)) if self.right or self.missed else 1.0


def score_texts(articles: Sequence[Labelled]) -> Score:
    """Score :func:`same_text` on all pairs."""
    return _score(articles, same_text, lambda one, other: one.text == other.text)


def score_events(articles: Sequence[Labelled]) -> Score:
    """Score :func:`same_event` on all pairs."""
    return _score(articles, same_event, _one_event)


def score_stories(articles: Sequence[Labelled]) -> Score:
    """Score the stories that the articles, arriving in this order, fall into."""
    anchors: dict[StoryId, Telling] = {}
    story_of: dict[str, StoryId] = {}
    for place, each in enumerate(articles):
        telling = telling_of(each.stored)
        story = choose_story(telling, anchors)
        if story is None:
            story = StoryId(place)
            anchors[story] = telling
        story_of[each.id] = story
    return _tally(
        ((one, other), story_of[one.id] == story_of[other.id], _one_event(one, other))
        for one, other in pairs(articles)
    )


def by_arrival(articles: Sequence[Labelled]) -> list[Labelled]:
    """Return the articles in the order of publishing."""
    return sorted(articles, key=lambda each: each.stored.article.document.published)


def report() -> None:
    """Print the table, what was joined wrongly, and the cost."""
    reader = load_reader(resources.load_topics())
    sets = {name: load_families(name, reader) for name in (*FAMILY_SETS, SEEDS)}
    rows = [(name, what, score) for name, articles in sets.items() for what, score in _scores(articles)]
    print(f"| {' | '.join(HEADINGS)} |\n| --- | --- |{' ---: |' * 5}")
    for name, what, score in rows:
        figures = f"{score.precision:.3f} | {score.recall:.3f} | {score.right}"
        print(f"| {name} | {what} | {figures} | {len(score.wrong)} | {len(score.missed)} |")
    for name, what, score in rows:
        for one, other in sorted(set(score.wrong)):
            print(f"wrongly joined, {name}, {what}: {one} {other}")
    _report_cost([each for articles in sets.values() for each in articles])


def _scores(articles: Sequence[Labelled]) -> list[tuple[str, Score]]:
    shuffled = []
    for seed in range(SHUFFLES):
        order = list(articles)
        random.Random(seed).shuffle(order)  # noqa: S311
        shuffled.append(score_stories(order))
    together = Score(
        sum(score.right for score in shuffled),
        tuple(pair for score in shuffled for pair in score.wrong),
        tuple(pair for score in shuffled for pair in score.missed),
    )
    return [
        ("same text", score_texts(articles)),
        ("same event", score_events(articles)),
        ("stories, as published", score_stories(by_arrival(articles))),
        (f"stories, {SHUFFLES} times shuffled", together),
    ]


def _one_event(one: Labelled, other: Labelled) -> bool:
    return one.event == other.event


def _score(
    articles: Sequence[Labelled],
    decide: Callable[[Telling, Telling], bool],
    label: Callable[[Labelled, Labelled], bool],
) -> Score:
    told = {each.id: telling_of(each.stored) for each in articles}
    return _tally(
        ((one, other), decide(told[one.id], told[other.id]), label(one, other))
        for one, other in pairs(articles)
    )


def _tally(decided: Iterable[tuple[tuple[Labelled, Labelled], bool, bool]]) -> Score:
    right = 0
    wrong, missed = [], []
    for (one, other), joined, should in decided:
        if joined and should:
            right += 1
        elif joined:
            wrong.append((one.id, other.id))
        elif should:
            missed.append((one.id, other.id))
    return Score(right, tuple(wrong), tuple(missed))


def _report_cost(articles: Sequence[Labelled]) -> None:
    start = time.process_time()
    told = [telling_of(each.stored) for each in articles]
    making = (time.process_time() - start) / len(told)
    near = [pair for pair in combinations(told, 2) if abs((pair[0].published - pair[1].published).days) <= 2]
    start = time.process_time()
    for one, other in near:
        likeness(one, other)
    comparing = (time.process_time() - start) / len(near)
    print(f"telling_of: {making * 1e3:.2f} ms an article")
    print(f"likeness: {comparing * 1e6:.0f} µs a pair of near days")


if __name__ == "__main__":
    report()
