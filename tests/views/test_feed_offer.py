"""An offer is taken once, stands when taking it failed, and ends with its time."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import discord
import pytest
from discord import ui

from bot.models import FeedPreview
from bot.views.feed_offer import FeedOffer

PREVIEW = FeedPreview(
    url="https://herald.example/feed.xml",
    title="The Herald",
    site_url=None,
    description="",
    items=0,
    headlines=(),
    digest=None,
)


def not_found() -> discord.NotFound:
    gone: Any = type("Response", (), {"status": 404, "reason": "Not Found"})()
    return discord.NotFound(gone, "Unknown Message")


class Press:
    """What a button is pressed with; notes what is answered, and what the button then looks like."""

    def __init__(self) -> None:
        self.response = self
        self.seen: list[str] = []
        self.dismissed = False

    async def defer(self) -> None:
        """Leave the message as it is."""
        self.seen.append("nothing")

    async def edit_message(self, *, view: ui.LayoutView) -> None:
        """Show the view instead."""
        if self.dismissed:
            raise not_found()
        self._note(view)

    async def edit_original_response(self, *, view: ui.LayoutView) -> None:
        """Show the view instead, later."""
        if self.dismissed:
            raise not_found()
        self._note(view)

    def _note(self, view: ui.LayoutView) -> None:
        self.seen.append("greyed" if button_of(view).disabled else "offered")


class Follow:
    """Follows when the test says so."""

    def __init__(self) -> None:
        self.calls = 0
        self.done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def __call__(self, _: Any) -> bool:
        """Follow, or fail to."""
        self.calls += 1
        return await self.done


def button_of(view: ui.LayoutView) -> ui.Button[Any]:
    return next(item for item in view.walk_children() if isinstance(item, ui.Button))


def press(offer: FeedOffer) -> tuple[Press, asyncio.Task[None]]:
    made = Press()
    return made, asyncio.create_task(button_of(offer).callback(cast("discord.Interaction[Any]", made)))


async def test_a_second_press_meanwhile_does_nothing() -> None:
    follow = Follow()
    offer = FeedOffer(PREVIEW, shared_with="Harbour News", follow=follow)
    first, following = press(offer)
    await asyncio.sleep(0)
    second, ignored = press(offer)
    await ignored
    # what is shown meanwhile is for the first to say
    await offer.on_timeout()
    follow.done.set_result(True)
    await following
    assert (first.seen, second.seen, follow.calls) == (["greyed"], ["nothing"], 1)
    assert offer.is_finished()


async def test_an_offer_that_could_not_be_taken_stands() -> None:
    follow = Follow()
    offer = FeedOffer(PREVIEW, shared_with="Harbour News", follow=follow)
    follow.done.set_result(False)
    pressed, following = press(offer)
    await following
    assert pressed.seen == ["greyed", "offered"]
    assert not offer.is_finished()


async def test_an_offer_whose_time_ended_while_it_was_taken_in_vain_is_greyed() -> None:
    follow = Follow()
    offer = FeedOffer(PREVIEW, shared_with="Harbour News", follow=follow)
    pressed, following = press(offer)
    await asyncio.sleep(0)
    offer.stop()
    follow.done.set_result(False)
    await following
    assert pressed.seen == ["greyed", "greyed"]


async def test_an_offer_that_was_dismissed_or_never_shown_ends_quietly() -> None:
    offer = FeedOffer(PREVIEW, shared_with="Harbour News", follow=Follow())
    await offer.on_timeout()
    shown = Press()
    offer.origin = cast("discord.Interaction[Any]", shown)
    shown.dismissed = True
    await offer.on_timeout()
    assert shown.seen == []


async def test_a_press_that_discord_lost_can_be_made_again() -> None:
    follow = Follow()
    follow.done.set_result(True)
    offer = FeedOffer(PREVIEW, shared_with="Harbour News", follow=follow)
    lost, failing = press(offer)
    lost.dismissed = True
    with pytest.raises(discord.NotFound):
        await failing
    assert not offer.is_finished() and not button_of(offer).disabled
    again, following = press(offer)
    await following
    assert (again.seen, follow.calls) == (["greyed"], 1)
