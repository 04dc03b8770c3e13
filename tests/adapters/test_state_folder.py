import sqlite3
from pathlib import Path

import pytest

from migrator.adapters.state_folder import CANONICAL, ContentStore, Scratch, StateFolder
from migrator.errors import SourceError
from migrator.model.parity import StateFile


def test_state_travels_to_another_folder(tmp_path: Path) -> None:
    store = ContentStore(tmp_path / "states")
    with Scratch() as first:
        (first.state / "uploads").mkdir()
        (first.state / "empty").mkdir()
        (first.state / "uploads/a.txt").write_text(f"lies in {first.state}")
        folder = StateFolder(first, store)
        state = folder.snapshot(1000)
        assert folder.snapshot(2000) == state
    assert [(file.path, file.modified) for file in state] == [
        ("empty/", 0),
        ("uploads/a.txt", 1000),
    ]
    assert store.get(state[1].sha256) == b"lies in " + CANONICAL + b"/state"
    with Scratch() as second:
        (second.state / "old").mkdir()
        (second.state / "old/file").write_text("gone after")
        StateFolder(second, store).restore(state)
        assert (second.state / "uploads/a.txt").read_text() == f"lies in {second.state}"
        assert (second.state / "uploads/a.txt").stat().st_mtime == 1000
        assert sorted(path.name for path in second.state.iterdir()) == ["empty", "uploads"]


def test_write_ahead_log_is_part_of_the_state(tmp_path: Path) -> None:
    store = ContentStore(tmp_path / "states")
    with Scratch() as scratch:
        connection = sqlite3.connect(scratch.state / "wal.db")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE note (text TEXT)")
        connection.execute("INSERT INTO note VALUES ('kept')")
        connection.commit()
        (file,) = StateFolder(scratch, store).snapshot(1)
        connection.close()
    copy = tmp_path / "copy.db"
    copy.write_bytes(store.get(file.sha256))
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT text FROM note").fetchall() == [("kept",)]
    connection.close()


def test_missing_content_is_said(tmp_path: Path) -> None:
    with Scratch() as scratch, pytest.raises(SourceError, match="recorded state is missing"):
        StateFolder(scratch, ContentStore(tmp_path)).restore((StateFile("a", "0" * 64, 1),))


def test_relative_paths_lead_to_code_and_to_nothing_else(tmp_path: Path) -> None:
    for name in ("shop/static/a.css", "shop/__init__.py", "templates/a.html", "data/shop.db"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (tmp_path / "manage.py").touch()
    with Scratch() as scratch:
        scratch.link_code(tmp_path)
        assert sorted(path.name for path in scratch.work.iterdir()) == ["shop", "templates"]
        assert (scratch.work / "shop/static/a.css").is_file()
    assert (tmp_path / "shop/static/a.css").is_file()
