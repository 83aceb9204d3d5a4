"""read: what the reader finds in articles; no index is touched."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

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
COLOURS = {"person": "bright_magenta", "organisation": "bright_blue", "place": "bright_green"}


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
        print_article(reader, article)


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


def print_article(reader: Reader, article: Article) -> None:
    """Print an article with its names, dates and summary marked in colour."""
    document = article.document
    console.print(Text(document.headline, style="bold"))
    guessed = " (guessed)" if document.published_guessed else ""
    topics = ", ".join(label.topic for label in reader.label(article)) or "no topic"
    facts = (document.source, document.byline, f"{document.day}{guessed}", topics)
    console.print(Text(" · ".join(fact for fact in facts if fact), style="dim"))
    console.print()
    console.print(_marked(article))
    console.print()
    console.print(Text("Summary", style="bold"))
    for index in article.summary:
        console.print(Text(f"  “{article.quote(index)}”"))
    console.print()
    for entity in article.entities:
        line = Text(f"  {entity.name}", style=COLOURS[entity.kind])
        line.append(f"  {entity.kind}" + (f", {entity.role}" if entity.role else ""), style="default")
        console.print(line)
    for event in article.events:
        words = document.text[event.start : event.end]
        console.print(
            Text(f"  {event.day} ({event.precision}): ", style="yellow").append(words, style="default")
        )


def _marked(article: Article) -> Text:
    text = Text(article.document.text)
    for index in article.summary:
        text.stylize("on grey19", article.sentences[index].start, article.sentences[index].end)
    for entity in article.entities:
        for mention in entity.mentions:
            text.stylize(COLOURS[entity.kind], mention.start, mention.end)
    for each in article.dates:
        text.stylize("yellow", each.start, each.end)
    return text


def _document(file: str, max_bytes: int) -> Document:
    if file == "-":
        return parse_article(sys.stdin.buffer.read(), origin="standard input", modified=datetime.now(UTC))
    return read_article_file(Path(file), max_bytes=max_bytes)
