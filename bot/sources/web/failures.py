"""Why a feed or page could not be fetched: one exception, whose facts a poller decides by.

::

    SourceError
    └── FetchError     `kind`, `status`, `retry_after`, `moved_to`, `passing`
"""

from __future__ import annotations

from typing import Literal

from bot.errors import SourceError

FetchFailure = Literal[
    "refused",  # the address may not be asked: malformed, not public, not HTTP
    "name",  # the host's name has no address
    "connect",  # no connection, or one that was cut before the answer began
    "tls",  # no certificate that can be trusted, or no common protocol
    "timeout",  # no connection, no first byte or no end in time
    "too_big",  # body or headers beyond the bounds, packed or unpacked
    "broken",  # not HTTP, damaged compression, another length than announced, cut in the middle
    "status",  # an answer, but not a success: `status` says which
    "redirects",  # a loop, too many, or one that leads nowhere
    "robots",  # robots.txt asks to leave the page alone, or could not be had (`passing`)
]


class FetchError(SourceError):
    """A URL could not be fetched; ``str(error)`` is one sentence that names the host.

    The sentence is plain text of bounded length and holds nothing of the remote's but its host name.
    """

    def __init__(
        self,
        sentence: str,
        *,
        kind: FetchFailure,
        status: int | None = None,
        retry_after: float | None = None,
        moved_to: str | None = None,
        passing: bool = False,
    ) -> None:
        super().__init__(sentence)
        self.kind: FetchFailure = kind
        self.status = status
        """The HTTP status; only with the kind "status"."""
        self.retry_after = retry_after
        """Seconds that the server asked to stay away for, 0 to a day; None: it did not say."""
        self.moved_to = moved_to
        """Where the URL has moved for good, when the failure came after permanent redirects only."""
        self.passing = passing
        """Whether the same request may well succeed later (a timeout, 503, 429), or not (404, refused)."""

    @property
    def gone(self) -> bool:
        """Whether the server said 410: it was here and will not come back."""
        return self.status == 410

    @property
    def missing(self) -> bool:
        """Whether the server said 404: nothing is here (now)."""
        return self.status == 404

    @property
    def forbidden(self) -> bool:
        """Whether the server wants somebody else, or money: 401, 402, 403, 407, 451."""
        return self.status in (401, 402, 403, 407, 451)

    @property
    def throttled(self) -> bool:
        """Whether the server said 429: too many requests."""
        return self.status == 429
