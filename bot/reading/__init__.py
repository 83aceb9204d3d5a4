"""What one article says: from a document to sentences, names, dates, topics and a summary.

:func:`load_reader` once a process; then :meth:`Reader.read` is pure: no files, no network, no clock.
"""

from __future__ import annotations

from bot.reading.fingerprint import content_hash
from bot.reading.gist import Gist, find_gist
from bot.reading.reader import SUMMARY_SENTENCES, Reader, load_reader

__all__ = [
    "SUMMARY_SENTENCES",
    "Gist",
    "Reader",
    "content_hash",
    "find_gist",
    "load_reader",
]
