"""Asking as a member does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import answers
from bot.answers import AnswerOptions
from bot.index import Index
from bot.models import Answer, Document, Scope, Window
from bot.reading import Reader
from tests.conftest import AFTERWARDS

TODAY = AFTERWARDS.date()
EVERYONE = Scope.everyone()

TENSE_CALL = Document(
    headline="Holt, Sula hold tense call as answer to drone raid nears",
    text="\n\n".join(
        (
            "US President Dana Holt and Vessinian Prime Minister Marek Sula talked on Wednesday, trying to "
            "agree on an answer to an Orlish drone raid.",
            "The call, which Vice President Lena Ortiz joined, ended after about 50 minutes according to "
            "radio reports quoting officials, but nothing became known of what was said.",
            "A visit to Washington DC planned for the previous day by Vessin's Defense Minister Pavel Drost "
            "was dropped without a reason, which showed how divided the allies are over Sula's aims.",
            "Both Drost and Holt have quarrelled with Sula over the conduct of the war in the north.",
            "The two leaders have not spoken since August, and after Orland's Oct. 1 attack on Vessin with "
            "nearly 200 drones they disagree about how Vessin should respond.",
            "A previous attack by drones in April had met with a mild reply.",
        )
    ),
    published=datetime(2024, 10, 9, tzinfo=UTC),
    source="The Meridian Wire",
)
"""An article alone in its index."""


@dataclass
class Desk:
    """An index to ask, with the day and the eyes it is asked with."""

    index: Index
    scope: Scope = EVERYONE
    today: date = TODAY

    async def ask(self, kind: str, about: str = "", **options: Any) -> Answer:
        """Ask a question of a kind; `since`, `until`, `topic` and `limit` as a member gives them."""
        window = Window(options.pop("since", None), options.pop("until", None))
        chosen = AnswerOptions(window, **options)
        function = getattr(answers, kind)
        if kind in {"latest", "trends"}:
            newest: Answer = await function(self.index, scope=self.scope, options=chosen, today=self.today)
            return newest
        answer: Answer = await function(self.index, about, scope=self.scope, options=chosen, today=self.today)
        return answer


def texts(answer: Answer) -> list[str]:
    """Return what the findings are called, best first."""
    return [finding.text for finding in answer.findings]


def first_quote(answer: Answer) -> str:
    """Return the first sentence that the answer shows."""
    return answer.findings[0].quotes[0].text


@pytest.fixture
def desk(news: Index) -> Desk:
    """Return a desk over the samples."""
    return Desk(news)


@pytest.fixture
async def lone(index: Index, reader: Reader) -> AsyncIterator[Desk]:
    """Return a desk over one article alone."""
    article = reader.read(TENSE_CALL)
    await index.articles.add([(article, reader.label(article))], now=AFTERWARDS)
    yield Desk(index)
