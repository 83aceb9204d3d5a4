"""The command line: `nutgraf …`. Each command prints for a person, or with `--json` for a script.

Exit codes: 0 done, 1 failed, 2 wrong usage, 69 cannot start (one plain line on standard error).
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot import __version__
from bot.cli import answers, feeds, ingest, operate, read, run
from bot.cli.logs import configure_logging
from bot.cli.options import EXIT_CANNOT_START, EXIT_FAILED, EXIT_USAGE
from bot.cli.output import complain
from bot.errors import ConfigError, NutgrafError, QueryError, StartupError, StorageError

app = typer.Typer(
    name="nutgraf",
    help="Digests of the news for Discord; who, what and when from a local index. Every sentence is quoted.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
for module in (run, ingest, feeds, read, answers, operate):
    module.register(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"nutgraf {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""
    configure_logging("warning")


def main() -> None:
    """Run a command; what went wrong becomes one plain line and an exit code."""
    try:
        app()
    except (StartupError, ConfigError, StorageError) as error:
        complain(str(error))
        sys.exit(EXIT_CANNOT_START)
    except QueryError as error:
        complain(str(error))
        sys.exit(EXIT_USAGE)
    except NutgrafError as error:
        complain(str(error))
        sys.exit(EXIT_FAILED)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # the reader of a pipe has seen enough; nothing may be written any more, not even at exit
        sys.stdout = None
        sys.exit(EXIT_FAILED)
