import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from migrator.adapters.analysis_cache import AnalysisCache

VALUES = {f"k{number}": b"\0\xff" * number for number in range(1200)}


class Notes(list[str]):
    def __call__(self, text: str) -> None:
        self.append(text)


def cache_in(folder: Path, notes: Notes | None = None) -> AnalysisCache:
    return AnalysisCache(
        folder / ".migrate" / "state.db", None, notes if notes is not None else _none
    )


def _none(text: str) -> None:
    pytest.fail(text)


def test_gives_back_what_it_keeps(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    assert cache.load(["k1"]) == {}
    assert not (tmp_path / ".migrate").exists()
    cache.save(VALUES)
    assert cache_in(tmp_path).load([*VALUES, "unknown"]) == VALUES
    assert (tmp_path / ".migrate" / ".gitignore").read_text() == "*\n"


def test_keeps_what_is_used_and_forgets_the_rest(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    cache.save({"old": b"1", "used": b"2"})
    with sqlite3.connect(tmp_path / ".migrate" / "state.db") as database:
        database.execute("update analysis_result set day = day - 31")
    database.close()
    cache.save({"new": b"3"}, ["used"])
    assert cache.load(["old", "used", "new"]) == {"used": b"2", "new": b"3"}


def test_two_runs_may_keep_the_same_at_once(tmp_path: Path) -> None:
    def run(number: int) -> dict[str, bytes]:
        cache = cache_in(tmp_path)
        cache.save({"both": b"1", str(number): b"2"})
        return cache.load(["both"])

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(run, range(16))) == [{"both": b"1"}] * 16


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no database\n" * 1000, id="another file"),
        pytest.param(b"SQLite format 3\0" + b"\xff" * 5000, id="damaged"),
    ],
)
def test_a_file_that_is_no_database_is_set_aside(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / ".migrate" / "state.db"
    file.parent.mkdir()
    file.write_bytes(content)
    notes = Notes()
    cache = cache_in(tmp_path, notes)
    assert cache.load(["a"]) == {}
    cache.save({"a": b"1"})
    assert cache.load(["a"]) == {"a": b"1"}
    aside = file.with_name("state.db.damaged-1")
    if content:
        assert notes == [f"{file} is no database of migrate: it is now {aside.name}"]
        assert aside.read_bytes() == content


def test_a_table_of_another_kind_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / ".migrate" / "state.db"
    file.parent.mkdir()
    with sqlite3.connect(file) as database:
        database.execute("create table analysis_result (other text)")
    database.close()
    notes = Notes()
    cache = cache_in(tmp_path, notes)
    cache.save({"a": b"1"})
    assert cache.load(["a"]) == {"a": b"1"}
    assert len(notes) == 1


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("sqlite:////nowhere/at/all.db", id="no such folder"),
        pytest.param("sqlite:////dev/full", id="no room"),
    ],
)
def test_without_a_database_there_is_no_cache_and_one_note(tmp_path: Path, url: str) -> None:
    notes = Notes()
    cache = AnalysisCache(tmp_path / "unused", url, notes)
    cache.save({"a": b"1"})
    cache.save({"a": b"1"})
    assert cache.load(["a"]) == {}
    assert len(notes) == 1
    assert notes[0].startswith("results are not kept for the next run: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_done_without(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    notes = Notes()
    cache_in(tmp_path, notes).save({"a": b"1"})
    tmp_path.chmod(0o700)
    assert len(notes) == 1
