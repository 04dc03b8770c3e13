from pathlib import Path

import pytest

from migrator.adapters.filesystem import FileSystem
from migrator.errors import ToolError


def test_replaces_a_file_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    path.chmod(0o600)
    FileSystem().write_atomically(path, b"new")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "target")
    FileSystem().write_atomically(link, b"new")
    assert (link.is_symlink(), (tmp_path / "target").read_text()) == (True, "new")


def test_makes_folders(tmp_path: Path) -> None:
    FileSystem().write_atomically(tmp_path / "a" / "b" / "c", b"new")
    assert (tmp_path / "a" / "b" / "c").read_text() == "new"


def test_what_cannot_be_written_is_our_own_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ToolError, match="cannot be written"):
        FileSystem().write_atomically(tmp_path / "file" / "below", b"")
