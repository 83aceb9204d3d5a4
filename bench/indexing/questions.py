"""What is asked: a fixed mix from rare to common, of which every word is in the made-up news."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from bench.indexing.drafting import Draft
from bench.indexing.plan import EPOCH, GLOBAL_FEED, LAST_DAY, Plan
from bench.indexing.writing import Newsroom
from bot.models import Article

EACH = 15
"""Questions of each class."""
RECENT_DAYS = 30
SAMPLED = 120
"""Articles of the last days from which rare and joined words are taken."""
ABC = "abcdefghijklmnopqrstuvwxyz"
PREFIX_LETTERS = 6
PREFIXES_EACH = 8


@dataclass(frozen=True, slots=True)
class Question:
    """Words that a member asks about."""

    kind: str
    about: str


def make_questions(newsroom: Newsroom, plan: Plan, seed: int) -> list[Question]:
    """Return the mix, one of each class in turn, so that any beginning of it is a mix, too."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    recent = _recent(plan)
    drafts = newsroom.drafts(recent)
    articles = [article for article, _ in newsroom.write(recent)]
    persons = newsroom.cast.of_kind("person")
    places = newsroom.cast.of_kind("place")
    organisations = newsroom.cast.of_kind("organisation")
    content = [word for word in newsroom.vocabulary.content_words() if word.isalpha()]
    classes: dict[str, Callable[[], str]] = {
        "person, very common": lambda: rng.choice(persons[:30]).name,
        "person, known": lambda: rng.choice(persons[300:3_000]).name,
        "person, rare": lambda: _rarest_person(newsroom, rng.choice(articles)),
        "surname": lambda: str(rng.choice(persons[:2_000]).short),
        "place": lambda: rng.choice(places[:60]).name,
        "organisation": lambda: rng.choice(organisations[:1_500]).name,
        "word, very common": lambda: rng.choice(content[1:40]),
        "word, mid": lambda: rng.choice(content[500:3_000]),
        "word, rare": lambda: _rarest_word(newsroom, rng.choice(articles)),
        "two words": lambda: _subject(newsroom, rng.choice(drafts), rng, 2),
        "three words": lambda: _subject(newsroom, rng.choice(drafts), rng, 3),
        "subject": lambda: _phrase(newsroom, rng.choice(drafts), rng),
        "typing error": lambda: _slip(_main_figure(newsroom, rng.choice(drafts)), rng),
        "unknown": lambda: "".join(rng.choices(ABC, k=9)),
    }
    made = [[Question(kind, make()) for _ in range(EACH)] for kind, make in classes.items()]
    return [question for row in zip_longest(*made) for question in row if question is not None]


def make_prefixes(newsroom: Newsroom, seed: int) -> list[str]:
    """Return what members have typed when they wait for suggestions, 0 to 6 letters, in turn."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    names = [figure.name.lower() for figure in newsroom.cast.figures]
    drawn = [rng.choice(names[: 30 * 8**place] if place < 4 else names) for place in range(PREFIXES_EACH)]
    return [name[:letters] for name in drawn for letters in range(PREFIX_LETTERS + 1)]


def _recent(plan: Plan) -> Plan:
    """Return articles that everybody sees and that are in any window."""
    first = (LAST_DAY - EPOCH).days - RECENT_DAYS + 1
    rows = np.flatnonzero((plan.day >= first) & (plan.feed == GLOBAL_FEED))
    chosen = rows[:: max(1, len(rows) // SAMPLED)][:SAMPLED]
    return plan.rows(chosen)


def _rarest_person(newsroom: Newsroom, article: Article) -> str:
    ranks = {figure.name: rank for rank, figure in enumerate(newsroom.cast.figures)}
    named = [entity for entity in article.entities if entity.name in ranks]
    persons = [entity.name for entity in named if entity.kind == "person"]
    return max(persons or [entity.name for entity in named], key=ranks.__getitem__)


def _rarest_word(newsroom: Newsroom, article: Article) -> str:
    ranks = {word: rank for rank, word in enumerate(newsroom.vocabulary.words) if word.isalpha()}
    words = (word.strip(".,") for word in article.document.text.split())
    return max((word for word in words if word in ranks), key=ranks.__getitem__)


def _main_figure(newsroom: Newsroom, draft: Draft) -> str:
    return newsroom.cast.figures[draft.figures[0]].name


def _subject(newsroom: Newsroom, draft: Draft, rng: random.Random, count: int) -> str:
    """Return words with which an event is told."""
    chosen = rng.sample(list(dict.fromkeys(draft.subject))[:5], count)
    return " ".join(newsroom.vocabulary.words[index] for index in chosen)


def _phrase(newsroom: Newsroom, draft: Draft, rng: random.Random) -> str:
    """Return a name and what it is about: "Norhaven cannery sale"."""
    return f"{_main_figure(newsroom, draft)} {_subject(newsroom, draft, rng, rng.choice((1, 2)))}"


def _slip(name: str, rng: random.Random) -> str:
    """Return the name with a letter of its longest word changed, dropped or doubled."""
    word = max(name.split(), key=len)
    at = rng.randrange(1, len(word))
    letters = rng.choice(("", rng.choice(ABC), word[at] * 2))
    return name.replace(word, word[:at] + letters + word[at + 1 :])
