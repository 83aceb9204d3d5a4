"""/search: articles by words, phrases and filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answers.near import near_names, not_found
from bot.answers.notes import joined
from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all, quote
from bot.index import Index
from bot.models import Answer, Finding, Quote, Scope, StoredArticle
from bot.query.evidence import Evidence, evidence_in
from bot.query.filters import resolve_filters
from bot.query.retrieval import Retrieved, newest, retrieve
from bot.query.search_language import parse_search
from bot.query.words import has_unparted_words, parse_words

MOST_HITS = 50
"""So many can be turned to; of more, it is only said that there are more."""
SHORT = 160
"""Characters; of sentences no longer than this, a snippet has two."""
UNPARTED_NOTE = "Words written without spaces between them are found only where they stand by themselves."


async def search(index: Index, query: str, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return the articles that match, best first, each with the sentences that match best.

    Only those from `options.offset` on are read, `options.limit` of them; past the end, the last there are.
    Raises :class:`QueryError` when a filter names a topic or an outlet that there is not.
    """
    asked = parse_search(query, options.window, options.topic, today)
    words = parse_words(asked.words, needed=not asked.filtered)
    meant = await resolve_filters(index, asked, scope, options.topics)
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
