"""Decision 7 as SQL: which feeds a scope sees, and so which articles."""

from __future__ import annotations

from bot.models import Scope

VISIBLE = """EXISTS (
    SELECT 1
    FROM article_source AS visible_source
    JOIN feed AS visible_feed ON visible_feed.id = visible_source.feed_id
    WHERE visible_source.article_id = article.id
        AND (
            visible_feed.owner IN (:scope_guild, :scope_user)
            OR (
                visible_feed.owner = 'global'
                AND NOT EXISTS (
                    SELECT 1 FROM feed_mute
                    WHERE feed_mute.guild = :scope_guild_id AND feed_mute.feed_id = visible_feed.id
                )
            )
        )
)"""
"""A condition on a row of `article`; its parameters come from :func:`scope_parameters`."""


def scope_parameters(scope: Scope) -> dict[str, str | int | None]:
    """Return the named parameters that :data:`VISIBLE` needs."""
    return {
        "scope_guild": None if scope.guild is None else f"guild:{scope.guild}",
        "scope_user": None if scope.user is None else f"user:{scope.user}",
        "scope_guild_id": scope.guild,
    }
