"""Which articles are looked through for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from difflib import SequenceMatcher

from bot.answers.asking.matching import Matches
from bot.answers.asking.question import Question
from bot.answers.near import words_alike
from bot.answers.options import AnswerOptions
from bot.errors import SlowQueryError
from bot.index import Index
from bot.models import Scope, StoredArticle
from bot.query.related import load_related
from bot.query.retrieval import SECONDS, retrieve
from bot.query.synonyms import load_synonyms
from bot.query.words import Term, Words, parse_words

ENOUGH_COMPLETE = 10
"""With fewer articles that have all the words, those that have some are read, too; with fewer than
:data:`MAX_ARTICLES` of these, also those with words that stand for them."""
MAX_ARTICLES = 24
MOST_LOOKED_UP = 6
"""Words of a question; each is looked up by itself."""
MAX_WORDS = 60
"""Words that stand for those of the question, in one query."""
SHORTEST_MISSPELT = 5
MOST_MISSPELT = 3
"""Words that are put right in one question."""
ALIKE = 0.8
"""Similarity (difflib's ratio) from which a name is taken as what was meant by a word that no article has."""


async def find_articles(
    index: Index, question: Question, *, scope: Scope, options: AnswerOptions
) -> list[StoredArticle]:
    """Return the articles that may hold the answer, the likeliest first."""
    typed = parse_words(question.text)
    own = [
        Term(word, stem) for term in question.terms for word, stem in zip(term.words, term.stems, strict=True)
    ]
    words = Words(_most_telling(own) or typed.terms, typed.phrases, typed.excluded)
    found = await retrieve(
        index,
        words,
        scope,
        window=options.window,
        topic=options.topic,
        limit=MAX_ARTICLES,
        enough=ENOUGH_COMPLETE,
    )
    ids = list(found.ids)
    others = _related(question)
    if len(ids) < MAX_ARTICLES and others:
        wider = Words(others, (), typed.excluded)
        with suppress(SlowQueryError):  # what stands for the words is a help; they themselves were found
            ids += await index.articles.match(
                wider.any_of(),
                scope,
                window=options.window,
                topic=options.topic,
                limit=MAX_ARTICLES,
                seconds=SECONDS,
            )
    chosen = list(dict.fromkeys(ids))[:MAX_ARTICLES]
    return list(await index.articles.get_many(chosen, scope))


def _most_telling(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return the words to look up one by one, in the order of the question: the longest, which are rarest."""
    chosen = set(sorted(dict.fromkeys(terms), key=lambda term: -len(term.word))[:MOST_LOOKED_UP])
    return tuple(term for term in dict.fromkeys(terms) if term in chosen)


def _related(question: Question) -> tuple[Term, ...]:
    """Return the words that may stand for those of the question, the nearest first."""
    near: dict[str, float] = {}
    for term in question.terms:
        for stems, nearness in load_synonyms().of(term.stems).items():
            if len(stems) == 1:
                near[stems[0]] = max(near.get(stems[0], 0.0), nearness)
        if not term.capital and len(term.stems) == 1:
            for stem, nearness in load_related().of(term.stems[0]).items():
                near[stem] = max(near.get(stem, 0.0), nearness)
    nearest = sorted(near, key=lambda stem: (-near[stem], stem))[:MAX_WORDS]
    return tuple(Term(stem, stem) for stem in nearest)


async def names_meant(index: Index, matches: Matches, scope: Scope) -> dict[str, str]:
    """Return the names that were surely meant by words that no article has."""
    unknown = [
        word
        for weighed in matches.terms
        if not weighed.known and len(weighed.term.words) == 1
        for word in weighed.term.words
        if len(word) >= SHORTEST_MISSPELT and not load_synonyms().of(weighed.term.stems)
    ]
    meant = {}
    for word in unknown[:MOST_MISSPELT]:
        alike = [
            (SequenceMatcher(None, word, known).ratio(), known)
            for known in await index.entities.words_like(word, scope, alike=words_alike)
        ]
        best = max(alike, default=(0.0, ""))
        if ALIKE <= best[0] < 1.0:
            meant[word] = best[1]
    return meant
