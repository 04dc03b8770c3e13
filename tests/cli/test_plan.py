"""``migrate plan --check`` and ``migrate explain``, on a shop of two services."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from migrator.cli import migrate

SOURCE = """\
from flask import Blueprint

from shop.{other}.stock import count

{name} = Blueprint("{name}", __name__, url_prefix="/{name}")


@{name}.get("/")
def index():
    return str(count())
"""
STOCK = "def count():\n    return 1\n"
APP = """\
from flask import Flask

from shop.orders.views import orders
from shop.people.views import people


def create_app():
    app = Flask(__name__)
    app.register_blueprint(orders)
    app.register_blueprint(people)
    return app
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {"__init__.py": "", "app.py": APP}
    for name, other in (("orders", "people"), ("people", "orders")):
        files[f"{name}/__init__.py"] = ""
        files[f"{name}/views.py"] = SOURCE.format(name=name, other=other)
        files[f"{name}/stock.py"] = STOCK
    for name, text in files.items():
        file = tmp_path / "shop" / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "shop"


def run(*args: str) -> Result:
    return CliRunner().invoke(migrate, args, catch_exceptions=False)


def test_check_says_what_changed_since(shop: Path) -> None:
    assert run("plan").exit_code == 0
    fine = run("plan", "--check")
    assert (fine.exit_code, fine.stdout) == (0, "")
    assert fine.stderr == "0 changes since migration.yaml was written\n"
    (shop / "people" / "stock.py").write_text("def total():\n    return 1\n")
    views = (shop / "orders" / "views.py").read_text().replace("count", "total")
    (shop / "orders" / "views.py").write_text(views)
    written = Path("migration.yaml").read_text()
    found = run("plan", "--check")
    line = written.splitlines().index("      - {to: shop.people.stock:count, mode: inline}") + 1
    assert (found.exit_code, found.stdout) == (
        1,
        f"""\
new call of another service: orders calls shop.people.stock:total at shop/orders/views.py:10
  run `migrate plan`: it adds it to calls of orders as inline
no longer in the monolith: shop.people.stock:count, which orders calls at migration.yaml:{line}
  remove the line, or name what it is called now
""",
    )
    kinds = [
        c["kind"] for c in json.loads(run("plan", "--check", "--format", "json").stdout)["changes"]
    ]
    assert kinds == ["call-without-mode", "call-gone"]
    assert Path("migration.yaml").read_text() == written


@pytest.mark.usefixtures("shop")
def test_explain_tells_people_and_scripts_the_same() -> None:
    assert "  cut list (--cuts): 2 cuts, 2 points of effort\n" in run("explain", "orders").stdout
    told = json.loads(run("explain", "orders", "--format", "json").stdout)
    (thing,) = told["things"]
    assert [(cut["direction"], cut["target"], cut["mode"]) for cut in thing["cuts"]] == [
        ("out", "shop.people.stock", "inline"),
        ("in", "shop.orders.stock", "inline"),
    ]
    assert (
        run("explain", "orders", "--cuts").stdout
        == """\
service orders: 2 cuts, 2 points of effort
  what it needs of others, the least effort first
      1  copy count of shop.people.stock along (2 lines)
         at shop/orders/views.py:3, shop/orders/views.py:10
  what others need, the least effort first
      1  leave a copy of count of shop.orders.stock with people (2 lines)
         at shop/people/views.py:3, shop/people/views.py:10
"""
    )


def test_history_counts_where_it_is_asked_for(shop: Path) -> None:
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "init", "-q"], cwd=shop.parent, check=True)
    for number in range(2):
        for name in ("orders", "people"):
            with (shop / name / "stock.py").open("a") as stream:
                stream.write(f"# {number}\n")
        subprocess.run([*git, "add", "-A"], cwd=shop.parent, check=True)
        subprocess.run([*git, "commit", "-q", "-m", "both"], cwd=shop.parent, check=True)
    edge = "shop.orders.stock -> shop.people.stock"
    assert "history" not in run("explain", edge).stdout
    assert "  history 0.5, 1 fact\n" in run("explain", edge, "--history").stdout
    assert run("analyze", "--history").exit_code == 0
