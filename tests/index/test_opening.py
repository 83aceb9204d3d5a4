"""Opening an index: new files, old files, others' files, and two programs at once."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import IndexBusyError, SlowQueryError, StorageError
from bot.index import Index
from bot.models import Scope
from tests.index.making import EVERYONE, article, database_of, migrations, run_sql, store

FIRST = (1, "CREATE TABLE outlet (name TEXT NOT NULL) STRICT; INSERT INTO outlet VALUES ('Courier');")
SECOND = (2, "ALTER TABLE outlet ADD COLUMN town TEXT NOT NULL DEFAULT 'Carrow';")


async def test_a_new_index_is_made_with_its_folders_and_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "some" / "where" / "nutgraf.db"
    index = await Index.open(path, migrations())
    assert await index.articles.count(EVERYONE) == 0
    assert await index.check() == []
    await index.close()
    assert path.is_file()


async def test_what_was_stored_is_there_when_the_index_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "nutgraf.db"
    for expected in (0, 1, 1):
        index = await Index.open(path, migrations())
        assert await index.articles.count(EVERYONE) == expected
        await store(index, article())
        await index.close()


async def test_whoever_comes_second_is_told_which_process_is_in_the_way_and_what_to_do(index: Index) -> None:
    path = database_of(index).path
    with pytest.raises(IndexBusyError) as busy:
        await Index.open(path, migrations())
    assert f"process {os.getpid()}" in str(busy.value)
    assert "Stop it first" in str(busy.value)
    assert "folder that the running bot watches" in str(busy.value)


async def test_the_index_of_a_process_that_was_killed_opens_with_what_it_had_stored(tmp_path: Path) -> None:
    path = tmp_path / "nutgraf.db"
    program = f"""
import asyncio, os
from pathlib import Path
from bot.index import Index
from bot.resources import migrations

async def main():
    index = await Index.open(Path({str(path)!r}), migrations())
    await index.meta.set("last", "words")
    os._exit(9)

asyncio.run(main())
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9  # noqa: ASYNC221, S603
    index = await Index.open(path, migrations())
    assert await index.meta.get("last") == "words"
    assert await index.check() == []
    await index.close()


async def test_a_reader_sees_what_the_writer_beside_it_stores_and_may_not_write(index: Index) -> None:
    reading = await Index.open(database_of(index).path, migrations(), read_only=True)
    await store(index, article())
    assert await reading.articles.count(EVERYONE) == 1
    with pytest.raises(StorageError, match="reading only"):
        await reading.meta.set("a", "b")
    assert await reading.check() == []
    await reading.close()
    await store(index, article(headline="Another one"))
    assert await index.articles.count(EVERYONE) == 2


async def test_reading_an_index_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nutgraf ingest"):
        await Index.open(tmp_path / "nutgraf.db", migrations(), read_only=True)
    (tmp_path / "nutgraf.db").touch()
    with pytest.raises(StorageError, match="is empty: run `nutgraf ingest`"):
        await Index.open(tmp_path / "nutgraf.db", migrations(), read_only=True)


@pytest.mark.parametrize("read_only", [False, True])
async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 100, encoding="utf-8")
    with pytest.raises(StorageError, match="damaged, or not an index at all"):
        await Index.open(path, migrations(), read_only=read_only)
    assert path.read_text(encoding="utf-8").startswith("Dear diary")


@pytest.mark.parametrize("read_only", [False, True])
async def test_another_programs_database_is_left_exactly_as_it_was(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "bookmarks.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmark (url TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="another program"):
        await Index.open(path, migrations(), read_only=read_only)
    assert path.read_bytes() == before


async def test_a_damaged_index_says_so(tmp_path: Path) -> None:
    path = tmp_path / "nutgraf.db"
    index = await Index.open(path, migrations())
    await store(index, *(article(headline=f"Number {number}") for number in range(50)))
    await index.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(StorageError, match="damaged"):
        damaged = await Index.open(path, migrations())
        problems = await damaged.check()
        await damaged.close()
        raise StorageError(problems[0])


async def test_an_index_of_a_newer_version_asks_for_an_update(tmp_path: Path) -> None:
    path = tmp_path / "nutgraf.db"
    await (await Index.open(path, [FIRST, SECOND])).close()
    for read_only in (False, True):
        with pytest.raises(StorageError, match="newer Nutgraf"):
            await Index.open(path, [FIRST], read_only=read_only)


async def test_an_older_index_is_backed_up_and_then_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "nutgraf.db"
    await (await Index.open(path, [FIRST])).close()
    with pytest.raises(StorageError, match="older Nutgraf"):
        await Index.open(path, [FIRST, SECOND], read_only=True)
    index = await Index.open(path, [FIRST, SECOND])
    assert [tuple(row) for row in await database_of(index).read("SELECT * FROM outlet")] == [
        ("Courier", "Carrow")
    ]
    await index.close()
    backup = await Index.open(tmp_path / "nutgraf.db.v1.bak", [FIRST], read_only=True)
    assert [tuple(row) for row in await database_of(backup).read("SELECT * FROM outlet")] == [("Courier",)]
    await backup.close()


@pytest.mark.parametrize(
    "broken",
    [
        "DELETE FROM outlet; this is not SQL;",
        "CREATE TABLE edition (outlet INTEGER REFERENCES outlet (rowid)); DELETE FROM outlet;"
        "CREATE TABLE town (id INTEGER PRIMARY KEY) STRICT;"
        "CREATE TABLE street (town INTEGER REFERENCES town (id)) STRICT; INSERT INTO street VALUES (7);",
    ],
)
async def test_a_migration_that_fails_changes_nothing(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "nutgraf.db"
    await (await Index.open(path, [FIRST])).close()
    with pytest.raises(StorageError):
        await Index.open(path, [FIRST, (2, broken)])
    index = await Index.open(path, [FIRST])
    assert len(await database_of(index).read("SELECT * FROM outlet")) == 1
    await index.close()


async def test_a_migration_may_rebuild_a_table_without_losing_what_refers_to_it(tmp_path: Path) -> None:
    path = tmp_path / "nutgraf.db"
    rebuilt = """
        CREATE TABLE feed_new (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, kind TEXT NOT NULL,
            title TEXT NOT NULL, etag TEXT) STRICT;
        INSERT INTO feed_new (id, owner, kind, title) SELECT id, owner, kind, title FROM feed;
        DROP TABLE feed;
        ALTER TABLE feed_new RENAME TO feed;
    """
    index = await Index.open(path, migrations())
    await store(index, article())
    await index.close()
    index = await Index.open(path, [*migrations(), (migrations()[-1][0] + 1, rebuilt)])
    assert await index.articles.count(EVERYONE) == 1
    with pytest.raises(StorageError):  # references are watched again
        await run_sql(index, "INSERT INTO article_source VALUES (5, 5, 5)")
    await index.close()


async def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(StorageError, match="cannot be opened"):
        await Index.open(tmp_path / "data" / "nutgraf.db", migrations())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_without_rights_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)  # noqa: ASYNC240
    with pytest.raises(StorageError, match="cannot be opened"):
        await Index.open(tmp_path / "nutgraf.db", migrations())


async def test_a_folder_in_the_files_place_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "nutgraf.db").mkdir()
    with pytest.raises(StorageError, match="cannot be opened"):
        await Index.open(tmp_path / "nutgraf.db", migrations())


async def test_the_lock_is_free_again_after_an_opening_that_failed(tmp_path: Path) -> None:
    path = tmp_path / "nutgraf.db"
    with pytest.raises(StorageError):
        await Index.open(path, [(1, "nonsense")])
    await (await Index.open(path, migrations())).close()


async def test_a_backup_is_an_index_like_the_first_and_overwrites_nothing(
    index: Index, tmp_path: Path
) -> None:
    await store(index, article())
    target = tmp_path / "backup.db"
    await index.backup(target)
    copy = await Index.open(target, migrations())
    assert await copy.articles.count(Scope.everyone()) == 1
    assert await copy.check() == []
    await copy.close()
    with pytest.raises(StorageError, match="exists already"):
        await index.backup(target)


async def test_a_backup_holds_nothing_of_a_transaction_that_is_still_open(
    index: Index, tmp_path: Path
) -> None:
    async with database_of(index).transaction() as transaction:
        await transaction.write("INSERT INTO meta VALUES ('half', 'written')")
        await index.backup(tmp_path / "backup.db")
    copy = await Index.open(tmp_path / "backup.db", migrations())
    assert await copy.meta.get("half") is None
    await copy.close()


async def test_a_backup_into_a_missing_folder_names_the_backup(index: Index, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"backup .*gone/backup\.db cannot be written"):
        await index.backup(tmp_path / "gone" / "backup.db")


async def test_check_finds_a_word_index_that_does_not_match(index: Index) -> None:
    await store(index, article())
    await run_sql(index, "DROP TRIGGER article_fts_update")
    await run_sql(index, "UPDATE article SET text = 'something else'")
    assert any("word index" in problem for problem in await index.check())


async def test_vacuum_gives_space_back_and_keeps_everything(index: Index) -> None:
    await store(index, *(article("word " * 3000, headline=f"Long {number}") for number in range(40)))
    path = database_of(index).path
    await run_sql(index, "DELETE FROM article WHERE headline <> 'Long 1'")
    await run_sql(index, "INSERT INTO meta VALUES ('a', 'b')")
    await index.vacuum()
    await index.close()
    small = path.stat().st_size
    again = await Index.open(path, migrations())
    assert await again.articles.headlines("", EVERYONE, 10) == ["Long 1"]
    assert await again.check() == []
    await again.close()
    assert small < 40 * 15_000


async def test_names_and_values_of_meta_are_kept(index: Index) -> None:
    assert await index.meta.get("commands") is None
    await index.meta.set("commands", "one")
    await index.meta.set("commands", "two")
    assert await index.meta.get("commands") == "two"


async def test_after_closing_every_store_says_that_it_cannot(tmp_path: Path) -> None:
    index = await Index.open(tmp_path / "nutgraf.db", migrations())
    await index.close()
    with pytest.raises(StorageError):
        await index.articles.count(EVERYONE)
    with pytest.raises(StorageError):
        await index.meta.set("a", "b")


ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


async def test_a_read_that_takes_too_long_is_given_up_with_a_sentence_and_the_next_one_runs(
    index: Index,
) -> None:
    database = database_of(index)
    for _ in range(4):  # more often than there are connections
        with pytest.raises(SlowQueryError, match="narrow it with since"):
            await database.read(ENDLESS, seconds=0.05)
    assert [tuple(row) for row in await database.read("SELECT 1")] == [(1,)]


async def test_a_read_whose_asker_went_away_ends_in_its_time(index: Index) -> None:
    database = database_of(index)
    reads = [asyncio.create_task(database.read(ENDLESS, seconds=0.2)) for _ in range(3)]
    await asyncio.sleep(0)
    for read in reads:
        read.cancel()
    await asyncio.wait(reads)
    assert [tuple(row) for row in await database.read("SELECT 1")] == [(1,)]
