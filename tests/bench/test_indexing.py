"""The bench of the index: its news is the same every time, its offsets are true, its tables are whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from bench import index as bench_index
from bench.fuzzing import breaches
from bench.indexing import asking
from bench.indexing.asking import COMMANDS
from bench.indexing.building import open_index
from bench.indexing.plan import (
    BACKFILLED,
    DAYS,
    EPOCH,
    GLOBAL_FEED,
    GUILD_SHARE,
    LAST_DAY,
    Plan,
    fresh_plan,
    make_plan,
)
from bench.indexing.questions import EACH, make_prefixes, make_questions
from bench.indexing.tables import percentile
from bench.indexing.writing import Item, Newsroom

SEED = 7


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return Newsroom(SEED)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(1_000, SEED)


@pytest.fixture(scope="module")
def items(newsroom: Newsroom, plan: Plan) -> list[Item]:
    return newsroom.write(plan)


def test_the_same_seed_makes_the_same_news(newsroom: Newsroom, plan: Plan, items: list[Item]) -> None:
    again = make_plan(1_000, SEED)
    assert all(np.array_equal(getattr(plan, each.name), getattr(again, each.name)) for each in fields(Plan))
    assert Newsroom(SEED).write(plan.rows(slice(0, 20))) == items[:20]

    other = make_plan(2_000, SEED + 1)
    assert Newsroom(SEED + 1).write(other.rows(slice(0, 20))) != items[:20]


def test_an_article_is_the_same_in_whatever_block_it_is_made(
    newsroom: Newsroom, plan: Plan, items: list[Item]
) -> None:
    chosen = np.array([950, 3, 777])

    assert newsroom.write(plan.rows(chosen)) == [items[place] for place in chosen]


def test_what_is_made_up_holds_together_like_what_is_read(items: list[Item]) -> None:
    for article, labels in items:
        assert breaches(article, labels) == []


def test_offsets_are_true(items: list[Item]) -> None:
    for article, _ in items:
        text = article.document.text
        assert " ".join(map(article.quote, range(len(article.sentences)))) == " ".join(text.split())
        assert [article.quote(number)[-1] for number in range(len(article.sentences))] == ["."] * len(
            article.sentences
        )
        paragraphs = text.split("\n\n")
        assert article.sentences[-1].paragraph == len(paragraphs) - 1
        for number, sentence in enumerate(article.sentences):
            assert article.quote(number) in paragraphs[sentence.paragraph]
        for entity in article.entities:
            for mention in entity.mentions:
                span = article.sentences[mention.sentence]
                assert text[mention.start : mention.end] == entity.name
                assert span.start <= mention.start < mention.end <= span.end
        for event in article.events:
            assert article.sentences[event.sentence].end == event.end + 1
            said = text[event.start : event.end]
            assert said in {f"{event.day:%A}", f"{event.day:%B %Y}"} or str(event.day.day) in said


def test_news_has_the_sizes_of_news(items: list[Item]) -> None:
    lengths = [len(article.document.text.split()) for article, _ in items]
    assert 200 < percentile(lengths, 0.5) < 260
    assert min(lengths) >= 55
    assert max(lengths) <= 1_500
    for article, labels in items:
        assert 6 <= len(article.document.headline.split()) <= 12
        assert 5 <= len(article.entities) <= 15
        assert len(article.events) <= 4
        assert len(labels) <= 3
        for number in range(len(article.sentences)):
            assert 8 <= len(article.quote(number).split()) <= 32
        assert article.summary
        salience = [entity.salience for entity in article.entities]
        assert salience == sorted(salience, reverse=True)
    assert len({article.content_hash for article, _ in items}) == len(items)
    assert len({entity.name for article, _ in items for entity in article.entities}) > 1_500


def test_some_words_and_names_are_everywhere_and_most_are_rare(newsroom: Newsroom, items: list[Item]) -> None:
    words = Counter(word for article, _ in items for word in set(article.document.text.lower().split()))
    names = Counter(entity.name for article, _ in items for entity in article.entities)

    assert words["the"] > 0.95 * len(items)
    assert words["said"] > 0.3 * len(items)
    assert sum(1 for count in words.values() if count == 1) > len(words) / 4
    assert names.most_common(1)[0][1] > len(items) / 50
    assert sum(1 for count in names.values() if count == 1) > len(names) / 4


def test_articles_are_added_in_the_order_of_news_with_older_ones_in_between(plan: Plan) -> None:
    late = plan.added > plan.day
    assert np.all(np.diff(plan.added) >= 0)
    assert np.all(plan.added >= plan.day)
    assert np.mean(late) == pytest.approx(BACKFILLED, abs=0.05)
    assert plan.day.max() == (LAST_DAY - EPOCH).days
    assert plan.day.max() - plan.day.min() == DAYS - 1
    assert np.mean(plan.feed != GLOBAL_FEED) == pytest.approx(GUILD_SHARE, abs=0.03)
    assert len(np.unique(plan.feed)) > 40


def test_events_are_told_by_several_and_copies_share_most_of_their_fingerprint(
    plan: Plan, items: list[Item]
) -> None:
    tellers = Counter(plan.event.tolist())
    told_again = sum(count for count in tellers.values() if count > 1)
    assert told_again / len(plan) == pytest.approx(0.3, abs=0.02)
    assert max(tellers.values()) <= 6
    by_number = {int(number): item[0] for number, item in zip(plan.number, items, strict=True)}
    pairs = [
        (int(number), int(original)) for number, original in zip(plan.number, plan.original, strict=True)
    ]
    copies = [(by_number[number], by_number[original]) for number, original in pairs if number != original]
    assert copies
    for copy, original in copies:
        different = (copy.fingerprint ^ original.fingerprint) & (2**64 - 1)
        assert different.bit_count() <= 6
        assert copy.quote(0)[:20] == original.quote(0)[:20]
        assert copy.content_hash != original.content_hash


def test_fresh_news_is_of_the_last_day_and_new(newsroom: Newsroom, plan: Plan, items: list[Item]) -> None:
    fresh = newsroom.write(fresh_plan(100, len(plan), SEED))

    assert {article.document.day for article, _ in fresh} == {LAST_DAY}
    assert {article.content_hash for article, _ in fresh}.isdisjoint(
        article.content_hash for article, _ in items
    )


def test_questions_are_a_fixed_mix_of_what_the_news_has(
    newsroom: Newsroom, plan: Plan, items: list[Item]
) -> None:
    questions = make_questions(newsroom, plan, SEED)

    assert questions == make_questions(newsroom, plan, SEED)
    kinds = Counter(question.kind for question in questions)
    assert set(kinds.values()) == {EACH}
    assert len({question.kind for question in questions[: len(kinds)]}) == len(kinds)
    texts = [article.document.text for article, _ in items]
    for question in questions:
        if question.kind == "person, rare":
            assert any(question.about in text for text in texts)
        if question.kind == "word, rare":
            assert any(question.about in text.lower() for text in texts)
    assert {len(prefix) for prefix in make_prefixes(newsroom, SEED)} == set(range(7))


def test_a_run_shows_every_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kept.db"
    asked = ["--articles", "300", "--db", str(path), "--keep", "--seconds", "0.3", "--budget", "0.2"]

    bench_index.main(asked)
    shown = capsys.readouterr().out
    bench_index.main([*asked[:-4], "--seconds", "0", "--budget", "0.2"])
    again = capsys.readouterr().out

    for title in (
        "The index",
        "Answers, 30 days, warm",
        "Answers, no limit, warm",
        "Answers by what is asked, no limit",
        "Suggestions while typing",
        "Beside a bare FTS5 query",
        "20 questions a second",
        "articles added meanwhile",
    ):
        assert title in shown
    assert all(f"| {command} " in shown for command in COMMANDS)
    assert "built, articles a second" in shown
    assert "built, articles a second" not in again  # it was there already
    assert path.exists()


async def test_a_question_that_would_never_end_is_broken_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "LONGEST", 0.01)
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    index = await open_index(tmp_path / "index.db")
    try:
        assert await asking.answered(index, index._database.read(endless)) is False
        assert await asking.answered(index, index.articles.count(asking.SCOPE)) is True
    finally:
        await index.close()


def test_growth_is_a_table_and_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "growth.png"

    bench_index.main(
        [
            "--growth",
            "100",
            "200",
            "--db",
            str(tmp_path),
            "--seconds",
            "0",
            "--budget",
            "0.1",
            "--plot",
            str(picture),
        ]
    )

    assert "Growth, ms" in capsys.readouterr().out
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert list(tmp_path.iterdir()) == [picture]


def test_an_index_of_other_news_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    bench_index.main(["--articles", "100", "--db", str(path), "--keep", "--seconds", "0", "--budget", "0.1"])

    with pytest.raises(SystemExit, match="move it away"):
        bench_index.main(["--articles", "200", "--db", str(path)])
    assert path.exists()
