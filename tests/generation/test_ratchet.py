"""The contract of import-linter, in whichever file the monolith has, read by its real reader."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from migrator.errors import PlanError
from migrator.generation.crossings import find_crossings
from migrator.generation.ratchet import Ratchet, ratchet_of, read_ratchets, tightened, with_ratchet
from migrator.model.extraction import Crossing
from migrator.model.location import Location
from tests.generation.shops import shop

RATCHET = Ratchet("orders", ("shop.orders",), (("shop.app", "shop.orders.views"),))
OTHER = Ratchet("orders", ("shop.orders",), (("shop.db", "shop.orders.models"),))
TOML = """\
# Build.
[project]
name = "shop"  # ours

[tool.importlinter]
root_package = "shop"

# Layers.
[[tool.importlinter.contracts]]
name = "layers"
type = "layers"
layers = ["shop.app", "shop.db"]  # top down

[tool.ruff]
line-length = 99
"""
INI = "# ours\n[importlinter]\nroot_package = shop\n\n[importlinter:contract:layers]\nname = l\n"
INLINE = """\
[tool.importlinter]
root_package = "shop"
contracts = [
  {name = "a", type = "b"}, # x
]
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("pyproject.toml", TOML, id="toml with contracts"),
        pytest.param("pyproject.toml", TOML.partition("# Layers")[0], id="toml without contracts"),
        pytest.param("pyproject.toml", "[project]\nname = 'x' # y", id="toml of something else"),
        pytest.param("pyproject.toml", INLINE, id="toml with a list as one value"),
        pytest.param("pyproject.toml", None, id="toml, new"),
        pytest.param(".importlinter", INI, id="ini"),
        pytest.param(".importlinter", None, id="ini, new"),
        pytest.param("setup.cfg", "[metadata]\nname = shop\n", id="setup.cfg of something else"),
    ],
)
def test_every_language(name: str, text: str | None) -> None:
    made = with_ratchet(name, text, RATCHET, ["shop"])
    assert read_ratchets(name, made) == (RATCHET,)
    assert with_ratchet(name, made, RATCHET, ["shop"]) == made
    exchanged = with_ratchet(name, made, OTHER, ["shop"])
    assert read_ratchets(name, exchanged) == (OTHER,)
    second = with_ratchet(name, made, Ratchet("people", ("shop.customers",), ()), ["shop"])
    assert [one.service for one in read_ratchets(name, second)] == ["orders", "people"]
    lines = iter(made.splitlines())
    assert all(line in lines for line in (text or "").splitlines())
    if name.endswith(".toml"):
        tomllib.loads(second)


@pytest.mark.parametrize(
    ("name", "text"), [("pyproject.toml", "[tool"), ("setup.cfg", "[a]\n[a]\n")]
)
def test_a_file_that_cannot_be_read(name: str, text: str) -> None:
    with pytest.raises(PlanError, match=f"{name} cannot be read"):
        with_ratchet(name, text, RATCHET, ["shop"])
    assert read_ratchets(name, text) == ()


def test_a_service_without_modules_has_no_contract() -> None:
    assert ratchet_of("orders", (), ()) is None


def test_a_package_speaks_for_what_is_below_it() -> None:
    made = ratchet_of("orders", ("shop.orders.views", "shop.orders", "shop.orders2"), ())
    assert made is not None
    assert made.protected == ("shop.orders", "shop.orders2")


def crossing(importer: str, imported: str) -> Crossing:
    return Crossing(importer, imported, Location("x.py", 1))


@pytest.mark.parametrize(
    ("importer", "spelled"),
    [
        ("shop.app", "shop.app"),
        ("shop.customers.tests.test_views", "shop.**.tests.**"),
        ("shop.customers.tests.deep.test_views", "shop.**.tests.**"),
        ("shop.tests.test_app", "shop.tests.**"),
        ("shop.customers.tests", "shop.customers.tests"),
        ("tests.test_app", "tests.test_app"),
        ("shop", "shop"),
    ],
)
def test_packages_of_tests_are_one_importer(importer: str, spelled: str) -> None:
    found = crossing(importer, "shop.orders.views")
    made = ratchet_of("orders", ["shop.orders"], [found])
    assert made == Ratchet("orders", ("shop.orders",), ((spelled, "shop.orders.views"),))
    assert made.broken_by([found]) == ()


def test_an_earlier_contract_allows_no_more_than_it_did() -> None:
    imports = [
        crossing("shop.app", "shop.orders.views"),
        crossing("shop.customers.tests.test_a", "shop.orders.views"),
    ]
    now = ratchet_of("orders", ["shop.orders"], imports)
    assert now is not None
    earlier = Ratchet(
        "orders",
        ("shop.orders",),
        (
            ("shop.customers.tests.test_a", "shop.orders.views"),
            ("shop.db", "shop.orders.models"),
            ("shop.x.*", "shop.orders"),
        ),
    )
    assert tightened(now, [earlier]).allowed == (earlier.allowed[0], earlier.allowed[2])


@pytest.mark.parametrize(
    ("allowed", "is_broken"),
    [
        ((), True),
        ((("a.b", "shop.orders.views"),), False),
        ((("a.*", "shop.orders.views"),), False),
        ((("*", "shop.orders.views"),), True),
        ((("a.**", "shop.**"),), False),
        ((("a", "shop.orders"),), True),
    ],
)
def test_wildcards_mean_what_import_linter_means(
    allowed: tuple[tuple[str, str], ...], *, is_broken: bool
) -> None:
    found = crossing("a.b", "shop.orders.views")
    broken = Ratchet("orders", ("shop.orders",), allowed).broken_by([found])
    assert broken == ((found,) if is_broken else ())


def test_crossings() -> None:
    program, source = shop(
        {
            "shop/__init__.py": "",
            "shop/customers/views.py": "def f():\n    from shop.orders import models, views\n",
        }
    )
    found = find_crossings(program, source, ("shop.orders",))
    assert [(c.importer, c.imported, str(c.location)) for c in found] == [
        ("shop.app", "shop.orders.views", "shop/app.py:12"),
        ("shop.customers.views", "shop.orders.models", "shop/customers/views.py:2"),
        ("shop.customers.views", "shop.orders.views", "shop/customers/views.py:2"),
        ("shop.db", "shop.orders.models", "shop/db.py:12"),
    ]


def lint(folder: Path) -> tuple[int, str]:
    command = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [command, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(folder)},
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("name", ["pyproject.toml", ".importlinter", "setup.cfg"])
def test_import_linter_holds_it_and_refuses_a_new_import(name: str, tmp_path: Path) -> None:
    test = "from shop.orders import views\n"
    folders = ("shop/tests", "shop/customers/tests")
    files = {f"{folder}/__init__.py": "" for folder in folders}
    program, source = shop(files | {f"{folder}/test_a.py": test for folder in folders})
    for path in source.paths():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read(path))
    made = ratchet_of("orders", ["shop.orders"], find_crossings(program, source, ("shop.orders",)))
    assert made is not None
    (tmp_path / name).write_text(with_ratchet(name, None, made, ["shop"]))
    status, said = lint(tmp_path)
    assert (status, "1 kept, 0 broken" in said) == (0, True), said
    (tmp_path / "shop/customers/mail.py").write_text("from shop.orders import models\n")
    status, said = lint(tmp_path)
    assert status == 1, said
    assert "shop.customers.mail -> shop.orders.models" in said
