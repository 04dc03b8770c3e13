"""The command as users run it: in a process, on a real repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.generation.shops import files_of

PLAN = """\
version: 1
monolith: {source: src, application: 'shop.app:create_app'}
services:
  - name: orders
    modules: [shop.orders]
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parent.parent.parent
    environment = os.environ | {"PYTHONPATH": str(root), "GIT_CONFIG_GLOBAL": "/dev/null"}
    return subprocess.run(
        [sys.executable, "-m", "migrator", "extract", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """migration.yaml and the monolith in a folder of a repository."""
    folder = tmp_path / "work" / "backend"
    for path, content in files_of().items():
        target = folder / "src" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (folder / "migration.yaml").write_text(PLAN)
    git(folder, "init", "--quiet", "--initial-branch=main", str(folder.parent))
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "first")
    return folder


def test_branch_with_one_commit_for_each_layer(folder: Path) -> None:
    done = run(folder, "orders")
    assert (done.returncode, done.stderr) == (0, "")
    assert git(folder, "log", "--format=%s", "main..migrate/orders").splitlines() == [
        "List the routes of orders, all on the monolith",
        "Keep the monolith from importing more of orders",
        "Keep one connection in a container in orders (data/lazy-pool)",
        "Generate the Lambda service orders",
        "Add shop_lambda, which all services of shop share",
        "Reduce the copy to the routes of orders",
        "Copy the slice of orders as it is",
    ]
    shown = git(folder, "show", "migrate/orders~6:backend/services/orders/shop/app.py")
    assert shown + "\n" == (folder / "src/shop/app.py").read_text()
    assert "percent: 0" in git(folder, "show", "migrate/orders:backend/cutover.yaml")
    assert git(folder, "status", "--porcelain") == ""


def test_second_run_makes_the_same_commits(folder: Path) -> None:
    run(folder, "orders")
    run(folder, "orders", "--branch", "again")
    assert git(folder, "rev-parse", "again") == git(folder, "rev-parse", "migrate/orders")


def test_uncommitted_changes_are_not_part_of_it(folder: Path) -> None:
    (folder / "src/shop/orders/prices.json").write_text("changed")
    done = run(folder, "orders")
    assert "uncommitted changes" in done.stderr
    path = "backend/services/orders/shop/orders/prices.json"
    assert git(folder, "show", f"migrate/orders:{path}") == "{}"


def test_dry_run_writes_nothing(folder: Path) -> None:
    done = run(folder, "orders", "--dry-run")
    assert done.returncode == 0
    assert "services/orders/handlers/hosted.py" in done.stdout
    assert "shop/app.py:14: app.register_blueprint(customers" in done.stdout
    assert git(folder, "branch", "--format=%(refname:short)") == "main"
    assert git(folder, "status", "--porcelain") == ""


def test_into_writes_plain_files_twice_the_same(folder: Path, tmp_path: Path) -> None:
    contents = []
    for seed, out in enumerate((tmp_path / "one", tmp_path / "two")):
        os.environ["PYTHONHASHSEED"] = str(seed)
        assert run(folder, "orders", "--into", str(out)).returncode == 0
        files = sorted(p for p in out.rglob("*") if p.is_file())
        contents.append([(p.relative_to(out).as_posix(), p.read_bytes()) for p in files])
    del os.environ["PYTHONHASHSEED"]
    assert contents[0] == contents[1]
    names = [name for name, _ in contents[0]]
    assert {"cutover.yaml", "packages/shop_lambda/pyproject.toml"} <= set(names)


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["ordres"], "no service and no module is called 'ordres'", "nearest: orders"),
        (["shop.db"], "has no HTTP routes, tasks or schedules that can move", "entry_points"),
        (["orders", "--branch", "a b"], "'a b' is not a name for a branch", "try"),
        (["orders", "--branch", "main"], "the branch main exists already", "--force"),
        (["orders", "--python", "/no/python"], "/no/python cannot be run", "--python"),
        (["orders", "--into", "."], "is not empty", "--into"),
        (["orders", "--into", "x", "--branch", "y"], "exclude each other", ""),
    ],
)
def test_errors_are_one_sentence_with_a_hint(
    folder: Path, arguments: list[str], message: str, hint: str
) -> None:
    (folder / "services/orders").mkdir(parents=True)
    (folder / "services/orders/mine.txt").write_text("")
    done = run(folder, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert hint in done.stderr
    assert "Traceback" not in done.stderr
    assert git(folder, "branch", "--format=%(refname:short)") == "main"


def test_what_is_no_file_does_not_travel(folder: Path) -> None:
    templates = folder / "src" / "shop" / "templates"
    templates.mkdir(exist_ok=True)
    (templates / "gone.html").symlink_to("nowhere")
    os.mkfifo(templates / "pipe.html")
    (templates / "page.html").write_text("{{ x }}")
    done = run(folder, "orders", "--into", "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in (folder / "out").rglob("*.html")} == {"base.html", "page.html"}


def test_without_a_repository_files_can_be_written(folder: Path) -> None:
    (folder.parent / ".git").rename(folder.parent.parent / "gone")
    done = run(folder, "orders")
    assert done.returncode == 2
    assert "is not in a git repository" in done.stderr
    assert run(folder, "orders", "--into", "out").returncode == 0


def test_a_changed_private_package_is_not_overwritten(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    package = out / "packages/shop_lambda/README.md"
    package.parent.mkdir(parents=True)
    package.write_text("mine")
    done = run(folder, "orders", "--into", str(out))
    assert done.returncode == 2
    assert "README.md was changed" in done.stderr
    assert not (out / "services").exists()
    assert run(folder, "orders", "--into", str(out), "--force").returncode == 0


def test_a_service_that_is_there_already(folder: Path) -> None:
    run(folder, "orders")
    git(folder, "merge", "--quiet", "migrate/orders")
    done = run(folder, "orders", "--branch", "again")
    assert done.returncode == 2
    assert "exists in the newest commit" in done.stderr
    assert run(folder, "orders", "--branch", "again", "--force").returncode == 0


def test_extracted_services_are_not_taken_for_the_monolith(folder: Path) -> None:
    plan = (
        PLAN.replace("source: src", "source: .")
        + "  - {name: people, modules: [shop.customers]}\n"
    )
    (folder / "migration.yaml").write_text(plan)
    (folder / "src/shop").rename(folder / "shop")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "flat")
    assert run(folder, "orders").returncode == 0
    git(folder, "merge", "--quiet", "migrate/orders")
    done = run(folder, "people")
    assert (done.returncode, done.stderr) == (0, "")
    assert "people: 1 route," in done.stdout
    cutover = git(folder, "show", "migrate/people:backend/cutover.yaml")
    assert "people: http://127.0.0.1:9002" in cutover
