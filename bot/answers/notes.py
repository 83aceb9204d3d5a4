"""What an answer says of how it was come by."""

from __future__ import annotations

from bot.query.evidence import Evidence


def note_on(evidence: Evidence, *more: str | None) -> str | None:
    """Return what must be said of the evidence, then what else there is to say; None when nothing."""
    partly = None if evidence.complete else "No article has all of these words; these come nearest."
    return joined(partly, looked_through(evidence), *more)


def looked_through(evidence: Evidence) -> str | None:
    """Return the sentence that says so when not all days were looked through."""
    if evidence.days is None:
        return None
    return f"There is so much about this that only the newest {evidence.days} days were looked through."


def joined(*sentences: str | None) -> str | None:
    """Return the sentences one after the other, None when there is none."""
    return " ".join(sentence for sentence in sentences if sentence) or None
