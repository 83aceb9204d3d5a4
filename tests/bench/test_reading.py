"""The bench of speed: what it reads, where it puts its clocks, what it says of peers and workers."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.reading.reader
from bench import reading, worker
from bench.peers import PEERS, Peer, Run
from bench.stages import stage_clock
from bot.reading import Reader
from bot.reading.entities import EntityFinder
from tests.reading.articles import sample_documents, shipwreck


def test_articles_of_a_length_are_made_of_whole_paragraphs_none_of_them_twice() -> None:
    documents = sample_documents()[:6]

    made = reading.articles_of(300, documents)

    assert all(300 <= len(document.text.split()) < 500 for document in made)
    paragraphs = [paragraph for document in made for paragraph in document.text.split("\n\n")]
    assert len(paragraphs) == len(set(paragraphs))
    assert set(paragraphs) <= {each for document in documents for each in document.text.split("\n\n")}


def test_the_stages_add_up_to_the_whole_and_the_clocks_are_taken_off(reader: Reader) -> None:
    before = (vars(bot.reading.reader)["split_sentences"], EntityFinder.find)

    with stage_clock() as clock:
        taken = clock.read(reader, shipwreck())

    assert {"sentences", "summary", "names and roles", "dates", "topics", "who, what, when"} <= set(taken)
    assert sum(seconds for stage, seconds in taken.items() if stage != "all") == pytest.approx(taken["all"])
    assert (vars(bot.reading.reader)["split_sentences"], EntityFinder.find) == before


@pytest.fixture
def few_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bench read two articles."""
    monkeypatch.setattr(reading, "sample_documents", lambda: sample_documents()[:3])


@pytest.mark.usefixtures("few_articles")
def test_each_stage_is_shown_beside_its_peers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = Peer("dates", "crystal-ball", "crystal-ball", _missing)
    sumy = next(peer for peer in PEERS if peer.name.startswith("sumy"))
    monkeypatch.setattr(reading, "PEERS", (sumy, missing))

    reading.main(["--rounds", "1", "--no-worker"])

    shown = capsys.readouterr().out
    assert "crystal-ball is not installed: pip install crystal-ball" in shown
    assert "| names and roles " in shown
    assert "| summary    | sumy LexRank" in shown


def _missing() -> Run:
    raise ImportError("no crystal-ball")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="a process's memory is read from /proc")
def test_a_real_worker_is_started_and_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "ODD_ARTICLES", 3)

    found = worker.measure([shipwreck()])

    assert found.next_start > 0
    assert 20 < found.memory_mb < 1_000


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_a_peer_that_is_installed_runs(peer: Peer) -> None:
    try:
        run = peer.make()
    except ImportError:
        pytest.skip(f"not installed: pip install {peer.install}")

    run(shipwreck())
