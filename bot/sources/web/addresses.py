"""Which URLs and which addresses may be asked at all; pure.

A URL is taken apart once, here, and what comes out is what is asked: no second parser reads it differently.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import quote, unquote_to_bytes, urljoin

import idna
from yarl import URL

from bot.sources.web.failures import FetchError

Networks = tuple[IPv4Network | IPv6Network, ...]
"""What the operator permits beyond the public internet."""
Address = IPv4Address | IPv6Address

MAX_URL = 2_000
"""Characters of a URL."""

# https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast
_NOT_PUBLIC_4: Final = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
        "192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 "
        "198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 "
        # the host's own agent in Azure: public by its number, private by its nature
        "168.63.129.16/32"
    ).split()
)
_GLOBAL_UNICAST_6: Final = IPv6Network("2000::/3")
# https://www.iana.org/assignments/iana-ipv6-special-registry: the part of it inside 2000::/3. Teredo (in
# 2001::/23) and 6to4 (2002::/16) lead to IPv4 addresses, and nobody needs them any more
_NOT_PUBLIC_6: Final = tuple(
    IPv6Network(network)
    for network in "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20".split()
)
_NAT64: Final = IPv6Network("64:ff9b::/96")
"""What a resolver hands out on networks without IPv4 (RFC 6052); the IPv4 address behind it counts."""
_ISATAP: Final = (0x00005EFE, 0x02005EFE)

_LOCAL_NAMES: Final = tuple(
    "localhost localdomain local internal intranet private corp home lan home.arpa".split()
)
_NEVER_NAMES: Final = ("onion", "arpa")

# https://fetch.spec.whatwg.org/#port-blocking, and databases, directories and desktops
_OTHER_SERVICES: Final = frozenset(
    int(port)
    for port in (
        "0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 "
        "115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 "
        "556 563 587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 "
        "6666 6667 6668 6669 6679 6697 10080 "
        "445 1433 1521 2379 2380 3306 3389 5432 5672 5900 6379 9092 11211 27017"
    ).split()
)

_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):(?![0-9])", re.IGNORECASE)
_AUTHORITY: Final = re.compile(r"(\[[^\[\]]*\]|[^:\[\]]*)(?::([0-9]{0,6}))?")
_HOST: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*")
_NUMBER: Final = re.compile(r"0x[0-9a-f]*|[0-9]+")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def parse_address(text: str, *, allowed: Networks = ()) -> URL:
    """Return the URL that a person typed or a server named, normalised.

    Forgives a missing scheme ("example.com/feed"), "feed:", and blanks or <> around it; drops the fragment.
    Raises :class:`FetchError` (kind "refused") with a sentence, unless the URL is HTTP, names no user, and
    its host can be a public one or is in `allowed`. What a host *name* resolves to is not known here:
    :mod:`bot.sources.web.guard` sees to that.
    """
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].strip()
    if not text:
        raise _refused("No address was given.")
    if len(text) > MAX_URL:
        raise _refused(f"The address is too long: {len(text):,} characters, and {MAX_URL:,} is the most.")
    if _CONTROL.search(text):
        raise _refused("The address has characters in it that no address has.")
    scheme, rest = _split_scheme(text)
    end = re.search(r"[/?#\\]", rest)
    authority, path = (rest[: end.start()], rest[end.start() :]) if end else (rest, "/")
    if path.startswith("\\"):
        # browsers read it as a slash, others as a part of the name
        raise _refused("The address has a backslash where a slash should be.")
    host, port = _split_authority(authority)
    host = _normalise_host(host, allowed)
    if port is not None and (port in _OTHER_SERVICES or port > 65_535):
        raise _refused(f"Port {port} is not one that feeds and pages are served from.")
    place = f"[{host}]" if ":" in host else host
    try:
        url = URL(f"{scheme}://{place}{'' if port is None else f':{port}'}{path}").with_fragment(None)
    except ValueError as error:
        raise _refused("The address is not a complete web address.") from error
    if url.raw_host != host or len(str(url)) > 3 * MAX_URL:
        raise _refused("The address cannot be understood.")
    return url


def join_address(base: URL, location: str, *, allowed: Networks = ()) -> URL:
    """Return the URL that `location` (a redirect's, a link's) means at `base`; as :func:`parse_address`."""
    # servers send blanks and bare UTF-8; what browsers do with them is this
    cleaned = quote(location.strip()[: MAX_URL + 1], safe="%/:=&?~#+!$,;'@()*[]", errors="surrogateescape")
    try:
        joined = urljoin(str(base), cleaned)
    except ValueError as error:
        raise _refused(f"The server of {base.host} names an address that cannot be understood.") from error
    return parse_address(joined, allowed=allowed)


def parse_ip(text: str) -> Address | None:
    """Return the IP address that `text` spells as the system does; None: it is none, or has a zone."""
    if "%" in text:
        return None
    try:
        return ip_address(text)
    except ValueError:
        return None


def is_permitted(address: Address, allowed: Networks) -> bool:
    """Tell whether `address` may be asked: it is routed publicly, or in `allowed`.

    An IPv6 address that only wraps an IPv4 one (mapped, NAT64) is judged by that one.
    """
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None:
            return is_permitted(inner, allowed)
    if any(address in network for network in allowed):
        return True
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    if address not in _GLOBAL_UNICAST_6 or (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
        return False
    return not any(address in network for network in _NOT_PUBLIC_6)


def _split_scheme(text: str) -> tuple[str, str]:
    """Return the scheme, and what follows its ``//``."""
    if text[:5].lower() == "feed:":
        text = text[5:]
        if text.startswith("//"):
            text = f"http:{text}"
    if text.startswith("//"):
        return "https", text[2:]
    found = _SCHEME.match(text)
    if found is None:
        return "https", text
    scheme = found[1].lower()
    if scheme not in ("http", "https"):
        raise _refused("Only addresses that begin with http:// or https:// can be fetched.")
    rest = text[found.end() :]
    if not rest.startswith("//"):
        raise _refused(f"The address should begin with {scheme}://, with both slashes.")
    return scheme, rest[2:]


def _split_authority(authority: str) -> tuple[str, int | None]:
    if "@" in authority:
        raise _refused("The address must not hold a user name or password.")
    found = _AUTHORITY.fullmatch(authority)
    if found is None:
        raise _refused("The address names no server that can be understood.")
    if not found[1]:
        raise _refused("The address names no server.")
    return found[1], int(found[2]) if found[2] else None


def _normalise_host(text: str, allowed: Networks) -> str:
    """Return the host as it will be asked: an IP address in its usual spelling, or a plain ASCII name."""
    if text.startswith("["):
        address: Address | None = parse_ip(text[1:-1])
        if not isinstance(address, IPv6Address):
            raise _refused("The address in brackets is not an IPv6 address (zones cannot be used).")
    else:
        name = _normalise_name(text)
        address = _parse_number_host(name)
        if address is None:
            _check_name(name, allowed)
            return name
    if not is_permitted(address, allowed):
        raise refused_address(str(address))
    return str(address)


def refused_address(host: str) -> FetchError:
    """Return the refusal of a host that is no public one, or leads to none."""
    return _refused(
        f"{host} is not on the public internet. Only the operator can permit it, "
        "in the setting sources.private_networks."
    )


def _normalise_name(text: str) -> str:
    try:
        name = unquote_to_bytes(text).decode("utf-8")
        if not name.isascii():
            name = idna.encode(name, uts46=True).decode("ascii")
    except (UnicodeError, ValueError) as error:
        raise _refused("The name of the server cannot be understood.") from error
    name = name.lower().removesuffix(".")
    if len(name) > 253 or not _HOST.fullmatch(name):
        raise _refused("The name of the server cannot be understood.")
    return name


def _parse_number_host(name: str) -> IPv4Address | None:
    """Read a host that ends in a number as the C library and browsers do: 127.1, 0x7f.1, 017700000001."""
    parts = name.split(".")
    if not _NUMBER.fullmatch(parts[-1]):
        return None
    numbers = []
    for part in parts:
        if not _NUMBER.fullmatch(part) or len(part) > 20:
            raise _refused("The name of the server looks like an IP address and is none.")
        base = 16 if part.startswith("0x") else 8 if part.startswith("0") else 10
        digits = part[2:] if base == 16 else part
        try:
            numbers.append(int(digits or "0", base))
        except ValueError as error:
            raise _refused("The name of the server looks like an IP address and is none.") from error
    *heads, last = numbers
    if len(numbers) > 4 or any(head > 255 for head in heads) or last >= 256 ** (4 - len(heads)):
        raise _refused("The name of the server looks like an IP address and is none.")
    return IPv4Address(sum(head << (24 - 8 * place) for place, head in enumerate(heads)) + last)


def _check_name(name: str, allowed: Networks) -> None:
    """Refuse names that mean something else on each network, unless the operator permits parts of theirs."""
    if _ends_in(name, _NEVER_NAMES) and not _ends_in(name, _LOCAL_NAMES):
        raise _refused(f"{name} is not the name of a server on the public internet.")
    if not allowed and ("." not in name or _ends_in(name, _LOCAL_NAMES)):
        raise refused_address(name)


def _ends_in(name: str, ends: tuple[str, ...]) -> bool:
    return any(name == end or name.endswith(f".{end}") for end in ends)


def _refused(sentence: str) -> FetchError:
    return FetchError(sentence, kind="refused")
