"""The fuzzer: its damage can be repeated, its rules notice what is broken, its runs end."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bench import fuzz_reader
from bench.fuzzing import Breach, Damager, breaches, read_one
from bench.fuzzing.damage import DAMAGES
from bench.fuzzing.one_article import reduced
from bot.errors import ReadingError
from bot.models import Article, DatedEvent, Document, Mention, Sentence, TimeExpression, TopicLabel
from bot.reading import Reader
from tests.reading.articles import sample_documents, shipwreck


def test_the_same_number_of_the_same_seed_is_the_same_article() -> None:
    documents = sample_documents()

    first, again, other = Damager(documents, 1), Damager(documents, 1), Damager(documents, 2)

    assert [first.document(number) for number in range(50)] == [again.document(n) for n in range(50)]
    assert [first.document(number) for number in range(50)] != [other.document(n) for n in range(50)]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("text", ["", "a", "\ud800", "The mayor of Oslo left on Monday. It rained."])
def test_every_damage_takes_any_text(damage: Callable[..., str], text: str) -> None:
    for seed in range(30):
        assert isinstance(damage(random.Random(seed), text), str)  # noqa: S311


def spoiled(article: Article) -> dict[str, Article]:
    """Return articles with one thing wrong in each, by the rule that should notice."""
    first, entity = article.sentences[0], article.entities[0]
    outside = Mention(0, 3, len(article.sentences) - 1)
    touching = replace(entity, name="Other")
    day = date(2024, 10, 8)
    return {
        "sentences stand in order": replace(article, sentences=(*article.sentences, first)),
        "sentences have no space around them": replace(
            article, sentences=(Sentence(first.start, first.end + 1, 0), *article.sentences[1:])
        ),
        "the summary names sentences": replace(article, summary=(0, 99)),
        "the summary stands in text order": replace(article, summary=(2, 0)),
        "the summary is no longer than asked": replace(article, summary=(0, 1, 2, 3)),
        "the ranking names sentences, each once": replace(article, ranking=(0, 0)),
        "a mention lies in its sentence": replace(article, entities=(replace(entity, mentions=(outside,)),)),
        "mentions do not overlap": replace(article, entities=(entity, touching)),
        "salience lies between 0 and 1": replace(article, entities=(replace(entity, salience=float("nan")),)),
        "an entity has a name, a kind and mentions": replace(
            article, entities=(replace(entity, mentions=()),)
        ),
        "time expressions stand in order": replace(article, dates=(TimeExpression(0, 10**6, "2024"),)),
        "a time expression has a TIMEX3 value": replace(article, dates=(TimeExpression(0, 2, "soon"),)),
        "a month or year stands for its first day": replace(
            article, events=(DatedEvent(0, first.start, first.end, day, "month", True),)
        ),
        "the fingerprint fits 64 bits": replace(article, fingerprint=2**64),
    }


def test_what_is_broken_is_noticed(reader: Reader) -> None:
    article = reader.read(shipwreck())
    assert breaches(article, reader.label(article)) == []

    for rule, broken in spoiled(article).items():
        assert rule in {breach.rule for breach in breaches(broken, ())}


def test_a_topic_that_does_not_count_is_noticed(reader: Reader) -> None:
    [breach] = breaches(reader.read(shipwreck()), [TopicLabel("sport", 0.5)])

    assert breach.rule == "a topic that counts scores 1 or more"


class Stumbling(Reader):
    """A reader that stumbles over a word."""

    def __init__(self, reader: Reader, error: Exception) -> None:
        self._reader = reader
        self._error = error

    def read(self, document: Document, *, sentences: int | None = None) -> Article:
        """Read as the other reader does, but for the word."""
        if "Captain" in document.text:
            raise self._error
        return self._reader.read(document, sentences=sentences)

    def label(self, article: Article) -> tuple[TopicLabel, ...]:
        """Label as the other reader does."""
        return self._reader.label(article)


def test_an_exception_is_found_and_its_text_cut_down_to_what_raises_it(reader: Reader) -> None:
    stumbling = Stumbling(reader, KeyError("x"))

    outcome = read_one(stumbling, shipwreck(), limit=10)

    assert outcome.breach is not None
    assert outcome.breach.rule.startswith("KeyError in ")
    assert reduced(stumbling, shipwreck(), outcome.breach, limit=10).text == "Captain"


def test_a_refusal_with_a_sentence_is_no_breach(reader: Reader) -> None:
    outcome = read_one(Stumbling(reader, ReadingError("It is too long.")), shipwreck(), limit=10)

    assert (outcome.refused, outcome.breach) == (True, None)


def test_a_reading_that_does_not_end_is_ended(reader: Reader) -> None:
    class Endless(Stumbling):
        def read(self, document: Document, *, sentences: int | None = None) -> Article:
            while True:
                pass

    outcome = read_one(Endless(reader, KeyError()), shipwreck(), limit=0.02)

    assert outcome.breach == Breach(
        "an article is read in time", outcome.breach.details if outcome.breach else ""
    )


def test_a_run_ends_and_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        json.dumps({"id": "a", "text": "The mayor of Oslo left on Monday. It rained.", "published": "None"})
    ]
    (tmp_path / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")

    fuzz_reader.main(
        ["--articles", "30", "--seed", "5", "--data", str(tmp_path / "texts.jsonl"), "--no-reduce"]
    )

    shown = capsys.readouterr().out
    assert "seed 5: 30 articles" in shown
    assert "slowest: " in shown


def test_one_article_of_a_run_can_be_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    fuzz_reader.main(["--only", "3", "--seed", "5"])

    title = json.loads(capsys.readouterr().out.splitlines()[0])["title"]
    assert title == Damager(sample_documents(), 5).document(3).headline
