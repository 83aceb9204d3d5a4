"""/ask: a natural question, answered by the sentence that holds the answer, or not at all.

The parts, in the order of a question's way: :mod:`question` takes it apart, :mod:`retrieval` finds articles,
:mod:`reading` has their words, :mod:`matching` tells how well each sentence tells what the question tells,
:mod:`candidates` and :mod:`numbers` what in it may be the answer, :mod:`features` what speaks for each, and
:mod:`deciding`, with the fitted :mod:`weights`, which comes first and whether it is good enough.
"""

from __future__ import annotations

import re
from datetime import date

from bot.answers.asking.answering import finding_of, understand
from bot.answers.asking.deciding import confidence_of, decide
from bot.answers.near import not_found
from bot.answers.options import AnswerOptions
from bot.answers.quoting import cite_all
from bot.answers.who import find_named
from bot.index import Index
from bot.models import Answer, Scope
from bot.query.words import parse_words

_WHO_IS = re.compile(r"\s*who(?:['’]?s| is| was| are| were)\s+(?P<name>[^?]+?)\s*\?*\s*", re.I)

__all__ = ["ask"]


async def ask(index: Index, question: str, *, scope: Scope, options: AnswerOptions, today: date) -> Answer:
    """Return the best sentence with the answer marked, and runners-up; or that nothing was found.

    Raises :class:`bot.errors.QueryError` when there is no word in the question, or far too many.
    """
    parse_words(question)
    if asked_for := _WHO_IS.fullmatch(question):
        card = await find_named(index, asked_for["name"], scope=scope, options=options)
        if card is not None:
            return Answer("ask", question, (card[0],), card[1], confidence="sure")
    understood = await understand(index, question, scope=scope, options=options)
    decision = decide(understood)
    if decision is None:
        return await not_found(index, "ask", question, scope)
    findings = tuple(finding_of(each) for each in decision.answers[: options.limit])
    cited = cite_all(each.match.read.stored for each in decision.answers)
    shown = {quote.article for finding in findings for quote in finding.quotes}
    note = f"Showing what there is about “{' '.join(understood.meant)}”." if understood.meant else None
    return Answer(
        "ask",
        question,
        findings,
        {article: citation for article, citation in cited.items() if article in shown},
        note=note,
        confidence=confidence_of(decision.chance),
    )
