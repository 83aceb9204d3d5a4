"""The bench of digests: what it counts is what was asked for, and it leaves an index as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import digests
from bench.indexing.building import NOW, build, open_index
from bench.indexing.writing import Newsroom
from bot.resources import load_topics


async def test_all_that_is_due_is_composed_claimed_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    await build(path, 300, 7, Newsroom(7), lambda _, __: None)
    index = await open_index(path)
    try:
        due = await digests.fill(index, 12, 1)
        topics = load_topics()
        done = await digests.run_round(index, topics, due, NOW, 100)
        assert done.posts + done.empty == 12
        assert done.posts == len(done.deliveries) > 0
        assert set(done.cpu) == set(done.seconds) == {"compose", "claim", "view"}
        assert digests.floor_of_claiming(done, tmp_path) >= 0
        # each channel goes on with what it was not shown
        again = await digests.run_round(index, topics, await index.subscriptions.due(NOW, 12), NOW, 100)
        assert again.posts == 0
    finally:
        await index.close()


def test_the_report_of_digests(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    digests.main(
        ["--articles", "200", "--subscriptions", "5", "--rounds", "1", "--db", str(tmp_path / "a.db")]
    )
    printed = capsys.readouterr().out
    assert printed.startswith("5 subscriptions due at once, 200 articles")
    assert "| claim |" in printed
