"""Each signal: facts in, ties out."""

import msgspec
import pytest

from migrator.grouping.affinity import measure_affinity, weigh
from migrator.grouping.signals import SIGNALS
from migrator.grouping.ties import Material, Tie
from migrator.model.constructs import Inheritance
from migrator.model.effects import HiddenEdge, Transaction
from migrator.model.history import Commit
from migrator.model.location import Location
from migrator.model.program import AccessMode, Program, Table
from migrator.model.traffic import EntryTraffic, Traffic
from tests.programs import access, at, call, module, route

WRITE, READ = AccessMode.WRITE, AccessMode.READ
A, B, C = "x.a.m", "x.b.m", "x.c.m"
MODULES = (module(A), module(B), module(C))


def ties(name: str, material: Material) -> list[tuple[str, str, float]]:
    (signal,) = (one for one in SIGNALS if one.name == name)
    return [(tie.one, tie.other, round(tie.weight, 3)) for tie in signal.find(material)]


def program(**facts: object) -> Program:
    return msgspec.structs.replace(Program("x", modules=MODULES), **facts)


CASES = [
    pytest.param(
        "calls",
        {"calls": (call(f"{A}:f", f"{B}:g"), call(f"{C}:f", f"{B}:g"), call(f"{A}:f", f"{A}:h"))},
        [(f"{A}:f", f"{B}:g", 0.5), (f"{C}:f", f"{B}:g", 0.5)],
        id="a call counts for less the more modules call the same; inside a module it is none",
    ),
    pytest.param(
        "tables",
        {
            "tables": (Table("t", f"{B}:T", at(B)),),
            "accesses": (access("t", WRITE, f"{A}:f"), access("t", READ, f"{C}:f")),
        },
        [
            (f"{A}:f", "table t", 2.0),
            (f"{C}:f", "table t", 0.25),
            (f"{B}:T", "table t", 2.0),
        ],
        id="who writes a table or declares it belongs to it, who reads it much less",
    ),
    pytest.param(
        "transactions",
        {
            "calls": (call(f"{A}:f", f"{B}:g", 3), call(f"{A}:f", f"{C}:f", 9)),
            "accesses": (
                access("s", WRITE, f"{B}:g"),
                access("t", WRITE, f"{B}:g"),
                access("u", WRITE, f"{C}:f"),
            ),
            "transactions": (Transaction(f"{A}:f", at(A, 2), 5, "block", "atomic"),),
        },
        [
            (f"{A}:f", "table s", 0.5),
            (f"{A}:f", "table t", 0.5),
            ("table s", "table t", 1.0),
        ],
        id="what is written below the lines of a block is written together",
    ),
    pytest.param(
        "hidden edges",
        {
            "entry_points": (route("GET", "/b", f"{B}:show"),),
            "accesses": (access("t", READ, f"{B}:g"),),
            "hidden_edges": (
                HiddenEdge("url-name", f"{A}:f", "GET /b", at(A, 3)),
                HiddenEdge("foreign-key", f"{C}:T", "t", at(C)),
                HiddenEdge("session-key", f"{C}:f", "cart", at(C, 2)),
            ),
        },
        [(f"{A}:f", f"{B}:show", 0.5), (f"{C}:T", "table t", 1.0)],
        id="targets are handlers of labels and tables; a key alone is nobody",
    ),
    pytest.param(
        "inheritance",
        {
            "inheritances": (
                Inheritance(f"{A}:T", f"{B}:Base", at(A)),
                Inheritance(f"{A}:T", "django.db.models.Model", at(A)),
            )
        },
        [(f"{A}:T", f"{B}:Base", 1.0)],
        id="ancestors of the project",
    ),
    pytest.param(
        "imports",
        {"modules": (module(A, B), module(B), module(C, B))},
        [(f"{A}:", f"{B}:", 0.5), (f"{C}:", f"{B}:", 0.5)],
        id="an import counts for less the more import the same",
    ),
    pytest.param(
        "urls",
        {
            "entry_points": (
                route("GET", "/api/a", f"{A}:f"),
                route("GET", "/api/a/{id}", f"{B}:f"),
                route("GET", "/api/c", f"{C}:f"),
            )
        },
        [(f"{A}:f", f"{B}:f", 1.0)],
        id="the first part of the path that is not that of all",
    ),
    pytest.param(
        "packages",
        {"modules": (module("x.a.m"), module("x.a.n"), *map(module, ("x.b", "x.c", "x.d")))},
        [("x.a.m:", "x.a.n:", 1.0)],
        id="the package that holds most says nothing",
    ),
    pytest.param(
        "names",
        {"modules": (module("x.pay.invoices"), module("x.ui.invoice"), module("x.b"))},
        [("x.pay.invoices:", "x.ui.invoice:", 0.5)],
        id="words that few have",
    ),
]


@pytest.mark.parametrize(("name", "facts", "wanted"), CASES)
def test_signal(name: str, facts: dict[str, object], wanted: list[tuple[str, str, float]]) -> None:
    assert ties(name, Material(program(**facts))) == wanted


def test_files_that_commits_change_together() -> None:
    both = Commit("ann", ("x/a/m.py", "x/b/m.py"))
    history = (both, both, Commit("bob", ("x/c/m.py", "README")))
    material = Material(program(), history)
    assert ties("history", material) == [(f"{A}:", f"{B}:", 1.0)]
    assert ties("authors", material) == [(f"{A}:", f"{B}:", 0.1)]


def test_busy_calls_count_once_more() -> None:
    facts = {
        "calls": (call(f"{A}:f", f"{B}:g"), call(f"{C}:f", f"{B}:g")),
        "entry_points": (route("GET", "/a", f"{A}:f"), route("GET", "/c", f"{C}:f")),
    }
    seen = Traffic(requests=9, entry_points=(EntryTraffic("GET /a", 9),))
    material = Material(program(**facts), traffic=seen)
    assert ties("traffic", material) == [(f"{A}:f", f"{B}:g", 1.0)]


def test_what_ties_two_is_said_with_places() -> None:
    facts = {
        "modules": (module(A, B), module(B), module(C)),
        "calls": (call(f"{A}:f", f"{B}:g", 7),),
    }
    said = measure_affinity(Material(program(**facts))).between(B, A)
    assert {name: evidence.facts for name, evidence in said.items()} == {
        "calls": [Tie(f"{A}:f", f"{B}:g", 1.0, Location("x/a/m.py", 7))],
        "imports": [Tie(f"{A}:", f"{B}:", 1.0, Location("x/a/m.py", 1))],
    }
    assert weigh(said) == 3.0
