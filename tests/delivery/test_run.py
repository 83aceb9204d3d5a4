"""`nutgraf run` as a process of its own, on a Discord of this machine: started, stopped, killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.index import Index
from bot.models import Delivery, IntervalSchedule, Subject, SubscriptionId
from bot.resources import migrations
from tests.digests.newsroom import publish, write
from tests.standin.faults import silence
from tests.standin.server import StandIn, serving
from tests.standin.world import APPLICATION, CHANNEL, GUILD, OWNER

ROOT = Path(__file__).parents[2]
SYNCING = f"PUT /applications/{APPLICATION}/commands"
READY = "IDENTIFY gateway"
POSTING = StandIn.posting()
LOOKING = f"GET /channels/{CHANNEL}/messages"
PATIENCE = 20.0
SECONDS_TO_STOP = 10.0
"""What Docker gives before it kills."""

Start = Callable[[], Awaitable[asyncio.subprocess.Process]]


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with serving() as standin:
        yield standin
        assert standin.complaints == []


@pytest.fixture
async def start(standin: StandIn, tmp_path: Path) -> AsyncIterator[Start]:
    """Start the bot; at the end none is left running."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUTGRAF_")}
    environment |= {"NUTGRAF_TOKEN": "abc.def.ghi", "NUTGRAF_DB": str(tmp_path / "nutgraf.db")}
    environment["PYTHONPATH"] = str(ROOT)

    async with AsyncExitStack() as stack:

        async def start() -> asyncio.subprocess.Process:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.standin.on_loopback", str(standin.port), "run"),
                cwd=tmp_path,
                env=environment,
                stderr=asyncio.subprocess.PIPE,
            )
            stack.push_async_callback(_kill, process)
            return process

        yield start


async def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.communicate()


async def stop(process: asyncio.subprocess.Process) -> str:
    """Stop the bot as systemd and Docker do; return what it logged."""
    process.send_signal(signal.SIGTERM)
    _, logged = await asyncio.wait_for(process.communicate(), SECONDS_TO_STOP)
    assert process.returncode == 0, logged.decode()
    return logged.decode()


async def subscribe(folder: Path) -> SubscriptionId:
    """Write an index in which a digest of one story is due."""
    now = datetime.now(UTC)
    index = await Index.open(folder / "nutgraf.db", migrations())
    await publish(index, write("Ferries stop at noon", day=now.date()), now=now)
    subscription, _ = await index.subscriptions.put(
        guild=GUILD,
        channel=CHANNEL,
        subject=Subject(topics=("world",)),
        schedule=IntervalSchedule(24 * 60),
        created_by=OWNER,
        now=now,
        next_due=now - timedelta(minutes=1),
    )
    await index.close()
    return subscription.id


async def ledger(folder: Path, subscription: SubscriptionId) -> Delivery:
    """Return the only row of the ledger."""
    index = await Index.open(folder / "nutgraf.db", migrations(), read_only=True)
    (row,) = await index.deliveries.recent(subscription, 10)
    await index.close()
    return row


async def test_it_syncs_once_posts_what_is_due_and_stops(
    standin: StandIn, start: Start, tmp_path: Path
) -> None:
    subscription = await subscribe(tmp_path)

    first = await start()
    await standin.asked(POSTING)
    await stop(first)
    second = await start()
    await standin.asked(READY, 2)
    await stop(second)

    assert standin.count(SYNCING) == 1
    assert {"who", "what", "when", "subscribe"} <= {command["name"] for command in standin.commands}
    (post,) = [request.body for request in standin.requests if request.method == "POST"]
    delivery = await ledger(tmp_path, subscription)
    assert (post["nonce"], post["enforce_nonce"]) == (f"ng-d-{delivery.id}", True)
    assert post["allowed_mentions"] == {"parse": []}
    assert "Ferries stop at noon" in str(post["components"])
    assert (delivery.state, delivery.message) == ("sent", int(standin.messages[0]["id"]))


async def test_killed_between_sending_and_marking_it_finds_its_message(
    standin: StandIn, start: Start, tmp_path: Path
) -> None:
    subscription = await subscribe(tmp_path)
    standin.inject(silence(POSTING))

    first = await start()
    await standin.asked(POSTING)
    first.kill()
    await first.wait()
    assert (await ledger(tmp_path, subscription)).state == "claimed"
    second = await start()
    await standin.asked(LOOKING)
    await stop(second)

    assert len(standin.messages) == 1
    delivery = await ledger(tmp_path, subscription)
    assert (delivery.state, delivery.message) == ("sent", int(standin.messages[0]["id"]))


async def test_told_to_stop_it_waits_for_the_answer_to_a_digest_on_its_way(
    standin: StandIn, start: Start, tmp_path: Path
) -> None:
    subscription = await subscribe(tmp_path)
    silent = standin.inject(silence(POSTING))

    process = await start()
    await standin.asked(POSTING)
    stopping = asyncio.create_task(stop(process))
    await asyncio.sleep(0.5)
    standin.heal(silent)
    logged = await stopping

    assert "Traceback" not in logged
    delivery = await ledger(tmp_path, subscription)
    assert (delivery.state, delivery.attempts) == ("sent", 0)


async def test_an_answer_that_never_comes_does_not_hold_up_the_end(
    standin: StandIn, start: Start, tmp_path: Path
) -> None:
    subscription = await subscribe(tmp_path)
    standin.inject(silence(POSTING))

    process = await start()
    await standin.asked(POSTING)
    logged = await stop(process)

    assert "Traceback" not in logged
    delivery = await ledger(tmp_path, subscription)
    assert (delivery.state, delivery.attempts) == ("claimed", 0)


async def test_it_can_be_stopped_while_it_logs_in(standin: StandIn, start: Start) -> None:
    standin.inject(silence("GET /users/@me"))

    process = await start()
    await standin.asked("GET /users/@me")

    assert "Traceback" not in await stop(process)


async def test_it_can_be_stopped_while_discord_is_away(standin: StandIn, start: Start) -> None:
    process = await start()
    await standin.asked(READY)
    await standin.gateway.lose()
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE):
        # discord.py sleeps before its next try, here for ten minutes
        while b"Attempting a reconnect" not in await process.stderr.readline():
            pass

    await stop(process)


async def test_a_token_that_the_gateway_refuses_is_told(standin: StandIn, start: Start) -> None:
    standin.gateway.refuses_with = 4004

    process = await start()

    _, logged = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 69
    assert "Discord did not accept the bot token" in logged.decode().splitlines()[-1]
