"""Bringing an index file to the newest schema: numbered scripts, one transaction each, after a backup."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import StorageError
from bot.index.database import APPLICATION_ID, Database

Migrations = Sequence[tuple[int, str]]


async def migrate(database: Database, migrations: Migrations) -> int:
    """Apply what is missing and return the version reached.

    Raises :class:`StorageError` when the file belongs to another program or to a newer Nutgraf, or when a
    migration fails; the file is then as it was.
    """
    version = await _require_ours(database, migrations)
    await database.use_log()  # not before it is known to be ours: it changes the file
    pending = [(number, script) for number, script in migrations if number > version]
    if pending and version > 0:
        await database.backup(database.path.with_name(f"{database.path.name}.v{version}.bak"))
    for number, script in pending:
        await database.change_schema(script, number)
    return migrations[-1][0]


async def require_newest(database: Database, migrations: Migrations) -> None:
    """Raise :class:`StorageError` when a file opened for reading is not at the newest schema."""
    version = await _require_ours(database, migrations)
    if version == 0:
        raise StorageError(
            f"The index {database.path} is empty: run `nutgraf ingest` with some articles first."
        )
    if version < migrations[-1][0]:
        raise StorageError(
            f"The index {database.path} was made by an older Nutgraf: "
            "run `nutgraf db check` once to update it."
        )


async def _require_ours(database: Database, migrations: Migrations) -> int:
    """Return the file's schema version (0: empty); raises :class:`StorageError` for another's file."""
    version = int((await database.read("PRAGMA user_version"))[0][0])
    owner = int((await database.read("PRAGMA application_id"))[0][0])
    tables = int((await database.read("SELECT count(*) FROM sqlite_schema"))[0][0])
    if owner != APPLICATION_ID and (version or tables):
        raise StorageError(f"{database.path} is a database of another program, not an index of Nutgraf.")
    if version > migrations[-1][0]:
        raise StorageError(f"The index {database.path} was made by a newer Nutgraf: update this one.")
    return version
