"""feeds: which feeds are followed, by everybody or by one server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from bot.app import Parts, open_parts, reader_pool, utc_now
from bot.cli.operate import check_to_json, print_check
from bot.cli.options import EXIT_FAILED, EXIT_USAGE, Config, Db, Guild, Json
from bot.cli.output import complain, console, print_json, printable
from bot.errors import QueryError, SourceError
from bot.ingest.feeds.diagnosis import check_feed
from bot.ingest.feeds.following import Limits, ListReport, follow, follow_list
from bot.ingest.feeds.service import FeedService
from bot.models import Feed, FeedState
from bot.resources import starter_feeds
from bot.settings import Settings, load_settings
from bot.sources.feeds.opml import MAX_OPML_BYTES, OpmlFeed, read_opml, write_opml
from bot.views.phrases import counted

feeds_app = typer.Typer(help="The feeds that are followed.", no_args_is_help=True)

Name = Annotated[
    str, typer.Argument(help="A feed's number, title or address; `nutgraf feeds list` has them.")
]

_COLOURS = {FeedState.FAILING: "yellow", FeedState.GONE: "red", FeedState.PAUSED: "dim"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(feeds_app, name="feeds")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a command works with."""

    parts: Parts
    feeds: FeedService


@asynccontextmanager
async def _desk(settings: Settings) -> AsyncIterator[_Desk]:
    async with open_parts(settings) as parts, reader_pool(settings, parts.topics) as pool:
        service = FeedService(parts.index, pool, settings.sources, clock=utc_now)
        async with service:
            yield _Desk(parts, service)


def _run(settings: Settings, work: Callable[[Parts], Coroutine[Any, Any, Any]], *, read_only: bool) -> Any:
    async def run() -> Any:
        async with open_parts(settings, read_only=read_only) as parts:
            return await work(parts)

    return asyncio.run(run())


@feeds_app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="The address of a feed, or of a page that names one.")],
    guild: Guild = None,
    db: Db = None,
    config: Config = None,
) -> None:
    """Follow a feed, for everybody, or with --guild for one server alone."""
    settings = load_settings(config, db=db)

    async def run() -> None:
        async with _desk(settings) as desk:
            look = await desk.feeds.looker.look_at(url)
            if look.feed is None:
                complain(f"{look.url} is a page, not a feed. It names these; add one of them:")
                for found in look.found:
                    typer.echo(f"{found.url}  {printable(found.title)}")
                raise typer.Exit(EXIT_USAGE)
            following = await follow(
                desk.parts.index,
                url=look.url,
                title=look.title,
                site_url=look.feed.site_url,
                owner=_owner(guild),
                added_by=None,
                limits=_limits(settings, guild),
                now=utc_now(),
            )
            if not following.new:
                typer.echo(f"{printable(look.title)} is followed already.")
                return
            poll = await desk.feeds.poller.poll(following.feed.web)
            articles = await desk.feeds.items.read_waiting()
            came = f"{counted(poll.new, 'item')}, {counted(articles, 'new article')}"
            typer.echo(f"Following {printable(look.title)}: {came}.")

    asyncio.run(run())


@feeds_app.command("list")
def list_all(guild: Guild = None, json_: Json = False, db: Db = None, config: Config = None) -> None:
    """Show all feeds, or with --guild those of one server, and how they do."""
    feeds = _all(load_settings(config, db=db))
    if guild is not None:
        feeds = [feed for feed in feeds if feed.owner == _owner(guild)]
    if json_:
        print_json([_to_json(feed) for feed in feeds])
        return
    if not feeds:
        typer.echo("No feed is followed yet: `nutgraf feeds add URL`, or `nutgraf feeds import --starter`.")
    for feed in feeds:
        _print_feed(feed)


def _all(settings: Settings) -> list[Feed]:
    """Return all feeds; none where there is no index yet."""
    if not settings.db.is_file():
        return []
    feeds: list[Feed] = _run(settings, lambda parts: parts.index.feeds.all(), read_only=True)
    return feeds


def _print_feed(feed: Feed) -> None:
    web = feed.web
    read = f"read {web.last_success:%Y-%m-%d %H:%M} UTC" if web.last_success else "not read yet"
    owner = "" if feed.shared else f" for {feed.owner}"
    line = Text(f"{feed.id:>4}  ").append(printable(feed.title), style="bold").append(owner)
    console.print(line.append(f"  {web.state.value}, {read}", style=_COLOURS.get(web.state, "green")))
    console.print(Text(f"      {web.url}", style="dim"))
    if web.reason:
        console.print(Text(f"      {printable(web.reason)}", style="yellow"))


@feeds_app.command("remove")
def remove(feed: Name, db: Db = None, config: Config = None) -> None:
    """Follow a feed no more; its articles are seen no more by who followed it."""

    async def run(parts: Parts) -> Feed:
        found = await _find(parts, feed)
        await parts.index.feeds.remove(found.id)
        return found

    found = _run(load_settings(config, db=db), run, read_only=False)
    typer.echo(f"{printable(found.title)} is not followed any more.")


@feeds_app.command("pause")
def pause(feed: Name, db: Db = None, config: Config = None) -> None:
    """Leave a feed's address alone until it is resumed, for all who follow it."""
    _set_paused(load_settings(config, db=db), feed, paused=True)


@feeds_app.command("resume")
def resume(feed: Name, db: Db = None, config: Config = None) -> None:
    """Ask a feed again that was paused, or said to be gone."""
    _set_paused(load_settings(config, db=db), feed, paused=False)


def _set_paused(settings: Settings, feed: str, *, paused: bool) -> None:
    async def run(parts: Parts) -> Feed:
        found = await _find(parts, feed)
        await parts.index.feeds.pause(found.id, paused=paused, now=utc_now())
        return found

    found = _run(settings, run, read_only=False)
    typer.echo(f"{printable(found.title)} is {'paused' if paused else 'read again'}.")


@feeds_app.command("check")
def check(feed: Name, json_: Json = False, db: Db = None, config: Config = None) -> None:
    """Look at a feed now: is it there, what is in it, what of that is new."""
    settings = load_settings(config, db=db)

    async def run() -> bool:
        async with _desk(settings) as desk:
            found = await _find(desk.parts, feed)
            results = await check_feed(
                desk.parts.index,
                desk.feeds.poller,
                found,
                max_age_days=settings.digests.max_age_days,
                today=utc_now().date(),
            )
            await desk.feeds.items.read_waiting()
        if json_:
            print_json([check_to_json(result) for result in results])
        else:
            for result in results:
                print_check(result)
        return all(result.success for result in results)

    if not asyncio.run(run()):
        raise typer.Exit(EXIT_FAILED)


@feeds_app.command("poll")
def poll(db: Db = None, config: Config = None) -> None:
    """Ask all feeds that are due, once, and read what they bring: for a timer instead of the bot."""
    settings = load_settings(config, db=db)

    async def run() -> tuple[int, int]:
        async with _desk(settings) as desk:
            polled = await desk.feeds.poller.poll_due()
            return polled, await desk.feeds.items.read_waiting()

    polled, articles = asyncio.run(run())
    typer.echo(f"{counted(polled, 'feed')}, {counted(articles, 'new article')}")


@feeds_app.command("import")
def import_list(
    file: Annotated[Path | None, typer.Argument(help="An OPML file, as other readers write it.")] = None,
    starter: Annotated[
        bool, typer.Option("--starter", help="The feeds of well-known outlets that come with Nutgraf.")
    ] = False,
    topic: Annotated[str | None, typer.Option("--topic", help="Only those in a group of this name.")] = None,
    guild: Guild = None,
    db: Db = None,
    config: Config = None,
) -> None:
    """Follow the feeds of a list, for everybody, or with --guild for one server alone."""
    if (file is None) != starter:
        raise QueryError("Give either a file or --starter.")
    settings = load_settings(config, db=db)
    listed = read_opml(starter_feeds() if file is None else _content(file))
    wanted = [feed for feed in listed.feeds if topic is None or _in_topic(feed, topic)]
    if not wanted:
        raise QueryError(f"No feed of the list is in a group “{topic}”. There are: {_topics(listed.feeds)}.")

    async def run(parts: Parts) -> ListReport:
        return await follow_list(
            parts.index,
            wanted,
            owner=_owner(guild),
            added_by=None,
            limits=_limits(settings, guild),
            now=utc_now(),
        )

    report = _run(settings, run, read_only=False)
    for title, reason in report.refused:
        complain(f"{title}: {reason}")
    for warning in listed.warnings:
        complain(warning)
    typer.echo(f"{report.followed} followed, {report.known} known, {len(report.refused)} left out")


@feeds_app.command("export")
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to; without it, standard output.")] = None,
    guild: Guild = None,
    db: Db = None,
    config: Config = None,
) -> None:
    """Write the feeds that everybody sees, or with --guild those of one server, as OPML."""
    feeds = _all(load_settings(config, db=db))
    owned = [OpmlFeed(feed.title, feed.web.url) for feed in feeds if feed.owner == _owner(guild)]
    content = write_opml(owned)
    if file is None:
        typer.echo(content.decode(), nl=False)
        return
    try:
        file.write_bytes(content)
    except OSError as error:
        raise SourceError(f"{file} cannot be written: {error.strerror or error}.") from error
    typer.echo(f"{file} has {counted(len(owned), 'feed')}.")


def _owner(guild: int | None) -> str:
    return "global" if guild is None else f"guild:{guild}"


def _limits(settings: Settings, guild: int | None) -> Limits:
    sources = settings.sources
    return Limits(None if guild is None else sources.feeds_per_guild, tuple(sources.private_networks))


async def _find(parts: Parts, name: str) -> Feed:
    """Return the feed that somebody named; raises :class:`QueryError`."""
    feeds: Sequence[Feed] = await parts.index.feeds.all()
    wanted = name.strip().casefold()
    found = [feed for feed in feeds if wanted == str(feed.id)] or [
        feed for feed in feeds if wanted in {feed.title.casefold(), feed.web.url.casefold()}
    ]
    if len(found) != 1:
        several = "is the name of several feeds" if found else "is no feed that is followed"
        raise QueryError(f"“{name}” {several}: give a number of `nutgraf feeds list`.")
    return found[0]


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_OPML_BYTES + 1)
    except OSError as error:
        raise SourceError(f"{file} cannot be read: {error.strerror or error}.") from error


def _in_topic(feed: OpmlFeed, topic: str) -> bool:
    return topic.casefold() in {name.casefold() for name in feed.topics}


def _topics(feeds: Sequence[OpmlFeed]) -> str:
    return ", ".join(dict.fromkeys(name for feed in feeds for name in feed.topics)) or "none"


def _to_json(feed: Feed) -> dict[str, object]:
    web = feed.web
    moments = {
        "next_poll": web.next_poll,
        "last_poll": web.last_poll,
        "last_success": web.last_success,
        "last_new": web.last_new,
    }
    return {
        "id": feed.id,
        "title": feed.title,
        "url": web.url,
        "owner": feed.owner,
        "state": web.state.value,
        "reason": web.reason,
        "failures": web.failures,
        **{name: when and when.isoformat() for name, when in moments.items()},
    }
