"""A person at the sandbox's page, in Debian's Chromium; and the sandbox as a program of its own."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, async_playwright

CHROMIUM = Path("/usr/bin/chromium")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Program:
    """``nutgraf sandbox`` as a process, with what it printed."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.printed = ""

    async def says(self, text: str, *, seconds: float) -> None:
        """Wait until it has printed `text`; fails at once when it ends without."""
        assert self.process.stdout is not None
        async with asyncio.timeout(seconds):
            while text not in self.printed:
                line = await self.process.stdout.readline()
                assert line, f"the sandbox ended before it said {text!r}:\n{self.printed}"
                self.printed += line.decode()

    async def interrupt(self, *, seconds: float) -> int:
        """Press Ctrl-C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        rest, _ = await asyncio.wait_for(self.process.communicate(), seconds)
        self.printed += rest.decode()
        return self.process.returncode if self.process.returncode is not None else -1


@asynccontextmanager
async def sandbox_program(folder: Path, port: int) -> AsyncIterator[Program]:
    """Run the sandbox with its files in `folder`, from the command line as a person would."""
    arguments = ("-m", "bot.cli", "sandbox", "--port", str(port), "--db", str(folder / "nutgraf.db"))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@asynccontextmanager
async def person_at(address: str, *, width: int = 1280, height: int = 900) -> AsyncIterator[Person]:
    """Open a browser at `address`."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        try:
            page = await browser.new_page(viewport={"width": width, "height": height})
            await page.goto(address)
            yield Person(page)
        finally:
            await browser.close()


class Person:
    """Types, picks and reads as people do."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def runs(self, command: str, **options: str) -> None:
        """Run a slash command from the picker, each option chosen from what autocomplete offers."""
        composer = self.page.locator("#channel-composer-input")
        await composer.click()
        await composer.press_sequentially(f"/{command}")
        picker = self.page.locator(".command-popup .command-entry", has_text=f"/{command}")
        await picker.first.click()
        for name, value in options.items():
            field = self.page.locator(f'.command-option-input[data-option="{name}"]')
            await field.press_sequentially(value)
            await self.page.locator(".command-popup [role=option]", has_text=value).first.wait_for()
            await field.press("Enter")
        await self.page.keyboard.press("Enter")

    async def types(self, text: str) -> None:
        """Type into the empty box at the foot of the page."""
        composer = self.page.locator("#channel-composer-input")
        await composer.fill("")
        await composer.press_sequentially(text)

    async def offered(self, text: str) -> None:
        """Wait until the picker offers `text` for an option."""
        await self.page.locator(".command-popup [role=option]", has_text=text).first.wait_for()

    async def newest_in_view(self, *, seconds: float = 5) -> None:
        """Wait until all of the newest message stands between header and box."""
        newest = self.page.locator("#channel-message-list [data-message-id]").last
        box = self.page.locator("#channel-composer")
        async with asyncio.timeout(seconds):
            while True:
                message, foot = await newest.bounding_box(), await box.bounding_box()
                if message and foot and 0 <= message["y"] <= foot["y"] - message["height"] + 1:
                    return
                await asyncio.sleep(0.1)

    async def presses(self, label: str) -> None:
        """Press the newest button of this label."""
        await self.page.get_by_role("button", name=label).last.click()

    async def reads(self) -> str:
        """Return all that is written in the conversation."""
        return await self.page.locator("#channel-message-list").inner_text()

    async def sees(self, *texts: str, seconds: float = 10) -> None:
        """Wait until the conversation says all of `texts`. Asks again and again: the page forbids eval."""
        read = ""
        try:
            async with asyncio.timeout(seconds):
                while not all(text in read for text in texts):
                    read = await self.reads()
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(
                f"not seen: {[each for each in texts if each not in read]}\n{read}"
            ) from None
