"""The stack of commits: each of one nature, and the same again for the same input."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.repositories import commit, git, make_shop, run, write
from tests.generation.shops import SHOP


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_shop(tmp_path / "shop")


def numbers(folder: Path, branch: str) -> dict[str, list[tuple[int, int]]]:
    """Lines that each commit adds and takes out, file by file, copies seen as such."""
    found = {}
    for name in git(folder, "rev-list", "--reverse", f"main..{branch}").split():
        options = ("--numstat", "-C", "-C", "--find-copies-harder", "--format=%s")
        subject, _, listed = git(folder, "show", *options, name).partition("\n")
        found[subject] = [
            (int(line.split("\t")[0]), int(line.split("\t")[1]))
            for line in listed.splitlines()
            if line
        ]
    return found


def test_each_commit_is_of_one_nature(folder: Path) -> None:
    assert run(folder, "extract", "orders").status == 0
    found = numbers(folder, "migrate/orders")
    assert list(found) == [
        "Copy the slice of orders as it is",
        "Reduce the copy to the routes of orders",
        "Add shop_lambda, which all services of shop share",
        "Generate the Lambda service orders",
        "Keep one connection in a container in orders (data/lazy-pool)",
        "Keep the monolith from importing more of orders",
        "List the routes of orders, all on the monolith",
    ]
    assert set(found["Copy the slice of orders as it is"]) == {(0, 0)}
    assert all(
        added == 0 < removed for added, removed in found["Reduce the copy to the routes of orders"]
    )
    assert found["Keep one connection in a container in orders (data/lazy-pool)"] == [(1, 1)]


def test_the_monolith_is_left_alone_but_for_the_contract(folder: Path) -> None:
    run(folder, "extract", "orders")
    changed = git(folder, "diff", "--name-only", "main", "migrate/orders").splitlines()
    outside = [p for p in changed if not p.startswith(("services/", "packages/"))]
    generated = (".github/", ".gitlab/", "serverless-compose.yml")
    outside = [p for p in outside if not p.startswith(generated)]
    assert outside == ["cutover.yaml", "src/.importlinter"]
    assert git(folder, "show", "migrate/orders:src/.importlinter").splitlines()[-4:] == [
        "ignore_imports =",
        "    shop.app -> shop.orders.views",
        "    shop.db -> shop.orders.models",
        "unmatched_ignore_imports_alerting = none",
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("pyproject.toml", "# ours\n[project]\nname = 'shop'  # it\n"),
        ("setup.cfg", "# ours\n[metadata]\nname = shop\n"),
        ("src/setup.cfg", "[importlinter]\nroot_package = shop\n"),
    ],
)
def test_the_contract_goes_where_the_monolith_has_its_configuration(
    folder: Path, path: str, text: str
) -> None:
    write(folder, path, text)
    commit(folder)
    run(folder, "extract", "orders")
    changed = git(folder, "diff", "--name-only", "main", "migrate/orders").splitlines()
    assert path in changed
    assert git(folder, "show", f"migrate/orders:{path}").startswith(text.rstrip("\n"))


def test_a_second_run_changes_nothing(folder: Path) -> None:
    run(folder, "extract", "orders")
    first = git(folder, "rev-parse", "migrate/orders")
    done = run(folder, "extract", "orders")
    assert (done.status, done.out.splitlines()[-1]) == (
        0,
        "nothing changed: the branch migrate/orders has it already",
    )
    git(folder, "checkout", "--quiet", "migrate/orders")
    write(folder, "services/orders/mine.txt", "")
    commit(folder)
    git(folder, "checkout", "--quiet", "main")
    mine = git(folder, "rev-parse", "migrate/orders")
    assert mine != first
    assert run(folder, "extract", "orders").status == 0
    assert git(folder, "rev-parse", "migrate/orders") == mine


def test_a_branch_of_an_older_monolith_is_not_replaced(folder: Path) -> None:
    run(folder, "extract", "orders")
    write(folder, "src/shop/orders/prices.json", "[]")
    commit(folder)
    done = run(folder, "extract", "orders")
    assert done.status == 2
    assert "the branch migrate/orders exists already" in done.err
    assert "--force" in done.err
    assert run(folder, "extract", "orders", "--force").status == 0
    assert git(folder, "show", "migrate/orders:services/orders/shop/orders/prices.json") == "[]"


def test_mails_are_the_same_each_time_and_make_the_same_tree(folder: Path, tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        git(folder, "config", "format.signature", name)
        git(folder, "config", "diff.noprefix", "true")
        done = run(folder, "extract", "orders", "--patch", str(tmp_path / name))
        assert done.status == 0, done.err
        mails = sorted((tmp_path / name).iterdir())
        contents.append({mail.name: mail.read_bytes() for mail in mails})
        assert done.out.splitlines()[-len(mails) :] == [str(mail) for mail in mails]
    assert contents[0] == contents[1]
    assert len(contents[0]) == 7
    git(folder, "config", "--unset", "diff.noprefix")
    git(folder, "checkout", "--quiet", "-b", "mailed")
    git(folder, "am", "--quiet", *(str(tmp_path / "one" / name) for name in sorted(contents[0])))
    trees = [git(folder, "rev-parse", f"{name}^{{tree}}") for name in ("mailed", "migrate/orders")]
    assert trees[0] == trees[1]


def test_dry_run_says_how_much_there_is_to_read(folder: Path) -> None:
    out = run(folder, "extract", "orders", "--dry-run").out
    found = re.fullmatch(
        r"pull request: (\d+) lines to read, (\d+) lines copied", out.splitlines()[-1]
    )
    assert found is not None
    run(folder, "extract", "orders")
    commits = numbers(folder, "migrate/orders")
    copied = commits.pop("Copy the slice of orders as it is")
    assert set(copied) == {(0, 0)}
    added = git(folder, "diff", "--numstat", "migrate/orders~6", "migrate/orders").splitlines()
    reading = int(found[1])
    assert abs(reading - sum(int(line.split("\t")[0]) for line in added)) <= 2


def test_what_a_reviewer_is_told(folder: Path) -> None:
    report = {
        "service": "orders",
        "recorded": 3,
        "outcomes": [
            {"name": "a", "request": "GET /orders/", "route": "GET /orders/"},
            {"name": "b", "request": "GET /orders/1", "route": "GET /orders/{order_id}",
             "differences": [{"aspect": "body"}]},
        ],
    }  # fmt: skip
    write(folder, "report.json", str(report).replace("'", '"'))
    assert run(folder, "extract", "orders", "--parity", "report.json").status == 0
    notes = git(folder, "show", "migrate/orders:services/orders/MIGRATION.md")
    for part in (
        "4 routes of shop as the Lambda service `orders`.",
        "- A contract of import-linter in `src/.importlinter` keeps the monolith from importing",
        "| order | write | orders | none |",
        "- `shop.orders.views` is imported by `shop.app` (shop/app.py:12)",
        "migrate 0.1.0, `migrate extract orders`, source ",
        "- **Cost**: not estimated: no verified prices ship with migrate.",
    ):
        assert part in notes, part


def test_commands_that_wrote_no_report(folder: Path) -> None:
    write(folder, "report.json", "{}")
    done = run(folder, "extract", "orders", "--parity", "report.json")
    assert (done.status, "report.json is no report of a replay" in done.err) == (2, True)


def test_import_linter_reads_the_contract(folder: Path) -> None:
    run(folder, "extract", "orders")
    git(folder, "checkout", "--quiet", "migrate/orders")
    command = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [command, "--no-cache"], cwd=folder / "src", capture_output=True, text=True, check=False
    )
    assert (done.returncode, "1 kept, 0 broken" in done.stdout) == (0, True), done.stdout


CLOSE, PLUGIN = "POST /orders/close", "GET /orders/plugin/{name}"
VETOED = {
    "shop/orders/models.py": SHOP["shop/orders/models.py"]
    + """
        def close(session, order):
            from shop.customers.models import Customer

            order.customer_id = 0
            session.add(Order(id=1))
            session.add(Customer(id=1))
            session.commit()
        """,
    "shop/orders/views.py": SHOP["shop/orders/views.py"]
    + """
        @orders.post("/close")
        def close_all():
            from sqlalchemy.orm import Session
            from shop.orders.models import close

            with Session() as session:
                close(session, Order())
            return ""
        """,
}
DYNAMIC = {
    "shop/orders/views.py": SHOP["shop/orders/views.py"]
    + """
        @orders.get("/plugin/<name>")
        def plugin(name):
            import importlib

            return importlib.import_module(name).show()
        """
}


@pytest.mark.parametrize(
    ("changes", "route", "parts"),
    [
        pytest.param(
            VETOED,
            CLOSE,
            [
                "writes tables of customers, orders in one transaction",
                (
                    "  - rule: data/transaction-across\n"
                    "    place: shop/orders/models.py:17 in shop.orders.models:close\n"
                ),
                "shop/customers/models.py:4: `customer` belongs to one service",
                "  - rule: data/table-written-across\n    place: shop/customers/models.py:4\n",
            ],
            id="a transaction that writes what another service owns",
        ),
        pytest.param(
            DYNAMIC,
            PLUGIN,
            [
                "imports what it is told while it runs",
                (
                    "  - rule: package/dynamic-import\n    place: shop/orders/views.py:24 in "
                    "shop.orders.views:plugin\n"
                ),
            ],
            id="an import that cannot be seen",
        ),
    ],
)
def test_vetoes(tmp_path: Path, changes: dict[str, str], route: str, parts: list[str]) -> None:
    folder = make_shop(tmp_path / "shop", changes, (route,))
    done = run(folder, "extract", "orders")
    assert (done.status, done.out) == (2, "")
    for part in ["orders should not leave as it is planned:", *parts]:
        assert part in done.err, done.err
    assert git(folder, "branch", "--format=%(refname:short)") == "main"
    dry = run(folder, "extract", "orders", "--dry-run")
    assert "not extracted unless accepted" in dry.out
    waivers = done.err.partition("\nwaivers:\n")[2]
    write(
        folder, "migration.yaml", (folder / "migration.yaml").read_text() + f"waivers:\n{waivers}"
    )
    commit(folder)
    assert run(folder, "extract", "orders").status == 0
    notes = git(folder, "show", "migrate/orders:services/orders/MIGRATION.md")
    assert "\n- *accepted:* " in notes


def test_a_reason_on_the_command_line(tmp_path: Path) -> None:
    folder = make_shop(tmp_path / "shop", DYNAMIC, (PLUGIN,))
    assert run(folder, "extract", "orders", "--waive", "all plugins are ours").status == 0
    notes = git(folder, "show", "migrate/orders:services/orders/MIGRATION.md")
    assert (
        "- *accepted:* `package/dynamic-import` at shop/orders/views.py:24: all plugins" in notes
    )
    git(folder, "merge", "--quiet", "migrate/orders")
    assert run(folder, "extract", "orders", "--update").out.startswith("nothing changed")
