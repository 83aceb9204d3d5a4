"""Files that are no article, or not any more, or not yet: a clear error that names the file, no worse."""

from __future__ import annotations

import errno
import io
import os
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from bot.errors import SourceError
from bot.sources.article_file import read_article_file
from bot.sources.failures import DocumentError, UnsettledFileError

ARTICLE = b"Mayor resigns\n\n2024-10-09\n\nThe mayor resigned on Wednesday.\n"
LIMIT = 10_000


def read(path: Path, *, opener: Callable[[Path], BinaryIO] | None = None) -> str:
    if opener is None:
        return read_article_file(path, max_bytes=LIMIT).headline
    return read_article_file(path, max_bytes=LIMIT, opener=opener).headline


def refusal(path: Path, **options: Callable[[Path], BinaryIO]) -> DocumentError:
    with pytest.raises(SourceError) as caught:
        read(path, **options)
    error = caught.value
    assert isinstance(error, DocumentError)
    assert str(error) == f"{path}: {error.reason}"
    assert error.reason.endswith(".")
    return error


class EditedFile(io.FileIO):
    """A file that something happens to when its first part has been read."""

    def __init__(self, path: Path, edit: Callable[[], object]) -> None:
        super().__init__(path)
        self._edit: Callable[[], object] | None = edit

    def read(self, size: int | None = -1, /) -> bytes:
        """Return at most ten bytes; then comes the edit."""
        data = super().read(10 if size is None else min(size, 10))
        if self._edit is not None:
            edit, self._edit = self._edit, None
            edit()
        return data or b""


def opener_with(edit: Callable[[Path], object]) -> Callable[[Path], BinaryIO]:
    return lambda path: cast(BinaryIO, EditedFile(path, lambda: edit(path)))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_bytes(ARTICLE)
    return path


def test_a_file_is_read(article: Path) -> None:
    assert read(article) == "Mayor resigns"


def test_its_modification_time_stands_in_for_a_date(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Mayor resigns\n\nThe mayor resigned.")
    os.utime(path, (1_700_000_000, 1_700_000_000))

    document = read_article_file(path, max_bytes=LIMIT)

    assert document.published == datetime.fromtimestamp(1_700_000_000, UTC)
    assert document.published_guessed


def test_a_link_to_a_file_is_followed(article: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(article)

    assert read(link) == "Mayor resigns"


def test_50_mb_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)

    def opener(path: Path) -> BinaryIO:
        return cast(BinaryIO, EditedFile(path, lambda: pytest.fail("it was read")))

    assert "larger than" in refusal(path, opener=opener).reason


def test_a_file_that_grows_without_end_is_left(article: Path) -> None:
    def grow(path: Path) -> None:
        with path.open("ab") as file:
            file.write(b"x" * 2 * LIMIT)

    assert "larger than" in refusal(article, opener=opener_with(grow)).reason


@pytest.mark.parametrize("words", [b" More of it.\n", b""])
def test_a_file_that_is_being_written_is_worth_another_look(article: Path, words: bytes) -> None:
    def write(path: Path) -> None:
        path.write_bytes(ARTICLE + words)
        os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))

    error = refusal(article, opener=opener_with(write))

    assert isinstance(error, UnsettledFileError)
    assert read(article) == "Mayor resigns"


def test_a_file_that_is_replaced_is_worth_another_look(article: Path, tmp_path: Path) -> None:
    def replace(path: Path) -> None:
        (tmp_path / "new").write_bytes(ARTICLE)
        (tmp_path / "new").replace(path)

    assert isinstance(refusal(article, opener=opener_with(replace)), UnsettledFileError)


def test_a_file_that_is_cut_short_is_worth_another_look(article: Path) -> None:
    error = refusal(article, opener=opener_with(lambda path: os.truncate(path, 3)))

    assert isinstance(error, UnsettledFileError)


def test_a_file_that_is_removed_while_it_is_read(article: Path) -> None:
    error = refusal(article, opener=opener_with(Path.unlink))

    assert "removed" in error.reason
    assert not isinstance(error, UnsettledFileError)


def test_a_missing_file(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "none.txt").reason


def test_a_file_without_rights(article: Path) -> None:
    # tests may run as root, for whom chmod is no obstacle
    def opener(path: Path) -> BinaryIO:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    assert "may not be read" in refusal(article, opener=opener).reason


def test_a_disk_that_fails(article: Path) -> None:
    def fail(path: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    assert "cannot be read" in refusal(article, opener=opener_with(fail)).reason


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()

    assert "folder" in refusal(tmp_path / "a.txt").reason


def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")

    assert "pipe" in refusal(tmp_path / "a.txt").reason


def test_a_pipe_that_takes_the_place_of_a_file_does_not_block(article: Path) -> None:
    def opener(path: Path) -> BinaryIO:
        path.unlink()
        os.mkfifo(path)
        return os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0)

    assert "pipe" in refusal(article, opener=opener).reason


def test_a_device() -> None:
    assert "device" in refusal(Path("/dev/zero")).reason


def test_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("a.txt")

        assert "socket" in refusal(Path("a.txt")).reason


def test_a_link_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")

    assert "no such file" in refusal(tmp_path / "a.txt").reason


def test_a_link_to_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")

    assert "circle" in refusal(tmp_path / "a.txt").reason


@pytest.mark.parametrize("name", ["a\0b.txt", "x" * 300 + ".txt"])
def test_a_name_that_cannot_be(tmp_path: Path, name: str) -> None:
    assert "name" in refusal(tmp_path / name).reason
