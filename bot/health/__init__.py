"""Whether the installation is well: checks for `nutgraf doctor` and `/doctor`."""

from __future__ import annotations

from bot.health.checks import run_checks

__all__ = ["run_checks"]
