"""A news server on loopback, over real HTTP, that does as it is told: also wrong.

::

    async with NewsServer() as server:
        server.put("/feed.xml", FEED, etag='"1"')
        server.answer("/slow.xml", replies.drip(FEED))
        …  # fetch server.url("/feed.xml"), or server.url("/feed.xml", host="herald.example")
        assert [request.headers.get("if-none-match") for request in server.requests("/feed.xml")] == [None]

In tests take the fixture `news_server`. :class:`FakeNames` is a resolver for names such as herald.example;
:class:`LoopbackSockets` opens sockets on loopback and nowhere else, and remembers what it was asked for.
"""

from tests.newsserver.names import FakeNames, LoopbackSockets
from tests.newsserver.server import NewsServer, Request

__all__ = ["FakeNames", "LoopbackSockets", "NewsServer", "Request"]
