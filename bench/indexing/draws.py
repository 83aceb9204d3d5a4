"""Random numbers that are a function of what they are for: any article can be made without the others."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Reals = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def keys_of(numbers: npt.ArrayLike, seed: int, stream: int) -> Keys:
    """Return a key for each number; another seed, or another stream of the same seed, gives other keys."""
    offset = _mixed(np.array([seed * 1_000_003 + stream], dtype=np.uint64))
    return _mixed(np.asarray(numbers, dtype=np.uint64) + offset)


def bits(keys: Keys, columns: npt.ArrayLike) -> Keys:
    """Return 64 random bits for each key and column, which broadcast."""
    # never a scalar: numpy warns of overflow there
    return _mixed(keys + (np.atleast_1d(np.asarray(columns, dtype=np.uint64)) + np.uint64(1)) * _GOLDEN)


def reals(keys: Keys, columns: npt.ArrayLike) -> Reals:
    """Return a number of [0, 1) for each key and column, which broadcast."""
    return np.asarray((bits(keys, columns) >> np.uint64(11)) * 2.0**-53, dtype=np.float64)


def table(keys: Keys, columns: int) -> Reals:
    """Return a row of numbers of [0, 1) for each key."""
    return reals(keys[:, None], np.arange(columns))


def choose(cumulative: Reals, drawn: Reals) -> Numbers:
    """Return what each drawn number falls on, where `cumulative` ends with 1."""
    return np.minimum(np.searchsorted(cumulative, drawn, side="right"), len(cumulative) - 1)


def zipf(count: int, shift: float, exponent: float = 1.0) -> Reals:
    """Return the shares of ranks 0, 1, …: 1 / (rank + 1 + shift) ** exponent, of a sum of 1 (Mandelbrot)."""
    weights = (np.arange(count) + 1.0 + shift) ** -exponent
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _mixed(bits: Keys) -> Keys:
    """Return the bits mixed (the finaliser of SplitMix64: Steele, Lea and Flood, 2014)."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
