"""What a person can do on the page, through what its script asks the server."""

from __future__ import annotations

import asyncio
import contextvars

import aiohttp
import pytest

from bot.sandbox import _simcord
from tests.sandbox.conftest import OpenTab, Stage
from tests.sandbox.toy import NAMES, SLOW


async def post(stage: Stage, channel: int, text: str) -> None:
    """Post from outside the bot's own context, as the services do."""
    await contextvars.Context().run(asyncio.create_task, stage.bot.post(channel, text))


async def test_bare_address_shows_the_page_with_the_sandboxs_own_script(stage: Stage) -> None:
    async with stage.http.get(stage.address) as response:
        page = await response.text()
        run = response.headers["X-Sandbox-Run"]

    assert 'data-channels="[&quot;news&quot;, &quot;general&quot;]"' in page
    assert f'data-run="{run}"' in page
    for file in ("picker.js", "sandbox.js", "sandbox.css", "sandbox.svg", "app.js", "preview.css"):
        async with stage.http.get(f"{stage.address}/{file}") as response:
            assert response.status == 200, file


async def test_command_is_answered_for_the_asker_alone(stage: Stage, open_tab: OpenTab) -> None:
    tab = await open_tab()

    receipt = await tab.run("who", about="Gallant")

    assert receipt["settlement"] == "settled"
    assert "Gallant" in tab.text


async def test_autocomplete_and_button(stage: Stage, open_tab: OpenTab) -> None:
    tab = await open_tab()

    assert await tab.complete("who", "about", "bi") == [NAMES[1]]
    await tab.run("who", about=NAMES[1])
    await tab.click("Share to channel")

    assert f"Shared: {NAMES[1]}" in tab.text


async def test_posts_appear_in_every_tab_without_asking(stage: Stage, open_tab: OpenTab) -> None:
    first, second = await open_tab(), await open_tab()

    await post(stage, stage.world.news.id, "Breaking")

    await first.sees("Breaking")
    await second.sees("Breaking")


async def test_posts_appear_while_a_command_is_still_at_work(stage: Stage, open_tab: OpenTab) -> None:
    asking, looking = await open_tab(), await open_tab()
    command = asyncio.create_task(asking.run("slow"))
    await looking.sees("slow")

    await post(stage, stage.world.news.id, "Breaking")

    await looking.sees("Breaking")
    assert not command.done()
    SLOW.set()
    await command
    await looking.sees("Done at last.")


async def test_commands_of_two_tabs_wait_for_each_other(stage: Stage, open_tab: OpenTab) -> None:
    first, second = await open_tab(), await open_tab()
    command = asyncio.create_task(first.run("slow"))
    await second.sees("slow")

    other = asyncio.create_task(second.run("who", about="Gallant"))
    SLOW.set()

    assert [(await each)["settlement"] for each in (command, other)] == ["settled", "settled"]


async def test_action_begun_on_an_older_picture_counts(stage: Stage, open_tab: OpenTab) -> None:
    tab, other = await open_tab(), await open_tab()
    await tab.run("who", about="Gallant")
    await post(stage, stage.world.news.id, "Breaking")
    await other.sees("Breaking")

    receipt = await tab.click("Share to channel")

    assert receipt["settlement"] == "settled"
    assert "Shared: Gallant" in tab.text


async def test_reloading_shows_the_same_messages(stage: Stage, open_tab: OpenTab) -> None:
    tab = await open_tab()
    await tab.run("who", about="Gallant")
    await post(stage, stage.world.news.id, "Breaking")
    await tab.sees("Breaking")
    await tab.close()

    again = await open_tab()

    assert "Breaking" in again.text
    assert "Gallant" in again.text


async def test_page_stays_at_the_newest_message(stage: Stage, open_tab: OpenTab) -> None:
    tab = await open_tab()

    for number in range(60):
        await post(stage, stage.world.news.id, f"Post {number}.")
    await tab.sees("Post 59.")

    assert "Post 0." not in tab.text
    assert not tab.state["history"]["hasAfter"]


async def test_channels_are_told_apart_by_the_fragment(stage: Stage, open_tab: OpenTab) -> None:
    news, general = await open_tab("news"), await open_tab("general")
    await post(stage, stage.world.news.id, "For news")

    await general.act("send_message", content="hello")
    await news.run("who", about="Gallant")
    await news.sees("For news")

    assert "hello" in general.text
    assert "hello" not in news.text
    assert "For news" not in (await general.poll(), general.text)[1]


async def test_page_opened_during_a_command_does_not_move_it(stage: Stage, open_tab: OpenTab) -> None:
    news = await open_tab("news")
    command = asyncio.create_task(news.run("slow"))
    await asyncio.sleep(0)

    general = await open_tab("general")
    SLOW.set()
    await command

    await news.sees("Done at last.")
    await general.poll()
    assert "Done at last." not in general.text


async def test_you_may_use_admin_commands_and_a_reader_may_not(stage: Stage, open_tab: OpenTab) -> None:
    tab = await open_tab()
    assert "subscribe" in await tab.commands()

    await tab.run("subscribe", channel=str(stage.world.general.id))
    assert "Subscribed" in tab.text

    await tab.act("viewer", viewer_id=str(stage.world.reader.id))
    assert "subscribe" not in await tab.commands()


async def test_answer_that_took_a_moment_is_not_called_edited(stage: Stage, open_tab: OpenTab) -> None:
    tab = await open_tab()

    await tab.run("later")

    assert "Thought about all." in tab.text
    (message,) = tab.state["messages"].values()
    assert message["edited_timestamp"] is None


async def test_failing_command_is_told_and_the_page_goes_on(stage: Stage, open_tab: OpenTab) -> None:
    tab = await open_tab()

    await tab.run("broken")

    assert (await tab.run("who", about="Gallant"))["settlement"] == "settled"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"X-Simcord-Capability": "elsewhere"}, 401),
        ({"X-Simcord-Capability": "news", "Origin": "https://example.org"}, 401),
        ({"X-Simcord-Capability": "news", "Host": "example.org"}, 401),
    ],
)
async def test_other_sites_are_kept_out(stage: Stage, headers: dict[str, str], status: int) -> None:
    async with stage.http.post(f"{stage.address}/api/pages", json={}, headers=headers) as response:
        assert response.status == status


async def test_foreign_page_may_not_ask_leave_for_the_header(stage: Stage) -> None:
    async with stage.http.options(f"{stage.address}/api/pages") as response:
        assert "Access-Control-Allow-Origin" not in response.headers


async def test_only_loopback_is_served(stage: Stage) -> None:
    address = stage.preview._server.site.name
    assert address.startswith("http://127.0.0.1:")


async def test_too_many_tabs_are_refused_plainly(stage: Stage, open_tab: OpenTab) -> None:
    for _ in range(_simcord.LivePreview._MAX_PAGES):
        await open_tab()

    with pytest.raises(aiohttp.ClientResponseError, match="503"):
        await open_tab()
