"""Why one document could not be had, with its place and the reason told apart.

::

    SourceError
    └── DocumentError            one document: `origin` says where, `reason` says why
        └── UnsettledFileError   it was being written while it was read: worth another look
"""

from __future__ import annotations

from bot.errors import SourceError


class DocumentError(SourceError):
    """One document could not be had; ``str(error)`` is "origin: reason"."""

    def __init__(self, origin: str, reason: str) -> None:
        super().__init__(f"{origin}: {reason}" if origin else reason)
        self.origin = origin
        self.reason = reason


class UnsettledFileError(DocumentError):
    """The file changed while it was read, so what was read may be half of it."""
