"""The picture in the README: ``python -m tests.sandbox.screenshot docs/sandbox.png``."""

from __future__ import annotations

import asyncio
import socket
import sys
import tempfile
from pathlib import Path

from tests.sandbox.browser import person_at, sandbox_program

WIDTH, HEIGHT = 1280, 1000


async def take_screenshot(target: Path) -> None:
    """Write a picture of the sandbox with a digest, and below it an answer, to `target`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        async with sandbox_program(Path(folder), port) as program:
            await program.says(f"http://127.0.0.1:{port}", seconds=120)
            async with person_at(f"http://127.0.0.1:{port}", width=WIDTH, height=HEIGHT) as you:
                await you.sees("Every sentence is quoted", seconds=30)
                await you.runs("who", about="Gallant")
                await you.sees("Only you can see this", "Share to channel")
                # away from the message, whose tools would show
                await you.page.mouse.move(100, HEIGHT - 100)
                await asyncio.sleep(1.5)  # let fonts and scrolling come to rest
                await you.page.screenshot(path=target)
            await program.interrupt(seconds=10)


if __name__ == "__main__":
    asyncio.run(take_screenshot(Path(sys.argv[1])))
