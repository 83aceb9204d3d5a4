"""Bodies are unpacked within bounds, however they come in."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.web.bodies import BodyBrokenError, BodyTooBigError, Unpacker

TEXT = b"<rss>" + b"All the news that is fit to print. " * 200 + b"</rss>"


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def unpack(data: bytes, encoding: str, *, max_bytes: int = 100_000, piece: int = 1_000) -> bytes:
    unpacker = Unpacker(encoding, max_bytes=max_bytes)
    for start in range(0, len(data), piece):
        unpacker.feed(data[start : start + piece])
    return unpacker.finish()


@pytest.mark.parametrize("piece", [1, 7, 100_000])
@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("GZIP", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("gzip, identity", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("gzip", gzip.compress(TEXT) + bytes(64)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", bare_deflate(TEXT)),
        # a file that is packed itself, as sitemaps are; also when it is packed once more on the way
        ("", gzip.compress(TEXT)),
        ("gzip", gzip.compress(gzip.compress(TEXT))),
    ],
)
def test_every_packing_that_is_asked_for(encoding: str, data: bytes, piece: int) -> None:
    assert unpack(data, encoding, piece=piece) == TEXT


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_nothing_is_nothing_however_it_is_packed(encoding: str) -> None:
    assert unpack(b"", encoding) == b""


@pytest.mark.parametrize(
    "encoding", ["br", "zstd", "compress", "gzip, gzip, br", "gzip, deflate", "nonsense"]
)
def test_a_packing_that_was_not_asked_for(encoding: str) -> None:
    with pytest.raises(BodyBrokenError):
        Unpacker(encoding, max_bytes=1_000)


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", TEXT),
        ("gzip", gzip.compress(TEXT)[:-9]),
        ("gzip", gzip.compress(TEXT)[:-8] + bytes(8)),
        ("gzip", gzip.compress(TEXT)[:5]),
        ("gzip", gzip.compress(TEXT) + gzip.compress(TEXT)[:20]),
        ("gzip", gzip.compress(b"") * 5_000),
        ("deflate", zlib.compress(TEXT)[:-5]),
        ("deflate", TEXT),
        ("", gzip.compress(TEXT)[:-9]),
        ("", gzip.compress(b"") * 5_000),
    ],
)
def test_damage_is_told(encoding: str, data: bytes) -> None:
    with pytest.raises(BodyBrokenError):
        unpack(data, encoding)


@pytest.mark.parametrize("piece", [10, 1_000, 1_000_000])
@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("", bytes(100_001)),
        ("gzip", gzip.compress(bytes(100_001))),
        ("gzip", gzip.compress(bytes(30_000_000))),
        ("gzip", gzip.compress(bytes(60_000)) * 2),
        ("deflate", zlib.compress(bytes(30_000_000))),
        ("deflate", bare_deflate(bytes(30_000_000))),
        ("", gzip.compress(bytes(30_000_000))),
        ("gzip", gzip.compress(gzip.compress(bytes(30_000_000)))),
    ],
)
def test_a_bomb_does_not_go_off(encoding: str, data: bytes, piece: int) -> None:
    with pytest.raises(BodyTooBigError):
        unpack(data, encoding, piece=piece)


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("", gzip.compress)]
)
def test_a_bomb_never_takes_the_memory_it_is_after(encoding: str, pack: Callable[[bytes], bytes]) -> None:
    data = pack(bytes(50_000_000))

    tracemalloc.start()
    try:
        with pytest.raises(BodyTooBigError):
            unpack(data, encoding, piece=len(data))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 1_000_000


def test_packed_bytes_are_bounded_as_well() -> None:
    # packing may make things longer
    with pytest.raises(BodyTooBigError):
        unpack(gzip.compress(b"x" * 10), "gzip", max_bytes=12)


@pytest.mark.parametrize("data", [gzip.compress(TEXT), TEXT])
def test_of_what_is_too_big_the_beginning_can_be_had(data: bytes) -> None:
    unpacker = Unpacker("gzip" if data != TEXT else "", max_bytes=300)
    with pytest.raises(BodyTooBigError):
        for start in range(0, len(data), 50):
            unpacker.feed(data[start : start + 50])

    assert unpacker.beginning() == TEXT[:300]


@given(st.binary(max_size=200), st.sampled_from(["", "gzip", "deflate"]), st.integers(1, 50))
def test_any_bytes_are_a_body_or_told_to_be_none(data: bytes, encoding: str, piece: int) -> None:
    try:
        body = unpack(data, encoding, max_bytes=150, piece=piece)
    except (BodyBrokenError, BodyTooBigError):
        return
    assert len(body) <= 150


@given(st.binary(max_size=2_000), st.integers(1, 500))
def test_what_was_packed_comes_out_again(data: bytes, piece: int) -> None:
    if not data.startswith(b"\x1f\x8b\x08"):
        assert unpack(gzip.compress(data), "gzip", piece=piece) == data
        assert unpack(zlib.compress(data), "deflate", piece=piece) == data
