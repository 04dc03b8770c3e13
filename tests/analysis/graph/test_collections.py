"""Themes: dicts, lists, builtins."""

import pytest

from tests.analysis.graph.spelled import Files, calls_in

STEPS = "def ship(): ...\ndef bill(): ...\ndef pack(): ...\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("d = {'a': ship, 'b': bill}\nd['b']()", ["main.bill"], id="key"),
        pytest.param("d = {1: ship, '1': bill}\nd[1]()", ["main.ship"], id="numbers are not text"),
        pytest.param("d = {}\nd['a'] = ship\nd['a']()", ["main.ship"], id="added"),
        pytest.param("d = {'a': ship}\nd['a'] = bill\nd['a']()", ["main.bill"], id="replaced"),
        pytest.param(
            "d = {'a': {'b': ship}}\nd['a']['b'] = bill\nd['a']['b']()", ["main.bill"], id="nested"
        ),
        pytest.param("d = dict(a=ship)\nd['a']()", ["<builtin>.dict", "main.ship"], id="dict()"),
        pytest.param(
            "d = {**{'a': ship}, 'b': bill}\nd['a']()", ["main.ship"], id="merged display"
        ),
        pytest.param("d = {'a': ship} | {'a': bill}\nd['a']()", ["main.bill"], id="merged"),
        pytest.param("d = {'a': ship}\nd |= {'a': bill}\nd['a']()", ["main.bill"], id="merged in"),
        pytest.param(
            "d = {'a': ship}\nd.update({'a': bill})\nd['a']()",
            ["<**PyDict**>.update", "main.bill"],
            id="update",
        ),
        pytest.param(
            "d = {'a': ship}\nd.get('a')()\nd.get('c', bill)()",
            ["<**PyDict**>.get", "main.bill", "main.ship"],
            id="get",
        ),
        pytest.param(
            "d = {'a': ship}\nd.setdefault('b', bill)\nd['b']()",
            ["<**PyDict**>.setdefault", "main.bill"],
            id="setdefault",
        ),
        pytest.param(
            "d = {'a': ship, 'b': bill}\nfor f in d.values():\n    f()",
            ["<**PyDict**>.values", "main.bill", "main.ship"],
            id="values",
        ),
        pytest.param(
            "d = {'a': ship, 'b': bill}\nfor k, f in d.items():\n    f()",
            ["<**PyDict**>.items", "main.bill", "main.ship"],
            id="items",
        ),
        pytest.param(
            "d = {'a': ship, 'b': bill}\nfor k in d:\n    d[k]()",
            ["main.bill", "main.ship"],
            id="keys",
        ),
        pytest.param(
            "d = {'a': ship, 'b': bill}\nd[input()]()",
            ["<builtin>.input", "main.bill", "main.ship"],
            id="unknown key",
        ),
        pytest.param(
            "d = {k: f for k, f in [('a', ship), ('b', bill)]}\nd['b']()",
            ["main.bill"],
            id="comprehension",
        ),
        pytest.param("k = 'a'\nd = {k + 'b': ship}\nd['ab']()", ["main.ship"], id="computed key"),
        pytest.param("d = {ship: bill}\nd[ship]()", ["main.bill"], id="functions are keys"),
        pytest.param("d = {(1, 2): ship}\nd[1, 2]()", ["main.ship"], id="tuples are keys"),
        pytest.param(
            "from collections import defaultdict\nd = defaultdict(list)\nd['a'].append(ship)\n"
            "for f in d['a']:\n    f()",
            ["<**PyList**>.append", "collections.defaultdict", "main.ship"],
            id="defaultdict",
        ),
    ],
)
def test_dicts(source: str, expected: list[str]) -> None:
    assert calls_in(STEPS + source) == {"main": expected}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            {
                "main.py": STEPS + "from depot import key\nd = {'a': ship, 'b': bill}\nd[key]()",
                "depot.py": "key = 'b'",
            },
            {"main": ["main.bill"]},
            id="key of another module",
        ),
        pytest.param(
            STEPS + "d = {'a': ship, 'b': bill}\ndef run(key='a'):\n    d[key]()\nrun()",
            {"main": ["main.run"], "main.run": ["main.ship"]},
            id="default key",
        ),
        pytest.param(
            STEPS + "def run(d):\n    d['a']()\nrun({'a': ship})\nrun({'a': bill})",
            {"main": ["main.run"], "main.run": ["main.bill", "main.ship"]},
            id="argument",
        ),
        pytest.param(
            STEPS + "def make():\n    return {'a': ship}\nmake()['a']()",
            {"main": ["main.make", "main.ship"]},
            id="result",
        ),
        pytest.param(
            STEPS + "d = {}\ndef add(key, step):\n    d[key] = step\nadd('a', ship)\nd['a']()",
            {"main": ["main.add", "main.ship"]},
            id="added by a function",
        ),
        pytest.param(
            STEPS + "def run():\n    d = {'a': ship}\n    d['a'] = bill\n    d['a']()",
            {"main.run": ["main.bill"]},
            id="replaced in a function",
        ),
        pytest.param(
            "registry = {}\ndef register(name):\n    def note(step):\n"
            "        registry[name] = step\n        return step\n    return note\n"
            "@register('a')\ndef ship(): ...\n@register('b')\ndef bill(): ...\nregistry['b']()",
            {"main": ["main.bill", "main.register", "main.register.note"]},
            id="registry",
        ),
        pytest.param(
            STEPS + "class Order:\n    steps = {'a': ship}\n    def run(self):\n"
            "        self.steps['a']()\nOrder().run()",
            {"main": ["main.Order.run"], "main.Order.run": ["main.ship"]},
            id="of a class",
        ),
    ],
)
def test_dicts_across_functions(source: Files, expected: dict[str, list[str]]) -> None:
    assert calls_in(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("x = [ship, bill]\nx[1]()", ["main.bill"], id="index"),
        pytest.param("x = [ship, bill]\nx[-1]()", ["main.bill"], id="from the end"),
        pytest.param("x = [[ship], bill]\nx[0][0]()", ["main.ship"], id="nested"),
        pytest.param("x = [ship, bill, pack]\nx[1:][0]()", ["main.bill"], id="slice"),
        pytest.param("x = [ship, bill, pack]\nx[::-1][0]()", ["main.pack"], id="reversed slice"),
        pytest.param(
            "x = [ship, bill]\nx[:int()][0]()",
            ["<builtin>.int", "main.bill", "main.ship"],
            id="unknown slice",
        ),
        pytest.param("x = [None]\nx[0] = ship\nx[0]()", ["main.ship"], id="replaced"),
        pytest.param("x = [ship] + [bill]\nx[1]()", ["main.bill"], id="concatenated"),
        pytest.param("x = [ship]\nx += [bill]\nx[1]()", ["main.bill"], id="extended"),
        pytest.param("x = [*[ship], bill]\nx[0]()", ["main.ship"], id="unpacked"),
        pytest.param(
            "x = []\nx.append(ship)\nx[0]()", ["<**PyList**>.append", "main.ship"], id="append"
        ),
        pytest.param(
            "x = [ship]\nx.insert(0, bill)\nx[0]()",
            ["<**PyList**>.insert", "main.bill"],
            id="insert",
        ),
        pytest.param(
            "x = [ship, bill]\nx.pop()()",
            ["<**PyList**>.pop", "main.bill", "main.ship"],
            id="pop gives any",
        ),
        pytest.param("x = [f for f in [ship, bill]]\nx[1]()", ["main.bill"], id="comprehension"),
        pytest.param(
            "x = [f() for f in [ship, bill] if pack()]",
            ["main.bill", "main.pack", "main.ship"],
            id="condition",
        ),
        pytest.param(
            "[f() for row in [[ship], [bill]] for f in row]",
            ["main.bill", "main.ship"],
            id="two loops",
        ),
        pytest.param("x = (ship, bill)\nx[0]()", ["main.ship"], id="tuple"),
        pytest.param("x = {ship, bill}\nfor f in x: f()", ["main.bill", "main.ship"], id="set"),
        pytest.param(
            "x = [ship, bill]\nx[int()]()",
            ["<builtin>.int", "main.bill", "main.ship"],
            id="unknown index",
        ),
        pytest.param(
            "for i, f in enumerate([ship, bill]): f()",
            ["<builtin>.enumerate", "main.bill", "main.ship"],
            id="enumerate",
        ),
        pytest.param(
            "for n, f in zip(['a', 'b'], [ship, bill]): f()",
            ["<builtin>.zip", "main.bill", "main.ship"],
            id="zip",
        ),
        pytest.param(
            "for f in reversed([ship, bill]): f()",
            ["<builtin>.reversed", "main.bill", "main.ship"],
            id="reversed",
        ),
    ],
)
def test_lists(source: str, expected: list[str]) -> None:
    assert calls_in(STEPS + source) == {"main": expected}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("len([1])", {"main": ["<builtin>.len"]}, id="function"),
        pytest.param("x = len\nx([1])", {"main": ["<builtin>.len"]}, id="under another name"),
        pytest.param("def len(x): ...\nlen(1)", {"main": ["main.len"]}, id="shadowed"),
        pytest.param(
            "', '.join(['a']).upper()",
            {"main": ["<**PyStr**>.join", "<**PyStr**>.upper"]},
            id="text",
        ),
        pytest.param(
            "n = 1\nf'{n}'.strip()", {"main": ["<**PyStr**>.strip"]}, id="formatted text"
        ),
        pytest.param(
            "f'{input()}'.strip()",
            {"main": ["<**PyStr**>.strip", "<builtin>.input"]},
            id="formatted text that is not known",
        ),
        pytest.param("(1).bit_length()", {"main": ["<**PyNum**>.bit_length"]}, id="number"),
        pytest.param("[].append(1)", {"main": ["<**PyList**>.append"]}, id="list"),
        pytest.param("{}.keys()", {"main": ["<**PyDict**>.keys"]}, id="dict"),
        pytest.param("{1}.add(2)", {"main": ["<**PySet**>.add"]}, id="set"),
        pytest.param("(1,).index(1)", {"main": ["<**PyTuple**>.index"]}, id="tuple"),
        pytest.param(
            "def f(x):\n    return x\nfor y in map(f, [1, 2]): ...",
            {"main": ["<builtin>.map", "main.f"]},
            id="map",
        ),
        pytest.param(
            "def f(): ...\ndef g(x):\n    return x\nfor y in map(g, [f]):\n    y()",
            {"main": ["<builtin>.map", "main.f", "main.g"]},
            id="what map gives",
        ),
        pytest.param(
            "def f(x):\n    x()\ndef g(): ...\ndef h(): ...\nlist(filter(f, [g, h]))",
            {
                "main": ["<builtin>.filter", "<builtin>.list", "main.f"],
                "main.f": ["main.g", "main.h"],
            },
            id="filter",
        ),
        pytest.param(
            "sorted([3, 1], key=lambda n: -n)",
            {"main": ["<builtin>.sorted", "main.<lambda1>"]},
            id="sorted",
        ),
        pytest.param(
            "def f(x): ...\n[3, 1].sort(key=f)",
            {"main": ["<**PyList**>.sort", "main.f"]},
            id="sort",
        ),
        pytest.param(
            "def f(x): ...\nmax([3, 1], key=f)\nmin(1, 2, key=f)",
            {"main": ["<builtin>.max", "<builtin>.min", "main.f"]},
            id="max and min",
        ),
        pytest.param(
            "from functools import reduce\ndef f(a, b):\n    return a\nreduce(f, [1, 2])",
            {"main": ["functools.reduce", "main.f"]},
            id="reduce",
        ),
        pytest.param(
            "from functools import partial\ndef f(g, x):\n    g()\ndef h(): ...\npartial(f, h)(1)",
            {"main": ["functools.partial", "main.f"], "main.f": ["main.h"]},
            id="partial",
        ),
        pytest.param(
            "class A:\n    def f(self): ...\na = A()\nif isinstance(a, A):\n    a.f()",
            {"main": ["<builtin>.isinstance", "main.A.f"]},
            id="isinstance",
        ),
    ],
)
def test_builtins(source: str, expected: dict[str, list[str]]) -> None:
    assert calls_in(source) == expected
