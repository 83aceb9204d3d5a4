"""How well /ask answers, and how honestly it does not: the labelled questions over the sample articles.

    python -m bench.asking                      both sets; --set tuning or --set checking for one
    python -m bench.asking --failures           and each question that went wrong

The questions are those of tests/answers/questions/ (its README says what a line holds). Rules and weights are
chosen by the tuning set alone; the checking set is scored to see whether they hold.

The rule. Only the first finding counts, as a member reads it. Texts are compared as words in lower case
without accents; one text has another when it has its words one after the other. A question without gold
answers is answered rightly by no finding. A finding answers one with gold rightly when:

- who, where, how many: its text or a highlighted span has a gold answer, or stands in one and is more than
  small words;
- what: a highlighted span has a gold answer; so does its text, unless that is the headline of what it quotes
  (a headline names the article, it is no answer); or its first quote is an evidence sentence;
- when: its day is the gold day; where the gold has no day, or the finding none, its text or a highlighted
  span has a gold answer or its first quote is an evidence sentence.

Where it goes wrong is told by how many of the answerable questions have an article with the evidence among
those that are read, and by how many have an evidence sentence among the five with the best candidates.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bench.samples import sample_documents
from bot import answers
from bot.answers import AnswerOptions
from bot.answers.asking.answering import understand
from bot.answers.asking.deciding import rank
from bot.answers.asking.features import NAMES
from bot.answers.asking.weights import RANKING
from bot.errors import QueryError
from bot.index import Index
from bot.models import Answer, ArticleId, Finding, Scope, Window
from bot.names import name_words
from bot.reading import load_reader
from bot.resources import load_topics, migrations
from bot.words import STOP_WORDS

QUESTIONS = Path(__file__).parent.parent / "tests" / "answers" / "questions"
SETS = ("tuning", "checking")
FURTHER = "more"
"""Further questions, for fitting alone."""
TODAY = datetime(2024, 10, 11, tzinfo=UTC)
CONFIDENCES = ("sure", "likely", "unsure")
NEAR = 5

Verdict = Literal["right", "wrong", "abstained"]


@dataclass(frozen=True, slots=True)
class Question:
    """A labelled question; the fields are those of the files."""

    id: str
    question: str
    kind: str
    style: str
    answers: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    """(file, words of the sentence)."""
    day: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what was answered, whether that is right, and how long it took."""

    question: Question
    answer: Answer
    verdict: Verdict
    """Of a question without an answer: "abstained" when nothing is found, else "wrong"."""
    milliseconds: float
    article_read: bool = False
    """Whether an article with the evidence was among those read."""
    sentence_near: bool = False
    """Whether an evidence sentence was among the :data:`NEAR` with the best candidates."""


def load_questions(name: str) -> list[Question]:
    """Return the questions of one set."""
    lines = (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_question(json.loads(line)) for line in lines]


def _question(line: Mapping[str, object]) -> Question:
    evidence = (str(each).partition(": ") for each in _list(line["evidence"]))
    return Question(
        str(line["id"]),
        str(line["question"]),
        str(line["kind"]),
        str(line["style"]),
        tuple(map(str, _list(line["answers"]))),
        tuple((file, words) for file, _, words in evidence),
        None if line["day"] is None else str(line["day"]),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


# --- the rule ----------------------------------------------------------------------------------------------


def verdict(question: Question, answer: Answer, files: Mapping[ArticleId, str]) -> Verdict:
    """Return whether an answer is right; `files` names the sample of each article."""
    if not answer.found:
        return "abstained"
    return "right" if is_right(question, answer, answer.findings[0], files) else "wrong"


def is_right(question: Question, answer: Answer, finding: Finding, files: Mapping[ArticleId, str]) -> bool:
    """Return whether one finding answers the question, by the rule above."""
    if not question.answers:
        return False
    golds = [name_words(each) for each in question.answers]
    said = [name_words(text) for text in _said(question, answer, finding)]
    if question.kind in {"who", "where", "how many"}:
        return any(_has(text, gold) or _stands_in(text, gold) for text in said for gold in golds)
    if question.kind == "when" and question.day is not None and finding.day is not None:
        return finding.day.isoformat() == question.day
    return any(_has(text, gold) for text in said for gold in golds) or _is_evidence(question, finding, files)


def _said(question: Question, answer: Answer, finding: Finding) -> Iterable[str]:
    """Return what a finding says is the answer."""
    headlines = {answer.citations[quote.article].headline for quote in finding.quotes}
    if question.kind != "what" or finding.text not in headlines:
        yield finding.text
    for quote in finding.quotes[:1]:
        yield from (quote.text[start:end] for start, end in quote.highlights)


def _is_evidence(question: Question, finding: Finding, files: Mapping[ArticleId, str]) -> bool:
    first = finding.quotes[0]
    words = name_words(first.text)
    return any(
        files[first.article] == file and _has(words, name_words(fragment))
        for file, fragment in question.evidence
    )


def _has(words: Sequence[str], part: Sequence[str]) -> bool:
    """Return whether the words have the part's, one after the other."""
    count = len(part)
    return any(list(words[at : at + count]) == list(part) for at in range(len(words) - count + 1))


def _stands_in(words: Sequence[str], gold: Sequence[str]) -> bool:
    return not STOP_WORDS.issuperset(words) and _has(gold, words)


# --- asking ------------------------------------------------------------------------------------------------


async def ask_all(index: Index, questions: Sequence[Question]) -> list[Asked]:
    """Ask each question as a member would, over an index of the samples."""
    files = await sample_files(index)
    asked = []
    for question in questions:
        began = time.perf_counter()
        try:
            answer = await answers.ask(
                index,
                question.question,
                scope=Scope.everyone(),
                options=AnswerOptions(),
                today=TODAY.date(),
            )
        except QueryError:
            answer = Answer("ask", question.question, (), {})
        took = (time.perf_counter() - began) * 1000
        read, near = await _recall(index, question, files)
        asked.append(Asked(question, answer, verdict(question, answer, files), took, read, near))
    return asked


async def _recall(index: Index, question: Question, files: Mapping[ArticleId, str]) -> tuple[bool, bool]:
    """Return whether the evidence's article was read, and whether its sentence was near the best."""
    if not question.answers:
        return False, False
    understood = await understand(index, question.question, scope=Scope.everyone(), options=AnswerOptions())
    golds = {file for file, _ in question.evidence}
    read = any(files[each.read.stored.id] in golds for each in understood.matches.articles)
    sentences: dict[tuple[ArticleId, int], str] = {}
    for each in rank(understood, [RANKING[name] for name in (*NAMES, "silence")]):
        candidate = each.candidate
        key = candidate.match.read.stored.id, candidate.sentence
        if len(sentences) == NEAR and key not in sentences:
            break
        sentences[key] = candidate.match.read.text(candidate.sentence)
    near = any(
        files[article] == file and _has(name_words(text), name_words(words))
        for (article, _), text in sentences.items()
        for file, words in question.evidence
    )
    return read, near


async def sample_files(index: Index) -> dict[ArticleId, str]:
    """Return the sample file of each article of an index, by headline and day."""
    names = {(each.headline, each.day): each.origin for each in sample_documents()}
    stored = await index.articles.latest(Scope.everyone(), topic=None, window=Window(), limit=1000)
    return {
        each.id: names.get((each.article.document.headline, each.article.document.day), "") for each in stored
    }


async def open_samples(path: Path) -> Index:
    """Return a new index of the samples."""
    reader = load_reader(load_topics())
    read = [reader.read(document) for document in sample_documents()]
    index = await Index.open(path, migrations())
    await index.articles.add([(article, reader.label(article)) for article in read], now=TODAY)
    return index


async def measure(names: Sequence[str]) -> list[Asked]:
    """Ask the questions of some sets over a fresh index."""
    with tempfile.TemporaryDirectory() as folder:
        index = await open_samples(Path(folder) / "bench.db")
        try:
            return await ask_all(index, [each for name in names for each in load_questions(name)])
        finally:
            await index.close()


# --- figures -----------------------------------------------------------------------------------------------


def rightly_answered(asked: Sequence[Asked]) -> float:
    """Return the share of the answerable questions that were answered rightly."""
    return _share([each.verdict == "right" for each in asked if each.question.answers])


def honestly_abstained(asked: Sequence[Asked]) -> float:
    """Return the share of the questions without an answer on which nothing was answered."""
    return _share([each.verdict == "abstained" for each in asked if not each.question.answers])


def accuracy_of(asked: Sequence[Asked], confidence: str | None) -> float:
    """Return how often answers of one confidence are right, among all that were given."""
    return _share(
        [
            each.verdict == "right"
            for each in asked
            if each.answer.found and each.answer.confidence == confidence
        ]
    )


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else float("nan")


def _print(name: str, asked: Sequence[Asked]) -> None:
    print(f"{name}: {len(asked)} questions")
    print(f"  {'kind':10}{'style':13}{'asked':>6}{'right':>7}{'wrong':>7}{'abstained':>11}")
    answerable = [each for each in asked if each.question.answers]
    groups = sorted({(each.question.kind, each.question.style) for each in answerable})
    for kind, style in groups:
        _line(kind, style, [q for q in answerable if (q.question.kind, q.question.style) == (kind, style)])
    for style in ("plain", "paraphrased"):
        _line("all", style, [each for each in answerable if each.question.style == style])
    _line("all", "", answerable)
    _line("without an answer", "", [each for each in asked if not each.question.answers])
    print(f"  answered rightly, of those with an answer   {rightly_answered(asked):6.1%}")
    print(f"  abstained, of those without                 {honestly_abstained(asked):6.1%}")
    for style in ("plain", "paraphrased"):
        group = [each for each in answerable if each.question.style == style]
        read, near = (
            _share([each.article_read for each in group]),
            _share([each.sentence_near for each in group]),
        )
        print(f"  {style}: the article is read {read:6.1%}, its sentence among the best {NEAR} {near:6.1%}")
    for confidence in (*CONFIDENCES, None):
        given = sum(each.answer.found and each.answer.confidence == confidence for each in asked)
        if given:
            print(f"  right of the {given:3} “{confidence}”{accuracy_of(asked, confidence):27.1%}")
    print(f"  median {statistics.median(each.milliseconds for each in asked):.1f} ms a question\n")


def _line(kind: str, style: str, group: Sequence[Asked]) -> None:
    counts = [sum(each.verdict == wanted for each in group) for wanted in ("right", "wrong", "abstained")]
    cells = f"{counts[0]:7}{counts[1]:7}{counts[2]:11}"
    print(f"  {f'{kind:10}{style:13}':23}{len(group):6}{cells}")


def _print_failures(asked: Sequence[Asked]) -> None:
    for each in asked:
        wanted = "right" if each.question.answers else "abstained"
        if each.verdict == wanted:
            continue
        question = each.question
        print(f"{question.id} {each.verdict} ({question.kind}, {question.style}): {question.question}")
        print(f"    gold: {'; '.join(question.answers) or 'none'}")
        if each.answer.found:
            first = each.answer.findings[0]
            print(f"    said: {first.text} {first.day or ''} [{each.answer.confidence}]")
            print(f"          {first.quotes[0].text}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of each set."""
    cli = argparse.ArgumentParser(
        prog="python -m bench.asking",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    cli.add_argument("--set", choices=(*SETS, FURTHER, "both"), default="both")
    cli.add_argument("--failures", action="store_true", help="print each question that went wrong")
    options = cli.parse_args(arguments)
    for name in SETS if options.set == "both" else (options.set,):
        asked = asyncio.run(measure([name]))
        _print(name, asked)
        if options.failures:
            _print_failures(asked)
    return 0


if __name__ == "__main__":
    sys.exit(main())
