"""/search and /latest: articles, by words or by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answers.near import not_found
from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all, quote
from bot.index import Index
from bot.models import Answer, Finding, Quote, Scope, StoredArticle
from bot.query.evidence import find_evidence
from bot.query.search_language import parse_search
from bot.query.words import parse_words


async def search(index: Index, query: str, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return the articles that match, best first, each with the sentence that matches best."""
    asked = parse_search(query, options.window, options.topic, today)
    if asked.filtered and not asked.words.strip():
        narrowed = AnswerOptions(asked.window, asked.topic, options.limit)
        newest = await latest(index, scope=scope, options=narrowed, today=today)
        return replace(newest, kind="search", about=query)
    evidence = await find_evidence(
        index, parse_words(asked.words), scope, window=asked.window, topic=asked.topic, widen=False
    )
    if not evidence.articles:
        return await not_found(index, "search", query, scope)
    findings = []
    shown = evidence.articles[: options.limit]
    for article in shown:
        matches = evidence.sentences(article)
        best = (quote(article, matches[0].sentence, matches[0].highlights),) if matches else _lead(article)
        findings.append(_finding(article, best))
    note = None if evidence.complete else "No article has all of these words; these have some."
    return Answer("search", query, tuple(findings), cite_all(shown), note=note)


async def latest(index: Index, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return the newest articles, each with its most telling sentence."""
    articles = await index.articles.latest(
        scope, topic=options.topic, window=options.window, limit=options.limit
    )
    findings = tuple(_finding(article, _lead(article)) for article in articles)
    return Answer("latest", options.topic or "", findings, cite_all(articles))


def _finding(article: StoredArticle, quotes: tuple[Quote, ...]) -> Finding:
    document = article.article.document
    return Finding(document.headline, day=document.day, quotes=quotes)


def _lead(article: StoredArticle) -> tuple[Quote, ...]:
    return tuple(quote(article, sentence) for sentence in article.article.ranking[:1])
