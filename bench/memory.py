"""How much memory a process holds."""

from __future__ import annotations

import os
from pathlib import Path


def resident_mb(process: int | None = None) -> float:
    """Return a process's resident memory in MB (Linux); of this one when none is named."""
    pages = int(Path(f"/proc/{process or os.getpid()}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
