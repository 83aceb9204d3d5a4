"""The sandbox's page as its own script uses it, without a browser."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import aiohttp


class PageClient:
    """One open tab."""

    def __init__(self, http: aiohttp.ClientSession, address: str, channel: str) -> None:
        self._http = http
        self._address = address
        self._headers = {"X-Simcord-Capability": channel}
        self._sequence = 0
        self.state: dict[str, Any] = {}

    async def open(self) -> None:
        """Load the page."""
        self.state = await self._json("POST", "/api/pages", {})
        self._headers["X-Simcord-Context"] = self.state["context"]["id"]

    async def close(self) -> None:
        """Close the tab."""
        await self._json("DELETE", f"/api/pages/{self.state['context']['id']}")

    async def poll(self) -> dict[str, Any]:
        """Look again."""
        self.state = await self._json("GET", "/api/state")
        return self.state

    @property
    def text(self) -> str:
        """All that is written in the messages on the page."""
        return "\n".join(str(self.state["messages"][each]) for each in self.state["timeline"])

    async def sees(self, text: str, *, seconds: float = 5) -> None:
        """Wait until a message says `text`."""
        async with asyncio.timeout(seconds):
            while text not in self.text:
                await asyncio.sleep(0.02)
                await self.poll()

    async def commands(self) -> dict[str, Any]:
        """Return the commands that the picker offers, by name."""
        catalog = await self._json("GET", "/api/commands")
        return {entry["invocation"]: entry for entry in catalog["entries"]}

    async def run(self, command: str, **options: Any) -> dict[str, Any]:
        """Run a slash command."""
        return await self.act("run_command", **await self._command(command), options=options)

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        """Return what autocomplete offers."""
        receipt = await self.act(
            "autocomplete_command",
            **await self._command(command),
            options={},
            focused=option,
            value=typed,
        )
        return [choice["name"] for choice in receipt["result"]["choices"]]

    async def is_offered(self, choice: str, *, command: str, option: str, seconds: float) -> None:
        """Wait until autocomplete offers `choice`."""
        offered: list[str] = []
        async with asyncio.timeout(seconds):
            while choice not in offered:
                await asyncio.sleep(0.2)
                offered = await self.complete(command, option, choice)

    async def click(self, label: str) -> dict[str, Any]:
        """Press the newest button with this label."""
        message, key = next(
            (message, button["control_key"])
            for message in reversed(self.state["timeline"])
            for button in _buttons(self.state["messages"][message]["components"])
            if button.get("label") == label
        )
        return await self.act("click", target_id=message, control_key=key)

    async def act(self, kind: str, **body: Any) -> dict[str, Any]:
        """Do something, as of the state that was last seen."""
        envelope = {
            "protocol_version": 3,
            "sequence": self._sequence + 1,
            "request_id": str(uuid4()),
            "generation": self.state["context"]["generation"],
            "bot_generation": self.state["botGeneration"],
            "published_revision": self.state["publishedRevision"],
            "kind": kind,
        }
        receipt: dict[str, Any] = await self._json("POST", "/api/action", {**envelope, **body})
        self._sequence = receipt["expectedSequence"]  # one more, unless it was refused
        await self.poll()
        return receipt

    async def _command(self, name: str) -> dict[str, Any]:
        entry = (await self.commands())[name]
        return {
            "command_id": entry["commandId"],
            "path": entry["path"],
            "schema_fingerprint": entry["schemaFingerprint"],
        }

    async def _json(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        url = self._address + path
        async with self._http.request(method, url, json=body, headers=self._headers) as response:
            response.raise_for_status()
            return await response.json()


def _buttons(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for component in components:
        if component.get("type") == 2:
            found.append(component)
        found += _buttons(component.get("components", []))
    return found
