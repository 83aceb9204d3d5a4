"""The page's picker of commands, in a browser, with the toy bot: it is to behave as Discord's does."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.world import TIPS
from tests.sandbox.browser import CHROMIUM, Person, person_at
from tests.sandbox.conftest import Stage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists(),
        reason="left out: the sandbox's picker in a real browser (needs Debian's chromium)",
    ),
]


@pytest.fixture
async def you(stage: Stage) -> AsyncIterator[Person]:
    """Open the page in a browser."""
    async with person_at(stage.address) as person:
        await person.page.locator("#channel-composer-input").wait_for()
        yield person


async def choose(you: Person, command: str) -> None:
    """Choose a command, typing a part of its name."""
    await you.types(f"/{command}")
    await you.page.locator(".command-entry", has_text=f"/{command}").first.click()


async def test_what_is_typed_in_full_can_be_chosen_and_sent(you: Person) -> None:
    await choose(you, "who")
    await you.page.keyboard.type("Joe Biden")
    await you.offered("Joe Biden")
    await you.page.keyboard.press("Enter")
    await you.page.locator(".command-popup").wait_for(state="hidden")

    await you.page.keyboard.press("Enter")

    await you.sees("You used /who", "Joe Biden")


async def test_suggestions_come_before_anything_is_typed(you: Person) -> None:
    await choose(you, "who")

    await you.offered("Yoav Gallant")


async def test_command_typed_as_one_line_is_run(you: Person) -> None:
    await you.types("/who about: Gallant")
    await you.page.keyboard.press("Enter")
    await you.sees("You used /who", "Gallant")

    await you.types("/later topic: the sea")
    await you.page.keyboard.press("Enter")
    await you.sees("Thought about the sea.")


async def test_line_that_names_no_command_is_a_message(you: Person) -> None:
    await you.types("/nonsense about: x")
    await you.page.keyboard.press("Enter")

    await you.sees("/nonsense about: x")


async def test_tip_fills_in_its_command(you: Person) -> None:
    assert TIPS[0] == "/who about: Gallant"
    await you.page.get_by_role("button", name=TIPS[0]).click()

    await you.offered("Yoav Gallant")
    await you.page.keyboard.press("Enter")
    await you.page.keyboard.press("Enter")

    await you.sees("You used /who", "Yoav Gallant")


async def test_old_news_is_years_old(you: Person) -> None:
    await you.types("/who about: Gallant")
    await you.page.keyboard.press("Enter")

    await you.sees("Gallant", "year")
    assert "weeks" not in await you.reads()


async def test_what_a_button_answers_comes_into_view(you: Person, stage: Stage) -> None:
    for number in range(30):
        await stage.bot.post(stage.world.news.id, f"Post {number}.")
    await you.types("/who about: Gallant")
    await you.page.keyboard.press("Enter")
    await you.sees("You used /who")

    await you.presses("Share to channel")

    await you.sees("Shared: Gallant")
    await you.newest_in_view()
