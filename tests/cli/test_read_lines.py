"""read --jsonl: an article a line in, what was found a line out, whatever the lines are."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.cli.lines import LONGEST_LINE
from tests.cli.conftest import Nutgraf
from tests.cli.test_answers import assert_shape
from tests.cli.test_usage import documented_json
from tests.ingest.test_killed import descendants, is_running

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
FULL, ERROR, *_ = documented_json()
KEYS = ["id", "language", *list(FULL)[list(FULL).index("text") + 1 :]]
RAIN = "It rained in Port Ansel on Monday, and the streets were full of water."


def line(**values: Any) -> bytes:
    return json.dumps(values).encode() + b"\n"


def answers(nutgraf: Nutgraf, stdin: bytes, *options: str) -> list[Any]:
    result = nutgraf("read", "--jsonl", "-", "--workers", "2", *options, stdin=stdin)
    assert result.err == ""
    assert result.code == any("error" in each for each in result.lines)
    return result.lines


def test_an_article_a_line_gives_findings_a_line(nutgraf: Nutgraf) -> None:
    text = "PARIS (Reuters) - Tomas Arrieta left on Tuesday.\nHe will be back on Friday, the mayor said."
    stdin = line(id=1, title=None, text=text, published="2024-10-09", gold={}) + line(
        id="b", text="It rained."
    )

    first, second = answers(nutgraf, stdin)

    assert list(first) == KEYS
    assert_shape(first, {"id": 1} | {key: FULL[key] for key in KEYS[1:]})
    assert first["sentences"][0][0] == text.index("Tomas")
    assert [text[start:end] for start, end in first["sentences"]][1].startswith("He will be back")
    assert {each["value"] for each in first["dates"]} == {"2024-10-08", "2024-10-11"}
    assert first["what"][0]["text"] == "Tomas Arrieta left on Tuesday."
    assert second["id"] == "b"


def test_the_order_is_that_of_the_lines(nutgraf: Nutgraf) -> None:
    # the first is read for long after the others
    stdin = line(id=0, text=RAIN * 1_000) + b"".join(line(id=number, text=RAIN) for number in range(1, 100))

    assert [each["id"] for each in answers(nutgraf, stdin)] == list(range(100))


def test_offsets_count_code_points(nutgraf: Nutgraf) -> None:
    text = "😀 “Ça va,” said Zoë Brontë on Monday. \U0001f469\u200d\U0001f52c Émile Zola left on Tuesday."

    (found,) = answers(nutgraf, line(id=1, text=text, published="2024-10-09"))

    assert [text[each["start"] : each["end"]] for each in found["dates"]] == ["Monday", "Tuesday"]


@pytest.mark.parametrize(
    "name", [None, 0, -1.5, True, "", "ü😀", "\ud800", [1, [2]], {"a": {"b": None}}, 10**30]
)
def test_the_id_is_given_back_as_it_came(nutgraf: Nutgraf, name: Any) -> None:
    good, bad = answers(nutgraf, line(id=name, text=RAIN) + line(id=name, text=7))

    assert good["id"] == bad["id"] == name
    assert list(bad) == list(ERROR)


def test_what_is_not_quite_json_is_taken_as_it_is_meant(nutgraf: Nutgraf) -> None:
    text = json.dumps(RAIN).encode()
    stdin = (
        b"\xef\xbb\xbf" + line(id=1, text=RAIN)
        + b"\r\n  \n\t\n"
        + b'{"id": 2, "text": ' + text + b"}\r\n"
        + b'{"id": 3, "published": NaN, "title": NaN, "gold": [Infinity], "text": ' + text + b"}\n"
        + b'{"id": NaN, "text": ' + text + b"}\n"
        + b'{"id": 1e999, "text": ' + text + b"}\n"
        + b'{"id": 5, "id": 6, "text": "no", "text": ' + text + b"}\n"
        + b'{"id": 7, "text": ' + text + b"}"
    )  # fmt: skip

    found = answers(nutgraf, stdin)

    assert [each["id"] for each in found] == [1, 2, 3, None, None, 6, 7]
    assert {json.dumps(each["sentences"]) for each in found} == {f"[[0, {len(RAIN)}]]"}


@pytest.mark.parametrize(
    "published", [None, "2024-10-09", "2024-10-09T14:30:00Z", "soon", "", 7, "2024-02-31"]
)
def test_a_day_that_is_no_day_is_as_none(nutgraf: Nutgraf, published: object) -> None:
    (found,) = answers(nutgraf, line(id=1, text=RAIN, published=published))

    assert (found["dates"][0]["value"] == "2024-10-07") == str(published).startswith("2024-10-09")


def test_bad_lines_are_reported_in_their_places_and_skipped(nutgraf: Nutgraf, alone: Path) -> None:
    bad = {
        b"no json": "Line 2: it is not JSON: Expecting value",
        b"\xff\xfe": "Line 3: it is not UTF-8 (byte 1).",
        b"[" * 100_000: "Line 4: its JSON is nested too deeply.",
        b"1" * 5_000: "Line 5: it is not JSON: Exceeds the limit",
        b"[1]": "Line 6: it is not a JSON object.",
        b'{"id": 0}': 'Line 7: there is no "text".',
        b'{"id": 0, "text": 7}': 'Line 8: "text" is not a string.',
        b'{"id": 0, "text": ""}': "Line 9: there is no text in it.",
        b'{"id": 0, "text": "?!\\u200b"}': "Line 10: there are no words in it.",
        b'{"id": 0, "text": "%s"}' % (b"a" * 5_000_000): "Line 11: 5,000,000 characters are more than",
        b'{"id": 0, "text": "It rained \xff on Monday."}': "Line 12: it is not UTF-8 (byte 30).",
        b'{"id": 0, "text": "%s"}' % (b"a " * (LONGEST_LINE // 2)): "Line 13: it is longer than 10 MB.",
        b'{"id": 0, "text": {"a": ' * 50_000: "Line 14: its JSON is nested too deeply.",
    }
    (alone / "articles").write_bytes(
        line(id=1, text="It rained on Monday.")
        + b"\n".join(bad)
        + b"\n"
        + line(id=2, text="It rained \ud800 on Monday.", published="None")
    )

    result = nutgraf("read", "--jsonl", "articles", "--workers", "2")

    assert (result.code, result.err) == (1, "")
    first, *refused, last = result.lines
    assert (first["id"], last["id"]) == (1, 2)
    assert all(list(each) == list(ERROR) for each in refused)
    assert [each["error"][: len(told)] for each, told in zip(refused, bad.values(), strict=True)] == list(
        bad.values()
    )
    assert [each["id"] for each in refused] == [None] * 5 + [0] * 6 + [None] * 2


def test_the_length_of_the_summary(nutgraf: Nutgraf) -> None:
    text = " ".join(f"The ferry to island number {number} was late on Monday again." for number in range(20))

    lengths = [
        len(answers(nutgraf, line(id=1, text=text), "--sentences", str(number))[0]["summary"])
        for number in (1, 2)
    ]

    assert lengths == [1, 2]


def test_no_lines_are_no_answers(nutgraf: Nutgraf) -> None:
    assert answers(nutgraf, b"") == []
    assert answers(nutgraf, b"\n \n") == []


@pytest.mark.parametrize(
    ("name", "reason"), [("articles", "No such file or directory"), (".", "Is a directory")]
)
def test_a_file_of_lines_that_is_not_there(nutgraf: Nutgraf, name: str, reason: str) -> None:
    result = nutgraf("read", "--jsonl", name)

    assert (result.code, result.out, result.err) == (1, "", f"nutgraf: {name} cannot be read: {reason}.\n")


# --- as a program ------------------------------------------------------------------------------------------


@contextmanager
def running(*options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `nutgraf read --jsonl -` with pipes, in a process group of its own, as a shell does."""
    with subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, "-m", "bot.cli", "read", "--jsonl", "-", "--workers", "2", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        process_group=0,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ask(process: subprocess.Popen[bytes], question: bytes) -> Any:
    """Write a line, and wait for its answer."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(question)
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def ended(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """Return exit code and standard error of a program that ends by itself; nothing outlives it."""
    family = descendants(process.pid)
    code = process.wait(PATIENCE)
    assert process.stderr is not None
    errors = process.stderr.read()
    given_up = time.monotonic() + PATIENCE
    while any(map(is_running, family)):
        assert time.monotonic() < given_up
        time.sleep(0.01)
    return code, errors


def test_an_answer_comes_as_soon_as_its_line() -> None:
    with running() as process:
        # standard input is open all the while
        assert [ask(process, line(id=number, text=RAIN))["id"] for number in range(3)] == [0, 1, 2]
        assert process.stdin is not None
        process.stdin.close()
        assert ended(process) == (0, b"")


def test_ctrl_c_ends_it_while_it_waits_for_a_line() -> None:
    with running() as process:
        ask(process, line(id=1, text=RAIN))

        os.killpg(process.pid, signal.SIGINT)

        assert ended(process) == (130, b"")


def test_ctrl_c_ends_it_while_it_reads() -> None:
    with running() as process:
        ask(process, line(id=1, text=RAIN) + b"".join(line(id=n, text=RAIN * 2_000) for n in range(5)))

        os.killpg(process.pid, signal.SIGINT)

        assert ended(process) == (130, b"")


def test_a_reader_of_the_pipe_that_has_seen_enough_ends_it_quietly() -> None:
    with running() as process:
        assert process.stdout is not None
        assert process.stdin is not None
        ask(process, line(id=1, text=RAIN))
        process.stdout.close()

        process.stdin.write(line(id=2, text=RAIN))
        process.stdin.flush()

        assert ended(process) == (1, b"")


def test_workers_that_are_killed_cost_no_line() -> None:
    with running() as process:
        first = ask(process, line(id=0, text=RAIN))
        (server,) = [child for child in children(process.pid) if children(child)]
        for worker in children(server):
            os.kill(worker, signal.SIGKILL)

        others = [ask(process, line(id=number, text=RAIN)) for number in range(1, 6)]

        assert [{**each, "id": 0} for each in others] == [first] * 5
        assert process.stdin is not None
        process.stdin.close()
        assert ended(process)[0] == 0


def children(parent: int) -> list[int]:
    """Return the ids of the processes that one has started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == parent:
                found.append(int(entry.name))
    return found
