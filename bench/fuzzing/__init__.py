"""Reading damaged texts on purpose: how texts are damaged, and what must hold of whatever is read."""

from __future__ import annotations

from bench.fuzzing.damage import Damager
from bench.fuzzing.invariants import Breach, breaches
from bench.fuzzing.one_article import Outcome, read_one

__all__ = ["Breach", "Damager", "Outcome", "breaches", "read_one"]
