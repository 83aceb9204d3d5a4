"""What holds for every answer, whatever is asked."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import QueryError
from bot.index import Index
from bot.models import Answer
from tests.answers.conftest import Desk
from tests.conftest import Labelled
from tests.index.making import EVERYONE, migrations

KINDS = ("who", "what", "when", "ask", "search", "story")


async def check(answer: Answer, index: Index) -> None:
    """Check that an answer quotes what is printed, cites all it quotes, and finds or offers."""
    stored = {each.id: each for each in await index.articles.get_many(list(answer.citations), EVERYONE)}
    assert set(stored) == set(answer.citations)
    for finding in answer.findings:
        assert finding.text.strip()
        assert finding.quotes
        for quote in finding.quotes:
            document = stored[quote.article].article.document
            assert quote.text == document.text[quote.start : quote.end] != ""
            citation = answer.citations[quote.article]
            assert (citation.headline, citation.url) == (document.headline, document.url)
            for start, end in quote.highlights:
                assert 0 <= start < end <= len(quote.text)
    assert answer.found == bool(answer.findings)
    assert len(set(answer.near)) == len(answer.near) <= 5
    assert answer.found or answer.near


@pytest.mark.parametrize("kind", KINDS)
async def test_every_headline_and_name_of_the_samples_can_be_asked_about(
    desk: Desk, samples: list[Labelled], kind: str
) -> None:
    for article, _ in samples:
        await check(await desk.ask(kind, article.document.headline), desk.index)
        for entity in article.entities[:3]:
            answer = await desk.ask(kind, entity.name)
            await check(answer, desk.index)
            assert answer.found or kind == "ask"


async def test_a_headline_finds_its_own_article(desk: Desk, samples: list[Labelled]) -> None:
    for article, _ in samples:
        for kind in ("what", "search"):
            answer = await desk.ask(kind, article.document.headline)
            cited = {citation.headline for citation in answer.citations.values()}
            assert article.document.headline in cited, kind


WORDS = st.sampled_from(
    """
    who what when where how many long did the of Biden Gallant Nobel strike call missiles Thursday 2024 Port
    Ansel mayor Netanyaho " - -Biden since:yesterday topic:sports until: ? @everyone <@1> **bold** 50 $ NEAR
    source:courier -source:" person:biden -person:x person:" -topic:world source:zzqx
    """.split()
)
HOSTILE = st.lists(
    WORDS | st.text(max_size=8) | st.sampled_from(["\x00", "\ud800", "\u202e", "é"]), max_size=9
)


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_asked_there_is_an_answer_or_one_sentence(sample_file: Path, kind: str) -> None:
    with asyncio.Runner() as runner:
        index = runner.run(Index.open(sample_file, migrations(), read_only=True))
        desk = Desk(index)

        @settings(max_examples=60)
        @given(HOSTILE.map(" ".join))
        def ask(question: str) -> None:
            try:
                answer = runner.run(desk.ask(kind, question))
            except QueryError as told:
                assert str(told).endswith(".")
            else:
                runner.run(check(answer, index))

        ask()
        runner.run(index.close())
