import json
import re

import pytest

from migrator.model.program import ExternalCall, Function, Module, Program
from migrator.reporting.graph import build_graph, render_dot, render_mermaid, render_pycg
from tests.programs import SHOP, at, call

SMALL = Program(
    "x",
    modules=(Module("m", "m.py", 9),),
    functions=(
        Function("m:C", at("m"), 3, kind="class"),
        Function("m:C.__init__", at("m", 2), 3, kind="method"),
        Function("m:f", at("m", 6), 8),
    ),
    calls=(call("m:", "m:f"), call("m:f", "m:C.__init__")),
    edges=(("m:", "m:f"), ("m:f", "<builtin>.len"), ("m:f", "m:C.__init__")),
    external_calls=(ExternalCall("<builtin>.len", "m:f", at("m", 7)),),
)


def test_pycg_has_dotted_names_and_every_name_is_a_key() -> None:
    assert json.loads(render_pycg(build_graph(SMALL))) == {
        "<builtin>.len": [],
        "m": ["m.f"],
        "m.C": [],
        "m.C.__init__": [],
        "m.f": ["<builtin>.len", "m.C.__init__"],
    }


def test_pycg_below_a_function_only() -> None:
    assert json.loads(render_pycg(build_graph(SMALL, ("m:f",)))) == {
        "<builtin>.len": [],
        "m.C.__init__": [],
        "m.f": ["<builtin>.len", "m.C.__init__"],
    }


def test_below_an_entry_point_only() -> None:
    graph = build_graph(SHOP, ("shop.orders.views:show",))
    assert graph.reach == {
        "shop.orders.views:show": ("shop.text:shorten",),
        "shop.text:shorten": (),
    }


ODD = Program(
    "x",
    modules=(Module("m", "m.py", 9),),
    functions=(Function("m:f", at("m", 2), 3), Function("m:f.<lambda1>", at("m", 3), 3)),
    calls=(call("m:", "m:f"), call("m:f", "m:f.<lambda1>")),
    external_calls=(ExternalCall('ext."odd\\', "m:f", at("m", 3)),),
)

# The part of each language that we write, a line at a time.
STRING = r'"(?:[^"\\]|\\["\\])*"'
DOT = [
    r"digraph calls \{",
    r"  rankdir=LR;",
    r"  node \[shape=box, fontsize=10\];",
    rf"  subgraph cluster_\d+ \{{ label={STRING};",
    rf"    {STRING} \[label={STRING}\];",
    r"  \}",
    rf"  {STRING} -> {STRING};",
    r"\}",
]
MERMAID = [r"flowchart LR", r'  n\d+\["[^"<>]+"\]', r"  n\d+ --> n\d+"]


@pytest.mark.parametrize("program", [SHOP, SMALL, ODD], ids=["shop", "small", "odd names"])
def test_drawings_are_of_their_language(program: Program) -> None:
    graph = build_graph(program)
    for text, grammar in ((render_dot(graph), DOT), (render_mermaid(graph), MERMAID)):
        lines = text.splitlines()
        assert [line for line in lines if not any(re.fullmatch(g, line) for g in grammar)] == []
    opened, closed = (render_dot(graph).count(brace) for brace in "{}")
    assert opened == closed


def test_a_drawing_quotes_what_is_odd() -> None:
    graph = build_graph(ODD, ("m:f",))
    assert (
        render_dot(graph)
        == """\
digraph calls {
  rankdir=LR;
  node [shape=box, fontsize=10];
  subgraph cluster_0 { label="external";
    "ext.\\"odd\\\\" [label="ext.\\"odd\\\\"];
  }
  subgraph cluster_1 { label="m";
    "m:f" [label="f"];
    "m:f.<lambda1>" [label="f.<lambda1>"];
  }
  "m:f" -> "ext.\\"odd\\\\";
  "m:f" -> "m:f.<lambda1>";
}
"""
    )
    assert (
        render_mermaid(graph)
        == """\
flowchart LR
  n0["ext.#quot;odd\\"]
  n1["m:f"]
  n2["m:f.#lt;lambda1#gt;"]
  n1 --> n0
  n1 --> n2
"""
    )


def test_drawings() -> None:
    graph = build_graph(SHOP, ("shop.orders.views:show",))
    assert '  "shop.orders.views:show" -> "shop.text:shorten";\n' in render_dot(graph)
    assert render_mermaid(graph) == (
        'flowchart LR\n  n0["shop.orders.views:show"]\n  n1["shop.text:shorten"]\n  n0 --> n1\n'
    )
