"""What an entry point reaches as a tree, and how it is written."""

import msgspec

from migrator.model.effects import FileWrite, HiddenEdge, OutboundCall, Transaction
from migrator.model.program import (
    AccessMode,
    AwsCall,
    Call,
    ConfigRead,
    Enqueue,
    Function,
    Program,
    TableAccess,
)
from migrator.model.reach import find_reaches
from migrator.model.tree import Node, Trees
from migrator.reporting.tree import render_tree, tree_json
from tests.programs import at, call, route

WRITE, READ = AccessMode.WRITE, AccessMode.READ


def functions(*names: str) -> tuple[Function, ...]:
    return tuple(Function(f"m:{name}", at("m", n), n) for n, name in enumerate(names, 1))


PROGRAM = Program(
    "shop",
    functions=functions("show", "total", "log", "before", "idle", "saved", "rate"),
    entry_points=(route("GET", "/", "m:show", 1),),
    hooks=("m:before", "m:idle"),
    calls=(
        call("m:show", "m:total", 12),
        call("m:show", "m:log", 11),
        call("m:show", "m:idle", 13),
        call("m:total", "m:rate", 21),
        call("m:rate", "m:total", 71),
        call("m:before", "m:total", 41),
    ),
    accesses=(
        TableAccess("order", READ, "m:total", at("m", 22)),
        TableAccess("line", READ, "m:total", at("m", 22), "join"),
        TableAccess("customer", READ, "m:total", at("m", 22), "join"),
        TableAccess("order", WRITE, "m:show", at("m", 14)),
        TableAccess("seen", WRITE, "m:saved", at("m", 61)),
    ),
    config_reads=(ConfigRead("KEY", "m:log", at("m", 31), is_secret=True),),
    aws_calls=(AwsCall("s3:PutObject", "m:log", at("m", 32), "bills"),),
    enqueues=(Enqueue("mail", "m:log", at("m", 33)),),
    outbound_calls=(OutboundCall("", "requests.get", "m:rate", at("m", 72)),),
    file_writes=(FileWrite("media/{}", "<builtin>.open", "m:rate", at("m", 73)),),
    transactions=(Transaction("m:show", at("m", 10), 14, "block", "atomic"),),
    hidden_edges=(
        HiddenEdge("signal", "m:show", "m:saved", at("m", 60)),
        HiddenEdge("url-name", "m:show", "GET /login", at("m", 15)),
        HiddenEdge("request-global", "m:log", "m:before", at("m", 34), "g.user"),
        HiddenEdge("request-global", "m:log", "m:saved", at("m", 34), "g.user"),
    ),
)


def drawn(depth: int = 9) -> list[str]:
    trees = Trees(PROGRAM).of_entry_point(PROGRAM.entry_points[0], depth=depth)
    return list(render_tree(trees))


def test_effects_and_calls_stand_in_the_order_of_lines() -> None:
    assert drawn() == [
        "handler m:show at m.py:1",
        "├─ transaction atomic (block) at m.py:10",
        "├─ m:log at m.py:11",
        "│  ├─ reads setting KEY (secret) at m.py:31",
        "│  ├─ calls AWS s3:PutObject (bills) at m.py:32",
        "│  ├─ enqueues mail at m.py:33",
        "│  └─ uses g.user (set by m:before and 1 more) at m.py:34",
        "├─ m:total at m.py:12",
        "│  ├─ m:rate at m.py:21",
        "│  │  ├─ m:total at m.py:71 ...",
        "│  │  ├─ calls host (computed) (requests.get, no timeout) at m.py:72",
        "│  │  └─ writes file media/{} (<builtin>.open) at m.py:73",
        "│  ├─ reads customer, line (join) at m.py:22",
        "│  └─ reads order at m.py:22",
        "├─ writes order at m.py:14",
        "├─ links to GET /login at m.py:15",
        "└─ signal m:saved at m.py:60",
        "   └─ writes seen at m.py:61",
        "hook m:before at m.py:4",
        "└─ m:total at m.py:41 ...",
    ]


def test_a_limit_says_how_much_it_leaves_out() -> None:
    assert drawn(depth=1) == [
        *drawn()[:8],
        "│  ├─ reads customer, line (join) at m.py:22",
        "│  ├─ reads order at m.py:22",
        "│  └─ 1 function deeper down",
        *drawn()[14:],
    ]


def test_reach_sums_up_what_the_tree_shows() -> None:
    (reach,) = find_reaches(PROGRAM)
    assert reach.tables_written == ("order", "seen")
    assert (reach.tables_read, reach.hosts) == (("customer", "line", "order"), ())
    assert "m:saved" in reach.functions


def test_json_holds_what_does_nothing_too() -> None:
    program = msgspec.structs.replace(PROGRAM, hooks=("m:idle",), calls=(), hidden_edges=())
    trees = Trees(program)
    nodes = trees.of_entry_point(program.entry_points[0], is_whole=True)
    assert [tree_json(node) for node in nodes] == [
        {
            "function": "m:show",
            "role": "handler",
            "file": "m.py",
            "line": 1,
            "effects": [
                {"kind": "transaction", "name": "atomic", "detail": "block"}
                | {"file": "m.py", "line": 10},
                {"kind": "writes", "name": "order", "detail": "", "file": "m.py", "line": 14},
            ],
            "runs": [],
        },
        {
            "function": "m:idle",
            "role": "hook",
            "file": "m.py",
            "line": 5,
            "effects": [],
            "runs": [],
        },
    ]


def test_functions_that_do_nothing_are_counted() -> None:
    program = Program("shop", functions=functions("a", "b"), calls=(call("m:a", "m:b", 2),))
    assert Trees(program).of_functions(["m:a"]) == (Node("m:a", "function", at("m", 1), idle=1),)


def test_a_deep_chain_ends_at_the_limit() -> None:
    calls = tuple(Call(f"m:{n}", f"m:{n + 1}", at("m", n)) for n in range(5000))
    program = Program("shop", calls=calls, enqueues=(Enqueue("t", "m:5000", at("m")),))
    lines = list(render_tree(Trees(program).of_functions(["m:0"], depth=100)))
    assert (len(lines), lines[-1].strip()) == (102, "└─ 4900 functions deeper down")
