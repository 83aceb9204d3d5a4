"""run and sandbox: the bot itself, on Discord or in a local web page."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.app import run as run_bot
from bot.cli.logs import configure_logging
from bot.cli.options import Config, Db
from bot.settings import load_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(run)
    app.command()(sandbox)


def run(db: Db = None, config: Config = None) -> None:
    """Run the bot on Discord (NUTGRAF_TOKEN, or NUTGRAF_TOKEN_FILE)."""
    settings = load_settings(config, db=db)
    configure_logging(settings.log_level)
    asyncio.run(run_bot(settings))


def sandbox(
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="The page's port on 127.0.0.1.")
    ] = 8787,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget the index of earlier runs.")] = False,
    db: Db = None,
    config: Config = None,
) -> None:
    """Try the bot in a local web page on sample articles; no token needed."""
    # the extra may be missing; the other commands do not need it
    from bot.sandbox.run import run_sandbox

    settings = load_settings(config, db=db)
    configure_logging("warning" if settings.log_level == "info" else settings.log_level)
    asyncio.run(run_sandbox(settings, port=port, fresh=fresh, announce=typer.echo))
