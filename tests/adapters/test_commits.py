import subprocess
from pathlib import Path

from migrator.adapters.commits import read_history
from migrator.model.history import Commit


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def test_the_commits_of_a_folder_newest_first(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.py").write_text("")
    (source / "ä b.py").write_text("")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-m", "both")
    (source / "a.py").write_text("a = 1\n")
    (tmp_path / "outside").write_text("")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-m", "one")
    assert read_history(source) == (
        Commit("ann@example.org", ("a.py",)),
        Commit("ann@example.org", ("a.py", "ä b.py")),
    )


def test_no_repository_is_no_history(tmp_path: Path) -> None:
    assert read_history(tmp_path) == ()
