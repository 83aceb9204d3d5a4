"""Whether `nutgraf read --jsonl` keeps its memory, however many lines come.

Run `python -m bench.streaming --lines N`.

Lines are made up as they are needed, one in a thousand of them bad; the peak memory of the program and of its
workers is asked of /proc (Linux) at each tenth of the way.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

WORDS = (
    "harbour council ferry bridge storm budget school doctors vote strike market flood museum train".split()
)


def main() -> None:
    """Print a row a tenth of the way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    command = ["-m", "bot.cli", "read", "--jsonl", "-", "--workers", str(options.workers)]
    program = subprocess.Popen(  # noqa: S603 - this very program
        [sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    if program.stdin is None or program.stdout is None:
        raise SystemExit("no pipes")
    threading.Thread(target=_write, args=(program.stdin, options.lines), daemon=True).start()
    print(f"{'lines':>9} {'errors':>7} {'lines/s':>8}  MB: program, its server and workers")
    begun = time.perf_counter()
    errors = 0
    for number, line in enumerate(program.stdout):
        answer = json.loads(line)
        errors += "error" in answer
        if answer["id"] not in (number, None):
            raise SystemExit(f"line {number + 1} has the answer of {answer['id']}")
        if (number + 1) % max(1, options.lines // 10) == 0:
            speed = (number + 1) / (time.perf_counter() - begun)
            sizes = " ".join(f"{size:.0f}" for size in _peaks(program.pid))
            print(f"{number + 1:>9} {errors:>7} {speed:>8.0f}  {sizes}", flush=True)
    print(f"exit code {program.wait()}")


def _write(pipe: IO[bytes], lines: int) -> None:
    with pipe:
        for number in range(lines):
            pipe.write(b"no json\n" if number % 1_000 == 999 else _line(number))


def _line(number: int) -> bytes:
    word, other = WORDS[number % len(WORDS)], WORDS[number // len(WORDS) % len(WORDS)]
    text = (
        f"The {word} was the subject of talks on Tuesday, when {number} people asked for another {other}. "
        f"Nora Blix{number % 977} of the council said that the {other} would come in May."
    )
    line = {"id": number, "title": f"Talks about the {word}", "text": text, "published": "2024-10-09"}
    return json.dumps(line).encode() + b"\n"


def _peaks(program: int) -> list[float]:
    """Return the peak resident memory of a process and of those below it, in MB."""
    below = {int(entry.name): _parent(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    family = [program]
    for process in family:
        family += [child for child, parent in below.items() if parent == process]
    return [_peak(process) for process in family]


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def _peak(process: int) -> float:
    try:
        status = (Path("/proc") / str(process) / "status").read_text()
    except OSError:
        return 0.0
    kilobytes = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), "0")
    return int(kilobytes) / 1000


if __name__ == "__main__":
    main()
