"""/story: one story whole: its best sentences, all its sources, and its days in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answers.choosing import different
from bot.answers.dated import Dated, dated_finding, dates_the_saying, each_once, in_order_of_time
from bot.answers.near import not_found, surely_meant
from bot.answers.notes import joined, looked_through
from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all, quote
from bot.answers.relevance import scores_of
from bot.answers.storylines import also_in, by_story, count_sources
from bot.index import Index
from bot.models import Answer, Finding, Scope, StoredArticle, StoryId
from bot.query.evidence import Evidence, find_evidence
from bot.query.words import parse_words, plain_words
from bot.stories import best_teller

MOST_ARTICLES = 40
"""The newest of a story, if it has more."""
QUOTES = 3
SUMMARY_BONUS = 0.5
"""For a sentence of its article's summary."""
REPORTED_PENALTY = 0.4
"""For a date that belongs to "said on Thursday"."""
FAR_PENALTY = 0.5
"""For a day more than :data:`FAR` days from when it was told: the background, not the story."""
FAR = 60


@dataclass(frozen=True, slots=True)
class _Fit:
    """A sentence, and how much it says of its article."""

    article: StoredArticle
    sentence: int
    score: float


async def story(index: Index, about: str, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return the story that a headline or words name: first what it is, then what happened on which day.

    Of its articles only what the scope sees, and what lies in the window.
    """
    evidence = await find_evidence(
        index, parse_words(about), scope, window=options.window, topic=options.topic
    )
    chosen = await _chosen(index, evidence, about, scope)
    if chosen is None:
        meant = await surely_meant(index, about, scope)
        if meant is not None:
            answer = await story(index, meant, scope=scope, options=options, today=today)
            if answer.found:
                return replace(answer, about=about, note=f"Showing what there is about “{meant}”.")
        return await not_found(index, "story", about, scope)
    members = (await index.stories.members([chosen], scope)).get(chosen, [])
    articles = await index.articles.get_many(members[:MOST_ARTICLES], scope)
    tellers = [each for each in articles if _in_window(each, options)]
    lead = best_teller(tellers)
    events = in_order_of_time(each_once(story_events(tellers, chosen))[: max(options.limit - 1, 0)])
    findings = (_told(lead, tellers), *map(dated_finding, events))
    # what lies outside the window is not counted either
    all_told = len(members) if len(members) > MOST_ARTICLES else len(tellers)
    note = joined(_counted(tellers, all_told), looked_through(evidence))
    return Answer("story", about, findings, cite_all(_cited(tellers, findings)), note=note)


async def _chosen(index: Index, evidence: Evidence, about: str, scope: Scope) -> StoryId | None:
    """Return the story with this very headline, the newest of several; else the one that matches best."""
    words = plain_words(about)
    scores = scores_of(evidence)
    named = [each for each in evidence.articles if plain_words(each.article.document.headline) == words]
    matching = sorted(
        (each for each in evidence.articles if each.id in scores), key=lambda each: -scores[each.id]
    )
    ranked = [*sorted(named, key=lambda each: -each.id), *matching]
    return next(iter(await by_story(index, ranked[:1], scope)), None)


def _in_window(article: StoredArticle, options: AnswerOptions) -> bool:
    since, until = options.window.since or date.min, options.window.until or date.max
    return since <= article.article.document.day <= until


# --- what it is --------------------------------------------------------------------------------------------


def _told(lead: StoredArticle, tellers: Sequence[StoredArticle]) -> Finding:
    """Return the story under the headline of who tells it best, in the sentences that sum it up."""
    ranked = [each for article in (lead, *tellers) for each in _telling(article, lead)]
    first = next(iter(ranked), None)
    chosen = different(
        ranked, QUOTES, first=first, score_of=_score, text_of=_text, source_of=lambda each: each.article.id
    )
    # the lead's first, in its own order; then what others add, the newest first
    chosen.sort(key=lambda each: (each.article is not lead, -each.article.id, each.sentence))
    document = lead.article.document
    return Finding(
        document.headline,
        day=document.day,
        quotes=tuple(quote(each.article, each.sentence) for each in chosen),
        also_in=also_in(tellers, (lead.id,)),
    )


def _telling(article: StoredArticle, lead: StoredArticle) -> Iterator[_Fit]:
    """Yield an article's sentences fit to be quoted, best first."""
    own = 0.25 if article is lead else 0.0
    read = article.article
    # of an article that has nothing fit to be quoted, its opening stands for it
    opening = [sentence for sentence in range(len(read.sentences)) if sentence not in read.boilerplate][:1]
    for place, sentence in enumerate(read.ranking[: 2 * QUOTES] or opening):
        summed_up = SUMMARY_BONUS if sentence in read.summary else 0.0
        yield _Fit(article, sentence, 1 / (1 + place) + summed_up + own)


def _score(fit: _Fit) -> float:
    return fit.score


def _text(fit: _Fit) -> str:
    return fit.article.article.quote(fit.sentence)


def _counted(tellers: Sequence[StoredArticle], members: int) -> str:
    """Return how many tell it."""
    articles, outlets = len(tellers), count_sources(tellers)
    if articles == 1:
        return "Told in 1 article."
    shown = f"{articles} articles"
    if members > articles:
        shown = f"{members:,} articles, here the newest {articles},"
    return f"Told in {shown} of {outlets} {'outlet' if outlets == 1 else 'outlets'}."


# --- on which days -----------------------------------------------------------------------------------------


def story_events(tellers: Sequence[StoredArticle], home: StoryId) -> Iterator[Dated]:
    """Yield the sentences of a story's articles that date something, with how well each tells the story."""
    for article in tellers:
        read = article.article
        places = {sentence: place for place, sentence in enumerate(read.ranking)}
        for event in read.events:
            if event.sentence not in places:
                continue
            score = 1 - places[event.sentence] / len(places)
            score += SUMMARY_BONUS if event.sentence in read.summary else 0.0
            score -= REPORTED_PENALTY if dates_the_saying(article, event) else 0.0
            score -= FAR_PENALTY if abs((event.day - read.document.day).days) > FAR else 0.0
            yield Dated(article, home, event, score)


def _cited(tellers: Sequence[StoredArticle], findings: Sequence[Finding]) -> list[StoredArticle]:
    quoted = {each.article for finding in findings for each in finding.quotes}
    return [article for article in tellers if article.id in quoted]
