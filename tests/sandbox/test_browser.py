"""The whole sandbox, as a newcomer meets it: from the command line, in a browser, to Ctrl-C."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sandbox.browser import CHROMIUM, person_at, sandbox_program


@pytest.mark.browser
@pytest.mark.skipif(
    not CHROMIUM.exists(),
    reason="left out: the sandbox in a real browser (needs Debian's chromium: apt-get install chromium)",
)
async def test_newcomer_asks_who_and_gets_digests(tmp_path: Path, free_port: int) -> None:
    address = f"http://127.0.0.1:{free_port}"
    async with sandbox_program(tmp_path, free_port) as program:
        await program.says(address, seconds=60)

        async with person_at(address) as you:
            await you.sees("Every sentence is quoted", seconds=20)
            await you.runs("who", about="Gallant")
            await you.sees("Only you can see this", "Yoav Gallant · Israel's Defense Minister")
            await you.page.reload()
            await you.sees("Yoav Gallant · Israel's Defense Minister", "Every sentence is quoted")

            await you.page.get_by_role("link", name="# general").click()
            await you.page.get_by_role("heading", name="general").wait_for()

        assert await program.interrupt(seconds=5) == 0
        assert "Traceback" not in program.printed
