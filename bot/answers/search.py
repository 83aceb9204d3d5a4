"""/search: articles by words, phrases and filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.near import near_names, not_found
from bot.answers.notes import joined
from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all, quote
from bot.errors import QueryError
from bot.index import Filter, Index
from bot.models import Answer, Finding, Quote, Scope, StoredArticle, Topic
from bot.names import name_words
from bot.query.evidence import Evidence, evidence_in
from bot.query.retrieval import Retrieved, newest, retrieve
from bot.query.search_language import Search, outlets_meant, parse_search
from bot.query.words import has_unparted_words, parse_words

MOST_HITS = 50
"""So many can be turned to; of more, it is only said that there are more."""
MOST_NAMESAKES = 200
"""Entities that one `person:` may mean, best known first."""
SHORT = 160
"""Characters; of sentences no longer than this, a snippet has two."""
UNPARTED_NOTE = "Words written without spaces between them are found only where they stand by themselves."
OUTLETS_NAMED = 12
"""In the sentence about an outlet that there is not."""


async def search(index: Index, query: str, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return the articles that match, best first, each with the sentences that match best.

    Only those from `options.offset` on are read, `options.limit` of them; past the end, the last there are.
    Raises :class:`QueryError` when a filter names a topic or an outlet that there is not.
    """
    asked = parse_search(query, options.window, options.topic, today)
    words = parse_words(asked.words, needed=not asked.filtered)
    meant = await _resolved(index, asked, scope, options.topics)
    if meant.nobody is not None:
        near = await near_names(index, meant.nobody, scope)
        return Answer("search", query, (), {}, near, f"No name in the news is like “{meant.nobody[:60]}”.")
    most = MOST_HITS + 1
    if words.terms or words.phrases:
        found = await retrieve(
            index, words, scope, window=asked.window, topic=None, limit=most, enough=1, only=meant.filter
        )
    else:
        found = await newest(index, words, scope, window=asked.window, only=meant.filter, limit=most)
    hits = found.ids[:MOST_HITS]
    if not hits:
        # what was excluded is not offered
        wanted = " ".join(term.word for term in words.terms)
        nothing = replace(await not_found(index, "search", wanted, scope), about=query)
        return replace(nothing, note=UNPARTED_NOTE) if has_unparted_words(asked.words) else nothing
    last_page = (len(hits) - 1) // options.limit * options.limit
    offset = min(options.offset, last_page)
    shown = await index.articles.get_many(hits[offset : offset + options.limit], scope)
    evidence = evidence_in(shown, words)
    return Answer(
        "search",
        query,
        tuple(_finding(article, _snippet(article, evidence)) for article in shown),
        cite_all(shown),
        note=_note(found),
        total=len(hits),
        offset=offset,
        cut=len(found.ids) > MOST_HITS,
    )


def _note(found: Retrieved) -> str | None:
    partly = None if found.complete else "No article has all of these words; these have some."
    return joined(partly, f"Only the last {found.days} days were looked through." if found.days else None)


# --- what the filters mean --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a search's filters stand for in the index."""

    filter: Filter
    nobody: str | None = None
    """What was typed as a name and is nobody's."""


async def _resolved(index: Index, asked: Search, scope: Scope, topics: Mapping[str, Topic] | None) -> _Meant:
    known = await index.articles.sources(scope) if asked.sources or asked.not_sources else []
    named = []
    for typed in asked.people:
        ids = await _entities(index, typed, scope)
        if not ids:
            return _Meant(Filter(), nobody=typed)
        named.append(ids)
    not_named = [each for typed in asked.not_people for each in await _entities(index, typed, scope)]
    only = Filter(
        topics=tuple(dict.fromkeys(_topic(typed, topics) for typed in asked.topics)),
        sources=tuple(name for typed in asked.sources for name in _sources(typed, known)),
        named=tuple(named),
        not_topics=tuple(_topic(typed, topics) for typed in asked.not_topics),
        not_sources=tuple(name for typed in asked.not_sources for name in _sources(typed, known)),
        not_named=tuple(dict.fromkeys(not_named)),
    )
    return _Meant(only)


async def _entities(index: Index, typed: str, scope: Scope) -> tuple[int, ...]:
    """Return whom a name may mean: those who bear all its words, or else words that begin so."""
    words = set(name_words(typed))
    if not words:
        return ()
    records = await index.entities.find(typed, scope, limit=MOST_NAMESAKES)
    whole = [record for record in records if words <= set(record.key.split())]
    return tuple(record.id for record in whole or records)


def _topic(typed: str, topics: Mapping[str, Topic] | None) -> str:
    wanted = " ".join(typed.split()).casefold()
    if topics is None:
        return wanted
    for topic in topics.values():
        if wanted in {topic.name.casefold(), topic.title.casefold()}:
            return topic.name
    raise QueryError(f"There is no topic “{typed[:60]}”. There are: {', '.join(topics)}.")


def _sources(typed: str, known: Sequence[str]) -> tuple[str, ...]:
    if found := outlets_meant(typed, known):
        return found
    if not known:
        raise QueryError("No article here says which outlet it is from, so source: finds nothing.")
    others = ", ".join(known[:OUTLETS_NAMED])
    more = f" and {len(known) - OUTLETS_NAMED} more" if len(known) > OUTLETS_NAMED else ""
    raise QueryError(f"There is no outlet “{typed[:60]}”. There are: {others}{more}.")


# --- what is shown ----------------------------------------------------------------------------------------


def _snippet(article: StoredArticle, evidence: Evidence) -> tuple[Quote, ...]:
    """Return the best sentence, or two short ones; the lead where the headline alone has the words."""
    matches = evidence.sentences(article) if evidence.terms else []
    if not matches:
        return _lead(article)
    short = [match for match in matches[:2] if len(article.article.quote(match.sentence)) <= SHORT]
    chosen = sorted(short, key=lambda match: match.sentence) if len(short) == 2 else matches[:1]
    return tuple(quote(article, match.sentence, match.highlights) for match in chosen)


def _finding(article: StoredArticle, quotes: tuple[Quote, ...]) -> Finding:
    document = article.article.document
    return Finding(document.headline, day=document.day, quotes=quotes)


def _lead(article: StoredArticle) -> tuple[Quote, ...]:
    return tuple(quote(article, sentence) for sentence in article.article.ranking[:1])
