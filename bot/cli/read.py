"""read: what the reader finds in articles; no index is touched."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli.article_print import print_article
from bot.cli.options import EXIT_FAILED, Config, Db, Json
from bot.cli.output import console, print_json
from bot.cli.read_lines import read_lines
from bot.models import Article, Document
from bot.reading import Reader, load_reader
from bot.reading.findings import findings_to_json
from bot.resources import load_topics
from bot.settings import load_settings
from bot.sources.article_file import parse_article, read_article_file

SENTENCES = 3


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(read)


def read(
    file: Annotated[str, typer.Argument(help="An article file, or - for standard input.")],
    json_: Json = False,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read {"id", "title", "text", "published"} a line.')
    ] = False,
    sentences: Annotated[
        int, typer.Option("--sentences", min=1, max=20, help="Summary's length.")
    ] = SENTENCES,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=64, help="Reading processes, with --jsonl.")
    ] = None,
    db: Db = None,
    config: Config = None,
) -> None:
    """Print what the reader finds in an article: summary, names, dates, topics."""
    settings = load_settings(config, db=db)
    if jsonl:
        workers = workers or settings.ingest.workers
        if not read_lines(settings, file, workers=workers, sentences=sentences):
            raise typer.Exit(EXIT_FAILED)
        return
    reader = load_reader(load_topics(settings.topics))
    article = reader.read(_document(file, settings.ingest.max_file_mb * 1_000_000), sentences=sentences)
    if json_:
        print_json(article_to_json(reader, article))
    else:
        print_article(article, [label.topic for label in reader.label(article)], console)


def article_to_json(reader: Reader, article: Article) -> dict[str, Any]:
    """Return all that was found, in the shape of docs/cli.md."""
    document = article.document
    return {
        "headline": document.headline,
        "caption": document.caption,
        "published": document.day.isoformat(),
        "published_guessed": document.published_guessed,
        "byline": document.byline,
        "source": document.source,
        "url": document.url,
        "language": document.language,
        "trailer": document.trailer,
        "text": document.text,
        **findings_to_json(article, reader.label(article)),
    }


def _document(file: str, max_bytes: int) -> Document:
    if file == "-":
        return parse_article(sys.stdin.buffer.read(), origin="standard input", modified=datetime.now(UTC))
    return read_article_file(Path(file), max_bytes=max_bytes)
