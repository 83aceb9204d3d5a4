"""`/subscribe` `/unsubscribe` `/subscriptions`: which channel gets which digest, and when.

- `commands`: what is typed; each command calls one thing and shows one card
- `pressing`: the buttons under the cards and the forms that they open, however old
- `changing`: what a subscription is changed to, checked before it is kept
- `showing`: the cards, put together from what the index and Discord know
- `places`: the channel of a subscription and its feeds, and what keeps digests out of it
- `options`: what commands are given, and what is offered while somebody types
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.subscriptions.commands import Subscriptions
from cogs.subscriptions.pressing import ChooseList, DeskButton

if TYPE_CHECKING:
    from bot.app import Nutgraf


async def setup(bot: Nutgraf) -> None:
    """Add the commands and answer their buttons, also those of before a restart."""
    bot.add_dynamic_items(DeskButton, ChooseList)
    await bot.add_cog(Subscriptions(bot))
