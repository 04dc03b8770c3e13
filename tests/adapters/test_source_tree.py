"""The monolith's files on disk."""

import os
from pathlib import Path

import pytest

from migrator.adapters.source_tree import SourceTree
from migrator.errors import SourceError


def test_what_is_no_file_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / "page.html").touch()
    (tmp_path / "gone.html").symlink_to("nowhere")
    (tmp_path / "linked.html").symlink_to("page.html")
    os.mkfifo(tmp_path / "pipe.html")
    assert SourceTree(tmp_path).paths() == ("linked.html", "page.html")


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "page.html").symlink_to("page.html")
    with pytest.raises(SourceError, match=r"^page\.html cannot be read: ") as caught:
        SourceTree(tmp_path).read("page.html")
    assert caught.value.hint == "let it be read, or list it in .gitignore"
