"""`extract --update`: the monolith's changes come in, a person's stay."""

from pathlib import Path

import pytest

from tests.cli.repositories import commit, git, make_shop, run, write

SERVICE = "services/orders"
VIEWS = "shop/orders/views.py"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shop, with the service merged."""
    folder = make_shop(tmp_path / "shop")
    assert run(folder, "extract", "orders").status == 0
    git(folder, "merge", "--quiet", "migrate/orders")
    git(folder, "branch", "--quiet", "-d", "migrate/orders")
    return folder


def change(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text()
    assert old in text
    write(folder, path, text.replace(old, new))


def shown(folder: Path, path: str, branch: str = "migrate/orders-update") -> str:
    return git(folder, "show", f"{branch}:{path}")


def test_nothing_changed(folder: Path) -> None:
    done = run(folder, "extract", "--update", "orders")
    assert (done.status, done.err) == (0, "")
    assert done.out == "nothing changed: orders is as the monolith is\n"
    assert git(folder, "branch", "--format=%(refname:short)") == "main"


def test_both_sides_are_kept(folder: Path) -> None:
    change(folder, f"src/{VIEWS}", "%PDF", "%PDF-1.7")
    write(folder, "src/shop/orders/prices.json", '{"a": 1}')
    change(folder, f"{SERVICE}/{VIEWS}", '"EUR"', '"CHF"')
    change(folder, f"{SERVICE}/serverless.yml", "memorySize", "memorySize: 2048 # was\n#")
    commit(folder)
    done = run(folder, "extract", "--update", "orders")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[-1] == "branch migrate/orders-update; test it, then merge it"
    merged = shown(folder, f"{SERVICE}/{VIEWS}")
    assert "%PDF-1.7" in merged
    assert '"CHF"' in merged
    assert shown(folder, f"{SERVICE}/shop/orders/prices.json") == '{"a": 1}'
    assert "memorySize: 2048" in shown(folder, f"{SERVICE}/serverless.yml")
    subjects = git(folder, "log", "--format=%s", "main..migrate/orders-update").splitlines()
    assert subjects == [
        "Generate orders from the monolith as it is",
        "Merge the monolith's changes into orders",
    ]
    again = run(folder, "extract", "--update", "orders")
    assert again.out.splitlines()[-1] == (
        "nothing new: the branch migrate/orders-update has it already"
    )
    git(folder, "merge", "--quiet", "migrate/orders-update")
    assert run(folder, "extract", "--update", "orders").out.startswith("nothing changed")


def test_a_conflict_is_marked_and_listed(folder: Path) -> None:
    change(folder, f"src/{VIEWS}", "%PDF", "%PDF-1.7")
    change(folder, f"{SERVICE}/{VIEWS}", "%PDF", "%PDF-2.0")
    commit(folder)
    done = run(folder, "extract", "--update", "orders")
    assert done.status == 1
    path = f"{SERVICE}/{VIEWS}"
    assert f"conflict: {path}: both sides changed the same lines: they are marked" in done.out
    assert "resolve 1 conflict" in done.out.splitlines()[-1]
    merged = shown(folder, path)
    assert [
        line for line in merged.splitlines() if line.startswith(("<<<", "|||", "===", ">>>"))
    ] == [
        "<<<<<<< this service",
        "||||||| as it was extracted",
        "=======",
        ">>>>>>> the monolith now",
    ]
    assert path in git(folder, "log", "-1", "--format=%b", "migrate/orders-update~1")
    git(folder, "merge", "--quiet", "migrate/orders-update")
    write(folder, path, merged.partition("<<<<<<<")[0])
    commit(folder)
    assert run(folder, "extract", "--update", "orders").out.startswith("nothing changed")


@pytest.mark.parametrize(
    ("ours", "expected", "status"),
    [
        pytest.param("{}", f"removed: {SERVICE}/shop/orders/prices.json", 0, id="as it was"),
        pytest.param(
            "[]",
            f"conflict: {SERVICE}/shop/orders/prices.json: "
            "the monolith has it no more, but it was changed here",
            1,
            id="changed here",
        ),
    ],
)
def test_a_file_that_the_monolith_dropped(
    folder: Path, ours: str, expected: str, status: int
) -> None:
    write(folder, f"{SERVICE}/shop/orders/prices.json", ours)
    (folder / "src/shop/orders/prices.json").unlink()
    commit(folder)
    done = run(folder, "extract", "--update", "orders")
    assert (done.status, expected in done.out.splitlines()) == (status, True), done.out
    kept = git(folder, "ls-tree", "--name-only", "-r", "migrate/orders-update", SERVICE)
    assert ("prices.json" in kept) is bool(status)


@pytest.mark.parametrize(
    ("theirs", "status"), [("{}", 0), ("[1]", 1)], ids=["as it was", "changed in the monolith"]
)
def test_a_file_that_was_deleted_here(folder: Path, theirs: str, status: int) -> None:
    (folder / SERVICE / "shop/orders/prices.json").unlink()
    write(folder, "src/shop/orders/prices.json", theirs)
    commit(folder)
    done = run(folder, "extract", "--update", "orders")
    assert done.status == status
    assert ("it was deleted here, but the monolith changed it" in done.out) is bool(status)


def test_the_base_is_made_again_where_git_lost_it(folder: Path) -> None:
    """Squashed with an edit on top, what was generated is in no commit."""
    path = f"{SERVICE}/settings.py"
    change(folder, path, "The settings", "Our settings") if "The settings" in (
        folder / path
    ).read_text() else write(folder, path, "# ours\n" + (folder / path).read_text())
    first = git(folder, "rev-list", "--max-parents=0", "main")
    git(folder, "reset", "--quiet", "--soft", first)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "squashed")
    git(folder, "reflog", "expire", "--expire=now", "--all")
    git(folder, "gc", "--quiet", "--prune=now")
    change(folder, f"src/{VIEWS}", '"CURRENCY"', '"MONEY"')
    commit(folder)
    done = run(folder, "extract", "--update", "orders")
    assert (done.status, done.err) == (0, ""), done.out
    merged = shown(folder, path)
    assert merged.startswith("# ours\n")
    assert '"MONEY"' in merged


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        pytest.param(
            f"{SERVICE}/.migrate/slice.lock", "from which source it was cut", id="no lock"
        ),
        pytest.param(SERVICE, "services/orders is not in the newest commit", id="no service"),
    ],
)
def test_a_service_that_cannot_be_updated(folder: Path, break_it: str, message: str) -> None:
    git(folder, "rm", "--quiet", "-r", break_it)
    commit(folder)
    done = run(folder, "extract", "--update", "orders")
    assert (done.status, message in done.err) == (2, True), done.err


@pytest.mark.parametrize("option", [("--into", "x"), ("--dry-run",)])
def test_options_that_exclude_it(folder: Path, option: tuple[str, ...]) -> None:
    done = run(folder, "extract", "--update", "orders", *option)
    assert (done.status, "exclude each other" in done.err) == (2, True)
