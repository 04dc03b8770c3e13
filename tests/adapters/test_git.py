import os
import subprocess
from pathlib import Path

import pytest

from migrator.adapters.git import Repository
from migrator.errors import GitError
from migrator.model.files import RenderedFile

FILES = [RenderedFile("a.txt", b"one\r\n"), RenderedFile("sub/b.log", b"two", is_executable=True)]


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a commit, an uncommitted change and a staged one."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    folder = tmp_path / "clinic"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "config", "user.name", "Ada")
    git(folder, "config", "user.email", "ada@example.org")
    (folder / ".gitignore").write_text("*.log\n")
    (folder / "code.py").write_text("x = 1\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "first", "--date=2026-01-02T03:04:05+00:00")
    (folder / "code.py").write_text("x = 2\n")
    (folder / "staged.py").write_text("")
    git(folder, "add", "staged.py")
    return folder


def commit(folder: Path, *, is_forced: bool = False) -> str:
    repository = Repository.containing(folder)
    with repository.worktree() as checkout:
        assert checkout.path.name == "clinic"
        assert (checkout.path / "code.py").read_text() == "x = 1\n"
        assert checkout.commit(FILES, Path("services/x"), "Add\n\nWhy.\n")
        assert not checkout.commit(FILES, Path("services/x"), "Nothing new")
        repository.set_branch("migrate/x", checkout.head, is_forced=is_forced)
    return git(folder, "rev-parse", "migrate/x")


def test_commits_on_a_branch_and_leaves_the_checkout_alone(folder: Path) -> None:
    status = git(folder, "status", "--porcelain")
    commit(folder)
    assert git(folder, "status", "--porcelain") == status
    assert git(folder, "branch", "--show-current") == "main"
    assert git(folder, "worktree", "list").count("\n") == 0
    tree = git(folder, "ls-tree", "-r", "migrate/x", "services")
    assert [line.split()[0] for line in tree.splitlines()] == ["100644", "100755"]
    assert git(folder, "cat-file", "-s", "migrate/x:services/x/a.txt") == "5"


def test_the_same_files_make_the_same_commit(folder: Path) -> None:
    first = commit(folder)
    git(folder, "branch", "-D", "migrate/x")
    assert commit(folder) == first
    base = git(folder, "show", "-s", "--format=%cI", "main")
    shown = git(folder, "show", "-s", "--format=%an <%ae> %aI %cI", "migrate/x")
    assert shown == f"Ada <ada@example.org> {base} {base}"


def test_author_is_neutral_where_git_knows_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(folder, "config", "--unset", "user.name")
    git(folder, "config", "--unset", "user.email")
    monkeypatch.delenv("GIT_AUTHOR_NAME", raising=False)
    commit(folder)
    shown = git(folder, "show", "-s", "--format=%an <%ae>", "migrate/x")
    assert shown == "migrator <migrator@localhost>"


def test_hooks_of_the_user_do_not_run(folder: Path) -> None:
    hook = folder / ".git/hooks/commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert commit(folder)


def test_nothing_is_left_after_a_failure(folder: Path) -> None:
    def fail() -> None:
        with Repository.containing(folder).worktree() as checkout:
            checkout.commit(FILES, Path(), "Half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert git(folder, "worktree", "list").count("\n") == 0
    assert git(folder, "branch", "--format=%(refname:short)") == "main"


@pytest.mark.parametrize("name", ["a b", "-x", "a..b", "refs/", ""])
def test_refuses_unclean_names(folder: Path, name: str) -> None:
    with pytest.raises(GitError, match="is not a name for a branch"):
        Repository.containing(folder).check_new_branch(name, is_forced=False)


def test_refuses_a_branch_that_exists_unless_forced(folder: Path) -> None:
    repository = Repository.containing(folder)
    with pytest.raises(GitError, match="main exists already"):
        repository.check_new_branch("main", is_forced=False)
    repository.check_new_branch("main", is_forced=True)


def test_refuses_a_folder_without_repository(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="not in a git repository") as caught:
        Repository.containing(tmp_path)
    assert "--into" in (caught.value.hint or "")


def test_refuses_a_repository_without_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    with pytest.raises(GitError, match="no commit yet"):
        Repository.containing(tmp_path)


def test_the_branch_that_is_checked_out_cannot_be_replaced(folder: Path) -> None:
    repository = Repository.containing(folder)
    with repository.worktree() as checkout:
        checkout.commit(FILES, Path(), "Add")
        with pytest.raises(GitError, match="git branch --force main"):
            repository.set_branch("main", checkout.head, is_forced=True)


def test_what_a_killed_run_left_is_taken_away(folder: Path, tmp_path: Path) -> None:
    """The process of the name is gone: process numbers end below this one."""
    left = tmp_path / "migrate-99999999-abc" / "clinic"
    alive = tmp_path / f"migrate-{os.getpid()}-abc" / "clinic"
    mine = tmp_path / "mine" / "clinic"
    for path in (left, alive, mine):
        git(folder, "worktree", "add", "--quiet", "--detach", str(path))
    commit(folder)
    assert (left.parent.exists(), alive.exists(), mine.exists()) == (False, True, True)
    listed = git(folder, "worktree", "list")
    assert ("migrate-99999999" in listed, listed.count("\n")) == (False, 2)


def test_a_branch_of_ours_that_is_merged_moves_on(folder: Path) -> None:
    commit(folder)
    git(folder, "stash", "--quiet")
    git(folder, "merge", "--quiet", "migrate/x")
    repository = Repository.containing(folder)
    repository.check_new_branch("migrate/x", is_forced=False)
    with repository.worktree() as checkout:
        checkout.commit([RenderedFile("more.txt", b"")], Path(), "More")
        assert repository.set_branch("migrate/x", checkout.head, is_forced=False)
        assert not repository.set_branch("migrate/x", checkout.head, is_forced=False)


def test_removes_files(folder: Path) -> None:
    with Repository.containing(folder).worktree() as checkout:
        assert checkout.commit([], Path(), "Drop", removed=["code.py"])
        assert not (checkout.path / "code.py").exists()


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (b"1\n2\n3\n", b"1\n2\n3\n", (b"1\n2\n3\n", False)),
        (b"0\n2\n3\n", b"1\n2\n4\n", (b"0\n2\n4\n", False)),
        (b"\0mine", b"\0theirs", (b"\0mine", True)),
    ],
)
def test_merges(folder: Path, ours: bytes, theirs: bytes, expected: tuple[bytes, bool]) -> None:
    assert Repository.containing(folder).merge(ours, b"1\n2\n3\n", theirs) == expected


def test_bytes_by_name(folder: Path) -> None:
    repository = Repository.containing(folder)
    assert repository.blob(git(folder, "rev-parse", "HEAD:code.py")) == b"x = 1\n"
    assert repository.blob("0" * 40) is None
