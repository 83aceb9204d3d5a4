"""Who sees which feeds, as far as digests differ by it: most guilds see what everybody sees."""

from __future__ import annotations

from dataclasses import dataclass

from bot.index import FeedOwners, Layer
from bot.models import Scope


@dataclass(frozen=True, slots=True)
class Sight:
    """What a scope sees; equal for all scopes that see the same."""

    scope: Scope
    """The one to read by: everybody's, unless this one sees something else."""
    base: Layer
    """Everybody's feeds, without those that are muted."""
    own: Layer | None = None
    """What the guild or the member added."""

    @property
    def feeds(self) -> frozenset[int]:
        """All that are seen."""
        return self.base.feeds | (self.own.feeds if self.own else frozenset())


def sight_of(scope: Scope, feeds: FeedOwners) -> Sight:
    """Return what a scope sees."""
    owners = [
        *([f"guild:{scope.guild}"] if scope.guild is not None else ()),
        *([f"user:{scope.user}"] if scope.user is not None else ()),
    ]
    own = frozenset().union(*(feeds.own.get(owner, frozenset()) for owner in owners))
    muted = feeds.muted.get(scope.guild, frozenset()) if scope.guild is not None else frozenset()
    shared = feeds.shared - muted
    base = Layer(shared)
    if not own:
        return Sight(scope if muted else Scope.everyone(), base)
    return Sight(scope, base, Layer(own, scope, beside=shared))
