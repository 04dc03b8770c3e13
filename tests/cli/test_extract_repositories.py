"""Repositories as people have them: each is served, or refused in one sentence."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.forge_answers import PULL, Forge, serving
from tests.cli.repositories import commit, git, make_shop, run, write

ROOT = Path(__file__).parent.parent.parent
# The commits of the shop as it is, whatever the state of the checkout.
COUNT = 7


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_shop(tmp_path / "shop")


def dirty(folder: Path) -> Path:
    write(folder, "src/shop/orders/prices.json", "[]")
    return folder


def detached(folder: Path) -> Path:
    git(folder, "checkout", "--quiet", "--detach")
    return folder


def shallow(folder: Path) -> Path:
    dirty(folder)
    commit(folder, "second")
    clone = folder.parent / "clone"
    git(folder.parent, "clone", "--quiet", "--depth=1", f"file://{folder}", str(clone))
    return clone


def linked(folder: Path) -> Path:
    git(folder, "worktree", "add", "--quiet", str(folder.parent / "linked"))
    return folder.parent / "linked"


def with_submodule(folder: Path) -> Path:
    other = folder.parent / "other"
    write(other, "theme.css", "")
    git(other, "init", "--quiet")
    commit(other)
    git(folder, "submodule", "--quiet", "add", str(other), "src/shop/theme")
    commit(folder)
    return folder


def in_a_folder_with_spaces(folder: Path) -> Path:
    return folder.rename(folder.parent / "größerer shop")


@pytest.mark.parametrize(
    ("prepare", "note"),
    [
        (dirty, "note: uncommitted changes of the monolith are not part of it\n"),
        (detached, ""),
        (shallow, ""),
        (linked, ""),
        (with_submodule, "note: src/shop/theme is a submodule: no file of it is part of it\n"),
        (in_a_folder_with_spaces, ""),
    ],
)
def test_served(folder: Path, prepare: Callable[[Path], Path], note: str) -> None:
    place = prepare(folder)
    head = git(place, "rev-parse", "HEAD")
    before = git(place, "status", "--porcelain")
    done = run(place, "extract", "orders")
    assert (done.status, done.err) == (0, note)
    made = git(place, "rev-list", f"{head}..migrate/orders").splitlines()
    assert len(made) == COUNT
    assert git(place, "status", "--porcelain") == before
    assert git(place, "rev-parse", "HEAD") == head
    assert "migrate-" not in git(place, "worktree", "list")


def test_names_with_spaces_and_other_letters(tmp_path: Path) -> None:
    names = ["shop/orders/price list.json", "shop/orders/größe.txt", "shop/templates/a'b\"c.html"]
    folder = make_shop(tmp_path / "shop", dict.fromkeys(names, "x"))
    assert run(folder, "extract", "orders").status == 0
    for name in names:
        assert git(folder, "show", f"migrate/orders:services/orders/{name}") == "x"
    git(folder, "merge", "--quiet", "migrate/orders")
    write(folder, f"src/{names[1]}", "y")
    commit(folder)
    assert f"{names[1]} changed since orders left" in run(folder, "check").out
    assert run(folder, "extract", "--update", "orders").status == 0
    assert git(folder, "show", f"migrate/orders-update:services/orders/{names[1]}") == "y"


def test_nobody_is_known_to_git(folder: Path) -> None:
    assert run(folder, "extract", "orders").status == 0
    shown = git(folder, "log", "-1", "--format=%an <%ae>", "migrate/orders")
    assert shown == "migrator <migrator@localhost>"


def bare(folder: Path) -> Path:
    git(folder.parent, "clone", "--quiet", "--bare", str(folder), "bare.git")
    return folder.parent / "bare.git"


def empty(folder: Path) -> Path:
    (folder / ".git").rename(folder.parent / "gone")
    git(folder, "init", "--quiet")
    return folder


def with_branch(folder: Path) -> Path:
    git(folder, "branch", "migrate/orders")
    git(folder, "checkout", "--quiet", "migrate/orders")
    return folder


def not_committed(folder: Path) -> Path:
    git(folder, "rm", "-r", "--quiet", "--cached", "src")
    git(folder, "commit", "--quiet", "-m", "no source")
    return folder


@pytest.mark.parametrize(
    ("prepare", "message", "hint"),
    [
        (bare, "is a bare repository, without files", "clone it"),
        (empty, "has no commit yet", "commit the monolith first"),
        (with_branch, "the branch migrate/orders exists already", "--force"),
        (not_committed, "src is not part of the newest commit", "commit the monolith first"),
    ],
)
def test_refused(folder: Path, prepare: Callable[[Path], Path], message: str, hint: str) -> None:
    place = prepare(folder)
    options = ["--plan", str(folder / "migration.yaml")] if prepare is bare else []
    source = ["--source", str(place)] if prepare is bare else []
    done = run(place, "extract", "orders", *options, *source)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert hint in done.err


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Run ``migrate`` as a process of its own, as somebody without any right to other files."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "GIT_CONFIG_GLOBAL": "/dev/null"}
    return subprocess.Popen(
        [sys.executable, "-m", "migrator", "extract", "orders", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_nothing_and_runs_again(
    folder: Path, number: signal.Signals
) -> None:
    """It is stopped when its worktree is there: the commits are made in it."""
    worktrees = folder / ".git" / "worktrees"
    for _ in range(5):  # a busy machine may let it end before the signal is there
        process = start(folder)
        while process.poll() is None and not worktrees.is_dir():
            time.sleep(0.01)
        process.send_signal(number)
        process.communicate(timeout=60)
        if process.returncode != 0:
            break
        git(folder, "branch", "--quiet", "-D", "migrate/orders")
    else:
        pytest.fail("it always ended before it was interrupted")
    assert git(folder, "branch", "--format=%(refname:short)") == "main"
    assert git(folder, "status", "--porcelain") == ""
    assert not (folder / "services").exists()
    done = run(folder, "extract", "orders")
    assert (done.status, done.err) == (0, "")
    assert "migrate-" not in git(folder, "worktree", "list")
    assert not list(worktrees.glob("*"))


@pytest.mark.skipif(os.geteuid() != 0, reason="takes a file system that root cannot write to")
@pytest.mark.parametrize("arguments", [(), ("--into", "out"), ("--patch", "mails")])
def test_a_disk_that_is_read_only(folder: Path, arguments: tuple[str, ...]) -> None:
    mounted = subprocess.run(
        ["mount", "--bind", "-o", "ro", str(folder), str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        process = start(folder, *arguments)
        _, said = process.communicate(timeout=120)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
    assert process.returncode == 2, said
    assert "Read-only file system" in said
    assert "Traceback" not in said
    assert git(folder, "branch", "--format=%(refname:short)") == "main"


@pytest.fixture
def hosted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shop with an origin on GitHub, which is a folder of this machine behind ssh."""
    git(folder.parent, "clone", "--quiet", "--bare", str(folder), "clinic/shop.git")
    ssh = folder.parent / "ssh"
    ssh.write_text(f'#!/bin/sh\ncd {folder.parent}\nshift\neval "$*"\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH", str(ssh))
    monkeypatch.setenv("GIT_SSH_VARIANT", "simple")
    for name in ("GH_TOKEN", "GITHUB_TOKEN", "GITLAB_TOKEN", "GITHUB_API_URL"):
        monkeypatch.delenv(name, raising=False)
    git(folder, "remote", "add", "origin", "git@github.com:clinic/shop.git")
    return folder


def test_a_pull_request(hosted: Path) -> None:
    with serving(Forge()) as forge:
        environment = {"GITHUB_TOKEN": "secret", "GITHUB_API_URL": forge.address}
        done = run(hosted, "extract", "orders", "--pr", "--draft", env=environment)
        assert (done.status, done.err) == (0, "")
        assert done.out.splitlines()[-1] == f"pull request opened: {PULL['html_url']}"
        asked = forge.asked[-1].body
        assert (asked["base"], asked["head"], asked["draft"]) == ("main", "migrate/orders", True)
        notes = git(hosted, "show", "migrate/orders:services/orders/MIGRATION.md")
        same = notes.partition("\n## What")[2].partition("- **Parity**")[0]
        assert same in asked["body"]
        assert "| reduced | 1 | +0 -" in asked["body"]
        assert "| monolith: a contract of import-linter | 1 | +" in asked["body"]
        assert "- **Parity**: not replayed yet." in asked["body"]
        there = git(hosted.parent / "clinic/shop.git", "rev-parse", "migrate/orders")
        assert there == git(hosted, "rev-parse", "migrate/orders")
        forge.there = True
        again = run(hosted, "extract", "orders", "--pr", "--draft", env=environment)
        assert again.out.splitlines()[-2:] == [
            "nothing changed: the branch migrate/orders has it already",
            f"pull request was open: {PULL['html_url']}",
        ]


def test_a_pull_request_for_an_update(hosted: Path) -> None:
    assert run(hosted, "extract", "orders").status == 0
    git(hosted, "merge", "--quiet", "migrate/orders")
    write(hosted, "src/shop/orders/prices.json", "[]")
    commit(hosted)
    with serving(Forge()) as forge:
        environment = {"GITHUB_TOKEN": "secret", "GITHUB_API_URL": forge.address}
        done = run(hosted, "extract", "orders", "--update", "--pr", env=environment)
    assert (done.status, done.err) == (0, "")
    asked = forge.asked[-1].body
    assert asked["title"] == "Merge the monolith's changes into orders"
    assert asked["head"] == "migrate/orders-update"
    assert "changed: services/orders/shop/orders/prices.json\n" in asked["body"]


@pytest.mark.parametrize(
    ("prepare", "token", "message", "is_made"),
    [
        (("remote", "remove", "origin"), "x", "no remote called origin", False),
        (("status",), "", "GITHUB_TOKEN or GH_TOKEN is not set", False),
        (("checkout", "--detach"), "x", "no branch is checked out", False),
        (
            ("remote", "set-url", "origin", "git@github.com:clinic/none.git"),
            "x",
            "ls-remote",
            True,
        ),
        (("push", "origin", "main~0:refs/heads/migrate/orders"), "x", "with other commits", True),
    ],
)
def test_a_pull_request_that_cannot_be(
    hosted: Path, prepare: tuple[str, ...], token: str, message: str, *, is_made: bool
) -> None:
    git(hosted, *prepare)
    with serving(Forge()) as forge:
        environment = {"GITHUB_TOKEN": token, "GITHUB_API_URL": forge.address}
        done = run(hosted, "extract", "orders", "--pr", env=environment)
    assert (done.status, message in done.err) == (2, True), done.err
    assert forge.asked == []
    branches = git(hosted, "branch", "--format=%(refname:short)").splitlines()
    assert ("migrate/orders" in branches) is is_made
