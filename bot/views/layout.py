"""The card that every message of the bot is, its colours, and how large it has become."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.models import AnswerKind
from bot.views.budget import COMPONENT_LIMIT, TEXT_LIMIT, width

KIND_COLOURS: Mapping[AnswerKind, int] = {
    "who": 0x5B8DEF,
    "what": 0xE8A33D,
    "when": 0x3FA796,
    "ask": 0x9B72CF,
    "search": 0x5F9EA0,
    "latest": 0xE06C5A,
    "story": 0x4C9F70,
    "trends": 0xD66BA0,
}
INK = 0x2F6FDE
"""The house colour: digests, stories, help."""
QUIET = 0x80848E
"""Nothing found, nothing new."""
SUCCESS = 0x3BA55D
FAILURE = 0xD9534F


class Card(ui.LayoutView):
    """A layout that keeps no state: its buttons' custom_ids say all, and the cogs' DynamicItems answer them.

    discord.py would otherwise store it, give it 15 minutes when it is ephemeral, and on that time-out forget
    the DynamicItems of every other message too (2.7.1, `ViewStore.remove_view`). So it calls itself finished.
    """

    def __init__(self, *items: ui.Item[Any]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)

    def is_finished(self) -> bool:
        """Say that there is nothing to listen for."""
        return True

    def is_dispatchable(self) -> bool:
        """Say that there is nothing to store."""
        return False


@dataclass(frozen=True, slots=True)
class Size:
    """What Discord counts in a message."""

    text: int
    components: int

    @property
    def fits(self) -> bool:
        """Whether Discord takes it."""
        return self.text <= TEXT_LIMIT and self.components <= COMPONENT_LIMIT


def measure(view: ui.LayoutView) -> Size:
    """Return the size of what is really sent: discord.py checks neither number in full."""
    components = list(_walk(view.to_components()))  # type: ignore[no-untyped-call]
    text = sum(
        width(part["content"])
        for part in components
        if part["type"] == discord.ComponentType.text_display.value
    )
    return Size(text=text, components=len(components))


def _walk(components: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        yield component
        yield from _walk(component.get("components", ()))
        if accessory := component.get("accessory"):
            yield accessory


def container(items: Iterable[ui.Item[Any]], colour: int) -> ui.Container[Any]:
    """Return a coloured box with `items` in it."""
    return ui.Container(*items, accent_colour=discord.Colour(colour))


def rule() -> ui.Separator[Any]:
    """Return a thin line."""
    return ui.Separator()


def gap() -> ui.Separator[Any]:
    """Return some air."""
    return ui.Separator(visible=False)
