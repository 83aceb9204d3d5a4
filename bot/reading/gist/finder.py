"""Who, what and when of one article: its main actors, the event in quoted words, and the event's day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.models import Article
from bot.names import name_words
from bot.reading.gist.actors import find_actors, lead_clause
from bot.reading.gist.clause import Clause, find_clause
from bot.reading.gist.days import find_days
from bot.reading.gist.lexicon import ADDRESSING, PREPOSITIONS
from bot.reading.language import is_english

LEAST_STATED_WORDS = 2
"""Words that must be left when a label or a quotation is taken off a headline."""

_LABEL = re.compile(r"[^:]{2,60}:\s+(?=\S)")
_OUTLET = re.compile(r"\s(?:[-–—|]\s{1,3}[A-Z][\w.&’']*(?:\s[A-Z][\w.&’']*){0,3}|\|.{1,40})$")
_OPENING_QUOTE = re.compile(r"^(?:'[^']{3,80}'|‘[^’]{3,80}’|“[^”]{3,80}”|\"[^\"]{3,80}\")[,:]?\s+(?=\S)")
_CLOSING_QUOTE = re.compile(r"\s?[:–—-]\s{1,3}['‘“\"].*$", re.DOTALL)
_STATE = re.compile(r"(?:dead|injured|missing|trapped|\w+ed|shot|hurt|found|held|hit|left)")


@dataclass(frozen=True, slots=True)
class Gist:
    """The answer to who, what and when for one article, best first."""

    who: tuple[str, ...]
    what: tuple[str, ...]
    when: tuple[tuple[date, str], ...]
    """The day, and the words that say it ("" when it is the publish day, for want of better)."""


def find_gist(article: Article) -> Gist:
    """Return the gist of an article that was read.

    Grammar is known of English alone: of another language the headline tells what, and nothing tells who.
    """
    if not is_english(article.document.language):
        headline = article.document.headline.strip()
        return Gist((), _events(article, headline, None), find_days(article, planned=False))
    names = frozenset(word for entity in article.entities for word in name_words(entity.name))
    statement = _statement(article.document.headline)
    clause = find_clause(statement, names)
    actors = find_actors(clause, lead_clause(article, names), article.entities)
    return Gist(
        who=actors,
        what=_events(article, statement, clause),
        when=find_days(article, planned=clause is not None and clause.words[clause.verb].plain == "to"),
    )


def _statement(headline: str) -> str:
    """Return the part of a headline that states what happened, without label, outlet and quotations."""
    words = headline.strip() if _word_count(headline) else ""
    for beside in (_OUTLET, _OPENING_QUOTE, _CLOSING_QUOTE):
        bare = beside.sub("", words)
        if _word_count(bare) >= LEAST_STATED_WORDS:
            words = bare
    label = _LABEL.match(words)
    if label and _word_count(words[label.end() :]) > LEAST_STATED_WORDS:
        return words[label.end() :]
    return words


def _word_count(words: str) -> int:
    return sum(any(letter.isalnum() for letter in word) for word in words.split())


def _events(article: Article, statement: str, clause: Clause | None) -> tuple[str, ...]:
    told = (article.quote(index) for index in article.ranking[:1])
    done = _predicate(clause) if clause else statement
    return tuple(dict.fromkeys(words for words in (done, statement, *told) if _word_count(words)))


def _predicate(clause: Clause) -> str:
    """Return what is done, with the one to whom it is done when that is no name ("Seven killed in crash")."""
    first = clause.verb
    addressing = clause.subject[0].plain in ADDRESSING
    if addressing or (_is_state(clause) and not clause.subject[-1].is_name):
        first = clause.first
    if clause.end - first < 2:
        # "Ports reopen", but "Biden wins after recount"
        first = clause.first
    if clause.end - first < 2:
        return clause.quote(clause.first, len(clause.words))
    return clause.quote(first, clause.end)


def _is_state(clause: Clause) -> bool:
    """Whether the verb says what was done to the subject ("killed in", "dead after"), not what it does."""
    if not _STATE.fullmatch(clause.words[clause.verb].plain):
        return False
    following = clause.words[clause.verb + 1 : clause.end]
    return (
        not following
        or following[0].plain in PREPOSITIONS
        or following[0].plain in ("and", "out", "off", "dead")
    )
