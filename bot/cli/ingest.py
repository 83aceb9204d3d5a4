"""ingest: articles into the index."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot.app import open_parts, reader_pool, utc_now
from bot.cli.options import EXIT_FAILED, Config, Db
from bot.cli.output import complain, progress_bar
from bot.errors import QueryError, SourceError
from bot.ingest.feeds.looking import FeedLooker
from bot.ingest.feeds.service import FeedService
from bot.ingest.pump import IngestReport
from bot.ingest.pump import ingest as ingest_documents
from bot.models import Document
from bot.settings import Settings, load_settings
from bot.sources.failures import DocumentError
from bot.sources.folder import find_article_files, read_article_files
from bot.sources.jsonl import read_jsonl, read_jsonl_file

Documents = Iterator[Document | DocumentError]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(ingest)


def ingest(
    paths: Annotated[
        list[str], typer.Argument(help="Article files and folders, or web pages; with --jsonl, files or -.")
    ],
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='The files hold {"title", "text", "published", …} a line.'),
    ] = False,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=64, help="Reading processes.")
    ] = None,
    db: Db = None,
    config: Config = None,
) -> None:
    """Read articles into the index. What is there stays as it is; after an interruption run it again."""
    settings = load_settings(config, db=db)
    if workers is not None:
        settings.ingest.workers = workers
    pages = [path for path in paths if path.lower().startswith(("http://", "https://"))]
    if pages and (jsonl or len(pages) < len(paths)):
        raise QueryError("Give either files or addresses of web pages, not both.")
    report = asyncio.run(_ingest_pages(settings, pages) if pages else _ingest(settings, paths, jsonl=jsonl))
    for failure in report.failed:
        complain(f"{failure.origin}: {failure.reason}")
    typer.echo(f"{report.new} new, {report.same} same, {len(report.failed)} failed")
    if report.failed:
        raise typer.Exit(EXIT_FAILED)


async def _ingest(settings: Settings, paths: list[str], *, jsonl: bool) -> IngestReport:
    documents, total = _documents(settings, paths, jsonl=jsonl)
    with progress_bar("Reading", total) as show:
        async with open_parts(settings) as parts, reader_pool(settings, parts.topics) as pool:
            return await ingest_documents(
                documents,
                parts.index,
                pool,
                clock=utc_now,
                total=total,
                on_progress=lambda done, _: show(done),
            )


async def _ingest_pages(settings: Settings, addresses: list[str]) -> IngestReport:
    async with (
        open_parts(settings) as parts,
        reader_pool(settings, parts.topics) as pool,
        FeedService(parts.index, pool, settings.sources, clock=utc_now) as service,
    ):
        with progress_bar("Reading", len(addresses)) as show:
            return await ingest_documents(
                _pages(service.looker, addresses),
                parts.index,
                pool,
                clock=utc_now,
                total=len(addresses),
                on_progress=lambda done, _: show(done),
            )


async def _pages(looker: FeedLooker, addresses: list[str]) -> AsyncIterator[Document | SourceError]:
    for address in addresses:
        try:
            yield await looker.page(address)
        except SourceError as error:
            yield DocumentError(address, str(error))


def _documents(settings: Settings, paths: list[str], *, jsonl: bool) -> tuple[Documents, int | None]:
    """Return the documents, read one at a time as they are asked for, and how many when that is known."""
    max_bytes = settings.ingest.max_file_mb * 1_000_000
    if jsonl:
        return _from_lines(paths, max_bytes), None
    found = list(find_article_files(Path(path) for path in paths))
    return read_article_files(found, max_bytes=max_bytes), len(found)


def _from_lines(paths: list[str], max_bytes: int) -> Documents:
    for path in paths:
        if path == "-":
            yield from read_jsonl(sys.stdin.buffer, origin="standard input", max_line_bytes=max_bytes)
        else:
            yield from read_jsonl_file(Path(path), max_line_bytes=max_bytes)
