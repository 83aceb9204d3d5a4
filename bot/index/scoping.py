"""Decision 7 as SQL: which feeds a scope sees, and so which articles."""

from __future__ import annotations

from bot.models import Scope

GLOBAL = "global"
"""The owner of what the installation shares."""

VISIBLE_FEEDS = """(
    SELECT visible_feed.id
    FROM feed AS visible_feed
    WHERE visible_feed.owner IN (:scope_guild, :scope_user)
        OR (
            visible_feed.owner = 'global'
            AND NOT EXISTS (
                SELECT 1 FROM feed_mute
                WHERE feed_mute.guild = :scope_guild_id AND feed_mute.feed_id = visible_feed.id
            )
        )
)"""
"""The ids of the feeds that a scope sees; the parameters come from :func:`scope_parameters`."""


def visible(article_id: str, further: str = "") -> str:
    """Return the condition that the scope sees the article whose id is in a column.

    `further` ("AND …") is asked of the `visible_source` by which it is seen.
    """
    return f"""EXISTS (
        SELECT 1
        FROM article_source AS visible_source
        WHERE visible_source.article_id = {article_id} AND visible_source.feed_id IN {VISIBLE_FEEDS}
            {further}
    )"""  # noqa: S608 - the name of a column


VISIBLE = visible("article.id")
"""A condition on a row of `article`; its parameters come from :func:`scope_parameters`."""


def scope_parameters(scope: Scope) -> dict[str, str | int | None]:
    """Return the named parameters that :data:`VISIBLE` and :data:`VISIBLE_FEEDS` need."""
    return {
        "scope_guild": None if scope.guild is None else f"guild:{scope.guild}",
        "scope_user": None if scope.user is None else f"user:{scope.user}",
        "scope_guild_id": scope.guild,
    }


def owner_scope(owner: str) -> Scope:
    """Return the eyes of a feed's owner, as the column `feed.owner` spells it."""
    kind, _, number = owner.partition(":")
    if kind == "guild":
        return Scope(int(number), None)
    return Scope(None, int(number)) if kind == "user" else Scope.everyone()
