import json

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


def test_drawings() -> None:
    graph = build_graph(SHOP, ("shop.orders.views:show",))
    assert '  "shop.orders.views:show" -> "shop.text:shorten";\n' in render_dot(graph)
    assert render_mermaid(graph) == (
        'flowchart LR\n  n0["shop.orders.views:show"]\n  n1["shop.text:shorten"]\n  n0 --> n1\n'
    )
