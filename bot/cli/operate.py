"""doctor, config, db, backup: what an operator needs."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.app import open_parts
from bot.cli.options import EXIT_FAILED, Config, Db, Json
from bot.cli.output import complain, console, print_json, progress_bar
from bot.errors import ConfigError, StorageError
from bot.health import run_checks
from bot.ingest.clustering import StoryFinder
from bot.models import CheckResult
from bot.resources import default_config, load_topics
from bot.settings import Settings, load_settings

config_app = typer.Typer(help="Show or check the settings.", no_args_is_help=True)
db_app = typer.Typer(help="Care for the index.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(doctor)
    app.command()(backup)
    app.add_typer(config_app, name="config")
    app.add_typer(db_app, name="db")


def doctor(json_: Json = False, db: Db = None, config: Config = None) -> None:
    """Say whether this installation is well, and what to do where it is not."""
    results = asyncio.run(run_checks(load_settings(config, db=db)))
    if json_:
        print_json([check_to_json(result) for result in results])
    else:
        for result in results:
            print_check(result)
    if not all(result.success for result in results):
        raise typer.Exit(EXIT_FAILED)


def check_to_json(result: CheckResult) -> dict[str, object]:
    """Return one line of a diagnosis in the shape of docs/cli.md."""
    return {
        "success": result.success,
        "label": result.label,
        "details": result.details,
        "resolution": None if result.success else result.resolution,
    }


def print_check(result: CheckResult) -> None:
    """Print one line of a diagnosis for a person."""
    mark = Text("✓ ", style="green") if result.success else Text("✗ ", style="red")
    console.print(
        mark.append(f"{result.label}: ", style="bold default").append(result.details, style="default")
    )
    if not result.success:
        console.print(Text(f"    {result.resolution}", style="yellow"))


@config_app.command("show")
def config_show(
    default: Annotated[bool, typer.Option("--default", help="Print the commented defaults.")] = False,
    json_: Json = False,
    db: Db = None,
    config: Config = None,
) -> None:
    """Print the settings in force; the token is never shown."""
    if default:
        typer.echo(default_config(), nl=False)
        return
    settings = load_settings(config, db=db)
    if json_:
        print_json(settings.model_dump(mode="json"))
        return
    for name, value in _flat(settings):
        console.print(Text(f"{name} = ", style="bold").append(value, style="default"))


@config_app.command("check")
def config_check(db: Db = None, config: Config = None) -> None:
    """Say whether the settings and the topics can be used."""
    try:
        load_topics(load_settings(config, db=db).topics)
    except ConfigError as error:
        complain(str(error))
        raise typer.Exit(EXIT_FAILED) from error
    typer.echo("The settings are in order.")


def _flat(settings: Settings) -> list[tuple[str, str]]:
    lines = []
    for name, value in settings.model_dump(mode="json").items():
        if isinstance(value, dict):
            lines += [(f"{name}.{inner}", str(each)) for inner, each in value.items()]
        else:
            lines.append((name, str(value)))
    return lines


def _with_index(config: Path | None, db: Path | None) -> Settings:
    """Return the settings; opening the index for writing would make one where there is none."""
    settings = load_settings(config, db=db)
    if not settings.db.is_file():
        raise StorageError(f"There is no index at {settings.db}.")
    return settings


@db_app.command("check")
def db_check(db: Db = None, config: Config = None) -> None:
    """Bring the index to the newest schema and look for damage."""
    settings = _with_index(config, db)

    async def run() -> list[str]:
        async with open_parts(settings) as parts:
            return await parts.index.check()

    problems = asyncio.run(run())
    for problem in problems:
        complain(problem)
    if problems:
        raise typer.Exit(EXIT_FAILED)
    typer.echo("The index is sound.")


@db_app.command("vacuum")
def db_vacuum(db: Db = None, config: Config = None) -> None:
    """Give unused space back to the disk."""
    settings = _with_index(config, db)

    async def run() -> None:
        async with open_parts(settings) as parts:
            await parts.index.vacuum()

    asyncio.run(run())
    typer.echo("Done.")


@db_app.command("recluster")
def db_recluster(db: Db = None, config: Config = None) -> None:
    """Find the story of every article anew; stopped in between, the next run goes on from there."""
    settings = _with_index(config, db)

    async def run() -> int:
        async with open_parts(settings) as parts:
            stories = parts.index.stories
            if not await stories.count_pending():
                await stories.start_over()
            with progress_bar("Stories", await stories.count_pending()) as advance:
                return await StoryFinder(parts.index).run(advance)

    typer.echo(f"{asyncio.run(run()):,} articles are in their stories.")


def backup(
    file: Annotated[Path, typer.Argument(help="A new file to copy the index to.")],
    db: Db = None,
    config: Config = None,
) -> None:
    """Copy the index to a file, also beside a running bot."""

    async def run() -> None:
        async with open_parts(load_settings(config, db=db), read_only=True) as parts:
            await parts.index.backup(file)

    asyncio.run(run())
    typer.echo(f"Copied to {file}.")
