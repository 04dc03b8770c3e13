"""What is cut of a service, and what travels along because that is less work."""

import pytest

from migrator.grouping import Study
from migrator.grouping.cuts import Cutter
from migrator.model.constructs import Inheritance
from migrator.model.cuts import Cut, CutList
from migrator.model.effects import HiddenEdge, Transaction
from migrator.model.location import Location
from migrator.model.plan import CallMode, CrossingCall, MigrationPlan, Service
from migrator.model.program import (
    AccessMode,
    Call,
    Function,
    ModuleState,
    Program,
    Table,
    TableAccess,
)
from tests.programs import access, at, call, module, route

A, B, C = "shop.a:f", "shop.b:g", "shop.b:h"


def function(name: str, lines: int = 10, kind: str = "function") -> Function:
    return Function(name, at(name.partition(":")[0]), lines, kind)


def plan(calls: tuple[CrossingCall, ...] = ()) -> MigrationPlan:
    return MigrationPlan(
        services=(
            Service("a", ("shop.a",), ("GET /a",), owns=("apple",), calls=calls),
            Service("b", ("shop.b",), ("GET /b",), owns=("bean",)),
        ),
        shared=("shop.common",),
    )


def shop(  # noqa: PLR0913 - facts
    *calls: Call,
    functions: tuple[Function, ...] = (function(A), function(B), function(C)),
    accesses: tuple[TableAccess, ...] = (),
    states: tuple[ModuleState, ...] = (),
    inheritances: tuple[Inheritance, ...] = (),
    hidden: tuple[HiddenEdge, ...] = (),
    transactions: tuple[Transaction, ...] = (),
    tables: tuple[Table, ...] = (),
) -> Program:
    return Program(
        "shop",
        modules=tuple(map(module, ("shop.a", "shop.b", "shop.common", "shop.main"))),
        functions=functions,
        calls=tuple(sorted(calls)),
        accesses=tuple(sorted(accesses)),
        module_state=states,
        inheritances=inheritances,
        hidden_edges=hidden,
        transactions=transactions,
        tables=tables,
        entry_points=(route("GET", "/b", "shop.b:answer"),),
    )


def cut_list(program: Program, of: str = "a", chosen: MigrationPlan | None = None) -> CutList:
    return Cutter(Study(program), chosen or plan()).of(of)


TEN = tuple(call(A, B, line) for line in range(1, 11))
PLACES = tuple(at("shop.a", line) for line in range(1, 11))
WRITES = (access("bean", AccessMode.WRITE, B),)
CODE = Cut("code", True, "shop.b", ("b",), 1, PLACES, (B,), 10)
CLIENT = Cut("call", True, B, ("b",), 13, PLACES)


@pytest.mark.parametrize(
    ("program", "cuts"),
    [
        pytest.param(shop(*TEN), (CODE,), id="a helper of ten callers travels"),
        pytest.param(
            shop(call(A, B), functions=(function(A), function(B, 300))),
            (Cut("call", True, B, ("b",), 4, PLACES[:1]),),
            id="much code that is called once stays",
        ),
        pytest.param(
            shop(*TEN, functions=(function(A), function(B, 300))),
            (Cut("code", True, "shop.b", ("b",), 7, PLACES, (B,), 300),),
            id="much code that is called in ten places travels",
        ),
        pytest.param(shop(*TEN, accesses=WRITES), (CLIENT,), id="who writes its table stays"),
        pytest.param(
            shop(call(A, "shop.b:answer")),
            (Cut("call", True, "shop.b:answer", ("b",), 4, PLACES[:1]),),
            id="a handler stays",
        ),
        pytest.param(
            shop(call(A, B), call(B, C, 2), accesses=(access("bean", AccessMode.WRITE, C),)),
            (Cut("call", True, B, ("b",), 4, PLACES[:1]),),
            id="what leads to a write stays where it is called once",
        ),
        pytest.param(
            shop(*TEN[:3], call(B, C, 2), accesses=(access("bean", AccessMode.WRITE, C),)),
            (
                Cut("code", True, "shop.b", ("b",), 1, PLACES[:3], (B,), 10),
                Cut("call", True, C, ("b",), 4, (at("shop.b", 2),)),
            ),
            id="and travels where the cut behind it is smaller",
        ),
        pytest.param(
            shop(call(A, "shop.common:f"), call("shop.common:f", B)),
            (Cut("code", True, "shop.b", ("b",), 1, (at("shop.common"),), (B,), 10),),
            id="what is shared takes what it calls along",
        ),
        pytest.param(
            shop(call(A, B), states=(ModuleState("shop.b:S", "dict", at("shop.b"), (B,)),)),
            (Cut("code", True, "shop.b", ("b",), 3, PLACES[:1], (B,), 10),),
            id="state of a module makes a copy dearer",
        ),
        pytest.param(
            shop(
                functions=(
                    function("shop.a:F", 300, "class"),
                    function("shop.b:G", 300, "class"),
                    function("shop.b:G.run", 280, "method"),
                ),
                inheritances=(Inheritance("shop.a:F", "shop.b:G", at("shop.a")),),
            ),
            (Cut("code", True, "shop.b", ("b",), 1, PLACES[:1], ("shop.b:G",), 20),),
            id="an ancestor has to be there, its methods only where they are called",
        ),
    ],
)
def test_what_travels_and_what_is_called_from_afar(
    program: Program, cuts: tuple[Cut, ...]
) -> None:
    assert cut_list(program).cuts == cuts


def test_the_other_side_has_the_same_cuts() -> None:
    assert cut_list(shop(*TEN, accesses=WRITES), "b").cuts == (
        Cut("call", False, B, ("a",), 13, PLACES),
    )
    assert cut_list(shop(*TEN), "b").cuts == (
        Cut("code", False, "shop.b", ("a",), 1, PLACES, (B,), 10),
    )


@pytest.mark.parametrize(
    ("program", "mode", "cut"),
    [
        (shop(*TEN), CallMode.REMOTE, CLIENT),
        (shop(*TEN, accesses=WRITES), CallMode.REMOTE, CLIENT),
        (shop(*TEN), CallMode.INLINE, CODE),
        (shop(call(A, B), functions=(function(A), function(B, 300))), CallMode.INLINE, None),
    ],
)
def test_what_a_person_decided_stands(program: Program, mode: CallMode, cut: Cut | None) -> None:
    chosen = plan((CrossingCall(B, mode),))
    (found,) = cut_list(program, chosen=chosen).cuts
    assert found == (cut or Cut("code", True, "shop.b", ("b",), 7, PLACES[:1], (B,), 300))


def test_modes_for_the_plan() -> None:
    program = shop(*TEN, call(A, C), accesses=WRITES)
    assert Cutter(Study(program), plan()).modes("a") == {
        B: CallMode.REMOTE,
        C: CallMode.INLINE,
    }


def test_tables_keys_transactions_and_hidden_edges() -> None:
    program = shop(
        accesses=(
            access("apple", AccessMode.WRITE, A),
            access("bean", AccessMode.READ, A),
            access("bean", AccessMode.WRITE, A),
        ),
        transactions=(Transaction(A, at("shop.a", 3), 4, "commit", "c"),),
        tables=(
            Table("apple", "", at("shop.a"), references=(("bean", 7),)),
            Table("bean", "", at("shop.b")),
        ),
        hidden=(
            HiddenEdge("session-key", A, B, at("shop.a", 5), 'session["b"]'),
            HiddenEdge("signal", A, B, at("shop.a", 6)),
            HiddenEdge("task-name", A, B, at("shop.a", 8)),
            HiddenEdge("task-name", A, B, at("shop.a", 9)),
            HiddenEdge("url-name", A, "GET /b", at("shop.a", 10)),
        ),
    )
    cuts = (
        Cut("foreign-key", True, "apple -> bean", ("b",), 1, (Location("shop/a.py", 7),)),
        Cut("url-name", True, "GET /b", ("b",), 1, (at("shop.a", 10),)),
        Cut("read", True, "bean", ("b",), 2, (at("shop.a"),)),
        Cut("session-key", True, 'session["b"]', ("b",), 2, (at("shop.a", 5),)),
        Cut("task-name", True, B, ("b",), 2, (at("shop.a", 8), at("shop.a", 9))),
        Cut("signal", True, B, ("b",), 3, (at("shop.a", 6),)),
        Cut("transaction", True, A, ("b",), 5, (at("shop.a", 3),), ("apple", "bean")),
        Cut("write", True, "bean", ("b",), 6, (at("shop.a"),)),
    )
    assert cut_list(program).cuts == cuts
    found = cut_list(program, "b")
    assert {(cut.kind, cut.effort) for cut in found.cuts} == {
        (cut.kind, cut.effort) for cut in cuts
    }
    assert all(not cut.is_outgoing and cut.services == ("a",) for cut in found.cuts)
