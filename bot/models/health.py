"""What a diagnosis says."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One line of a diagnosis."""

    success: bool
    label: str
    details: str = ""
    resolution: str = field(default="")
    """What to do about it, when `success` is False."""
