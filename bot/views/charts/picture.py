"""A picture beside an answer, and how it is attached to a message."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.views.budget import label

DESCRIPTION_LIMIT = 1024
"""Discord's, for the alternative text of a media item."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG file."""

    name: str
    """Letters, digits and a dot: it is named in the card as "attachment://name"."""
    data: bytes
    description: str
    """What it shows, in words, for who cannot see it."""

    def gallery(self) -> ui.MediaGallery[Any]:
        """Return the component that shows it, once its file is attached to the message."""
        shown = discord.MediaGalleryItem(
            f"attachment://{self.name}", description=label(self.description, DESCRIPTION_LIMIT)
        )
        return ui.MediaGallery(shown)

    def file(self) -> discord.File:
        """Return it as a file to send; each can be sent once."""
        return discord.File(
            io.BytesIO(self.data), self.name, description=label(self.description, DESCRIPTION_LIMIT)
        )


def files_of(view: ui.LayoutView) -> list[discord.File]:
    """Return the files that a card shows and that must be sent with it."""
    picture = getattr(view, "picture", None)
    return [picture.file()] if isinstance(picture, Picture) else []
