"""The table of kills says what was lost; how it is found out is tested in ``tests/standin/crash``."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.crashes import show
from tests.standin.crash.harness import Report
from tests.standin.crash.points import Phase


def test_the_table_counts_kills_by_phase_and_names_what_was_lost(capsys: pytest.CaptureFixture[str]) -> None:
    kills = Counter({Phase.COMPOSE: 2, Phase.SEND: 1})
    show(Report(kills, after_crash=1, lives=5, digests=9, lost=["delivery 3 is held"], seconds=2.4))

    lines = capsys.readouterr().out.splitlines()
    assert "compose        2" in lines
    assert "mark           0" in lines
    assert "all            3, of which 1 after another crash" in lines
    assert "lost           1" in lines
    assert "repeated       0" in lines
    assert lines[-1].strip() == "delivery 3 is held"
