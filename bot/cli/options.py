"""Options that several commands share, and the exit codes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_CANNOT_START = 69
"""EX_UNAVAILABLE of sysexits.h."""

Db = Annotated[Path | None, typer.Option("--db", help="The index file.", show_default="data/nutgraf.db")]
Config = Annotated[
    Path | None, typer.Option("--config", help="The settings file.", show_default="nutgraf.toml")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, as docs/cli.md describes it.")]
Since = Annotated[
    str | None, typer.Option("--since", help="From this day on: 2024-10-01, yesterday, 7 days.")
]
Until = Annotated[str | None, typer.Option("--until", help="Up to and with this day.")]
Guild = Annotated[int | None, typer.Option("--guild", help="See what this server's members see.")]
TopicName = Annotated[str | None, typer.Option("--topic", help="Only articles of this topic.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=50, help="Findings at most.")]
