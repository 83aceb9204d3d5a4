"""Turns at hosts: one at a time, a pause between two, first come first served, nothing kept for ever."""

from __future__ import annotations

import asyncio

import pytest

from bot.sources.web.hosts import HostQueue


class Time:
    """A clock that goes on when somebody sleeps, and only then."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, asyncio.Event]] = []

    def __call__(self) -> float:
        """Return the seconds since the beginning."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Wait until the time has been advanced so far."""
        event = asyncio.Event()
        self._sleepers.append((self.now + seconds, event))
        await event.wait()

    async def settle(self) -> None:
        """Let everybody go on until all wait for something."""
        for _ in range(30):
            await asyncio.sleep(0)

    async def advance(self, seconds: float) -> None:
        """Let so much time pass, waking sleepers in their order."""
        await self.settle()
        end = self.now + seconds
        while due := sorted((at, id(event), event) for at, event in self._sleepers if at <= end):
            self.now = max(self.now, due[0][0])
            self._sleepers.remove((due[0][0], due[0][2]))
            due[0][2].set()
            await self.settle()
        self.now = end


class Visits:
    """Requests of a given length, and when each began."""

    def __init__(self, queue: HostQueue, time: Time) -> None:
        self.queue = queue
        self.time = time
        self.began: list[tuple[str, str, float]] = []
        self.running = 0
        self.most = 0

    def start(self, host: str, name: str, *, seconds: float = 0.0, pause: float = 0.0) -> asyncio.Task[None]:
        """Begin a request that takes `seconds` once it is its turn."""
        return asyncio.create_task(self._visit(host, name, seconds, pause))

    async def _visit(self, host: str, name: str, seconds: float, pause: float) -> None:
        async with self.queue.turn(host, pause=pause):
            self.began.append((host, name, self.time.now))
            self.running += 1
            self.most = max(self.most, self.running)
            try:
                if seconds:
                    await self.time.sleep(seconds)
            finally:
                self.running -= 1


@pytest.fixture
def time() -> Time:
    return Time()


def visits(time: Time, *, pause: float = 1.0, limit: int = 32) -> Visits:
    return Visits(HostQueue(pause=pause, limit=limit, clock=time, sleep=time.sleep), time)


async def test_one_host_is_asked_one_after_the_other_with_a_pause(time: Time) -> None:
    seen = visits(time)
    tasks = [seen.start("herald.example", name, seconds=0.5) for name in "abc"]

    await time.advance(10)
    await asyncio.gather(*tasks)

    assert seen.began == [
        ("herald.example", "a", 0.0),
        ("herald.example", "b", 1.5),
        ("herald.example", "c", 3.0),
    ]
    assert seen.most == 1


async def test_a_pause_holds_for_who_comes_later_too(time: Time) -> None:
    seen = visits(time)
    await seen.start("herald.example", "a")
    await time.advance(0.25)
    later = seen.start("herald.example", "b")

    await time.advance(10)
    await later

    assert seen.began[1] == ("herald.example", "b", 1.0)


async def test_hosts_do_not_wait_for_each_other(time: Time) -> None:
    seen = visits(time)
    tasks = [seen.start(f"{name}.example", name, seconds=1) for name in "abcd"]

    await time.advance(2)
    await asyncio.gather(*tasks)

    assert {at for _, _, at in seen.began} == {0.0}
    assert seen.most == 4


async def test_no_more_than_the_limit_at_once(time: Time) -> None:
    seen = visits(time, limit=3)
    tasks = [seen.start(f"{number}.example", "x", seconds=1) for number in range(10)]

    await time.advance(10)
    await asyncio.gather(*tasks)

    assert seen.most == 3
    assert [at for _, _, at in seen.began] == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3]


async def test_a_host_in_its_pause_keeps_no_other_from_its_turn(time: Time) -> None:
    seen = visits(time, limit=1)
    tasks = [seen.start("herald.example", "a"), seen.start("herald.example", "b")]
    await time.settle()
    tasks.append(seen.start("times.example", "c"))

    await time.advance(2)
    await asyncio.gather(*tasks)

    assert [name for _, name, _ in seen.began] == ["a", "c", "b"]


async def test_a_site_can_ask_for_a_longer_pause(time: Time) -> None:
    seen = visits(time)
    tasks = [seen.start("herald.example", "a", pause=30), seen.start("herald.example", "b")]

    await time.advance(60)
    await asyncio.gather(*tasks)

    assert seen.began[1][2] == 30.0


@pytest.mark.parametrize("who", [0, 1, 2])
async def test_who_gives_up_hands_the_turn_on(time: Time, who: int) -> None:
    # 0 is being served, 1 waits out the pause after it, 2 waits in the line
    seen = visits(time)
    tasks = [seen.start("herald.example", name, seconds=1) for name in "abc"]
    await time.advance(1.5 if who else 0.5)

    tasks[who].cancel()
    await time.advance(20)
    results = await asyncio.gather(*tasks, return_exceptions=True)

    assert [isinstance(result, asyncio.CancelledError) for result in results] == [
        place == who for place in range(3)
    ]
    assert seen.running == 0
    # and the line is not remembered for who has gone
    await seen.start("times.example", "d")
    assert seen.queue.hosts == 1


async def test_an_error_hands_the_turn_on(time: Time) -> None:
    seen = visits(time, limit=1)
    with pytest.raises(ValueError, match="broken"):
        async with seen.queue.turn("herald.example"):
            raise ValueError("broken")
    again = seen.start("herald.example", "b")

    await time.advance(2)
    await again

    assert seen.began == [("herald.example", "b", 1.0)]


async def test_hosts_are_forgotten_once_their_pause_is_over(time: Time) -> None:
    seen = visits(time)
    for number in range(1_000):
        await seen.start(f"{number}.example", "x", pause=number % 30)
    assert seen.queue.hosts == 1_000

    await time.advance(31)
    await seen.start("herald.example", "x")

    assert seen.queue.hosts == 1


async def test_without_a_pause_nothing_is_kept(time: Time) -> None:
    seen = visits(time, pause=0)
    for number in range(100):
        await seen.start(f"{number}.example", "x")

    assert seen.queue.hosts == 0


async def test_it_tells_whether_more_is_to_come_for_a_host(time: Time) -> None:
    queue = HostQueue(pause=0, limit=8, clock=time, sleep=time.sleep)
    seen = Visits(queue, time)
    async with queue.turn("herald.example"):
        assert not queue.awaited("herald.example")
        task = seen.start("herald.example", "b")
        await time.settle()
        assert queue.awaited("herald.example")
        assert not queue.awaited("times.example")
    await task
