"""Which articles are looked through for an answer."""

from __future__ import annotations

from difflib import SequenceMatcher

from bot.answers.asking.matching import Matches
from bot.answers.asking.question import Question
from bot.answers.near import words_alike
from bot.answers.options import AnswerOptions
from bot.index import Index
from bot.models import Scope, StoredArticle
from bot.query.evidence import find_evidence
from bot.query.synonyms import load_synonyms
from bot.query.words import Term, Words, parse_words

ENOUGH = 30
"""With fewer articles that have the words themselves, those with words that stand for them are read, too."""
MAX_ARTICLES = 40
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
    words = Words(tuple(own) or typed.terms, typed.phrases, typed.excluded)
    found = await find_evidence(index, words, scope, window=options.window, topic=options.topic)
    articles = {article.id: article for article in found.articles}
    if len(articles) < ENOUGH:
        others = [
            Term(stems[0], stems[0])
            for term in question.terms
            for stems in load_synonyms().of(term.stems)
            if len(stems) == 1
        ]
        if others:
            wider = Words(tuple(dict.fromkeys([*words.terms, *others]))[:MAX_WORDS])
            found = await find_evidence(index, wider, scope, window=options.window, topic=options.topic)
            articles |= {article.id: article for article in found.articles}
    return list(articles.values())[:MAX_ARTICLES]


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
