"""Log lines of the long-running commands: structlog and the libraries' logging, on standard error."""

from __future__ import annotations

import asyncio
import logging
import sys

import structlog


def configure_logging(level: str) -> None:
    """Log from `level` up: coloured on a terminal, JSON lines elsewhere."""
    number = logging.getLevelNamesMapping()[level.upper()]
    terminal = sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.StackInfoRenderer(),
            *([] if terminal else [structlog.processors.format_exc_info]),
            structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        # standard output is for what was asked for; looked up late, as it may be replaced
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, format="%(name)s: %(message)s")
    logging.getLogger("apscheduler.executors.default").addFilter(_is_no_cancellation)


def _is_no_cancellation(record: logging.LogRecord) -> bool:
    """Whether a record is worth showing: that stopping the program ends a running job is no error."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))
