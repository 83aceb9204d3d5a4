"""What counts as a right answer to a labelled question."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bench.asking import Question, load_questions, verdict
from bot.models import Answer, ArticleId, Citation, Finding, Quote

ID = ArticleId(1)
FILES = {ID: "ferry.txt"}
SENTENCE = "Mayor Núria Öster sold the ferry for $41 million on Oct. 9, after two years of talks."


def question(kind: str, *golds: str, day: str | None = None, evidence: str = "zzqx") -> Question:
    return Question("q", "?", kind, "plain", golds, (("ferry.txt", evidence),), day)


def answer(text: str, day: date | None = None, marked: str = "") -> Answer:
    start = SENTENCE.find(marked)
    spans = ((start, start + len(marked)),) if marked else ()
    finding = Finding(text, day=day, quotes=(Quote(SENTENCE, ID, 0, len(SENTENCE), spans),))
    cited = {ID: Citation(ID, "The headline says a million", None, None, datetime(2024, 10, 9, tzinfo=UTC))}
    return Answer("ask", "?", (finding,), cited)


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        (question("who", "nuria oster"), answer("Núria Öster"), "right"),
        (question("who", "Mayor Núria Öster"), answer("Öster"), "right"),
        (question("who", "Ana Ruiz", evidence="sold the ferry"), answer("Núria Öster"), "wrong"),
        (question("who", "the mayor of it"), answer("the of"), "wrong"),
        (question("how many", "1"), answer("41"), "wrong"),
        (question("what", "a million"), answer("The headline says a million"), "wrong"),
        (question("what", "$41 million"), answer("x", marked="for $41 million"), "right"),
        (question("what", "z", evidence="sold the ferry"), answer("x"), "right"),
        (question("when", "Oct. 9", day="2024-10-09"), answer("Oct. 9", date(2024, 10, 9)), "right"),
        (question("when", "Oct. 9", day="2024-10-09"), answer("Oct. 9", date(2023, 10, 9)), "wrong"),
        (question("when", "Oct. 9", day="2024-10-09"), answer("Oct. 9"), "right"),
        (question("who"), answer("Núria Öster"), "wrong"),
        (question("who"), Answer("ask", "?", (), {}), "abstained"),
    ],
)
def test_the_rule(asked: Question, said: Answer, expected: str) -> None:
    assert verdict(asked, said, FILES) == expected


def test_both_sets_are_read_whole() -> None:
    assert [len(load_questions(name)) for name in ("tuning", "checking")] == [130, 120]
