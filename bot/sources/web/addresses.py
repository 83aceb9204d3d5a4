"""Which URLs and which addresses may be asked at all; pure."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from yarl import URL

Networks = tuple[IPv4Network | IPv6Network, ...]
"""What the operator permits beyond the public internet."""


def parse_address(text: str, *, allowed: Networks = ()) -> URL:
    """Return the URL that a person typed or a server named, normalised.

    Forgives a missing scheme ("example.com/feed") and "feed:". Raises :class:`FetchError` (kind "refused")
    with a sentence, unless the URL is HTTP, names no user, and its host can be a public one or is in `allowed`.
    What a host *name* resolves to is not known here: :mod:`bot.sources.web.guard` sees to that.
    """
    raise NotImplementedError


def is_permitted(address: IPv4Address | IPv6Address, allowed: Networks) -> bool:
    """Tell whether `address` may be asked: it is routed publicly, or in `allowed`."""
    raise NotImplementedError
