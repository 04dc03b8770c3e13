"""Themes: functions, direct calls, args, kwargs, returns, assignments, lambdas."""

import pytest

from tests.analysis.graph.spelled import Files, calls_in


def check(source: Files, expected: dict[str, list[str]]) -> None:
    assert calls_in(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            """\
            def ship(): ...
            def order():
                ship()
            order()
            """,
            {"main": ["main.order"], "main.order": ["main.ship"]},
            id="call",
        ),
        pytest.param(
            """\
            def ship(): ...
            send = ship
            dispatch = send
            dispatch()
            """,
            {"main": ["main.ship"]},
            id="under other names",
        ),
        pytest.param(
            """\
            def ship(): ...
            def bill(): ...
            step = ship
            step = bill
            step()
            """,
            {"main": ["main.bill"]},
            id="the last name counts",
        ),
        pytest.param(
            """\
            import sys
            def ship(): ...
            def bill(): ...
            if sys.argv:
                step = ship
            else:
                step = bill
            step()
            """,
            {"main": ["main.bill", "main.ship"]},
            id="either",
        ),
        pytest.param(
            """\
            def order():
                def ship():
                    def pack(): ...
                    pack()
                ship()
            order()
            """,
            {
                "main": ["main.order"],
                "main.order": ["main.order.ship"],
                "main.order.ship": ["main.order.ship.pack"],
            },
            id="nested",
        ),
        pytest.param(
            """\
            def order():
                ship()
            def ship(): ...
            order()
            """,
            {"main": ["main.order"], "main.order": ["main.ship"]},
            id="defined later",
        ),
        pytest.param(
            """\
            def even(n):
                return odd(n - 1)
            def odd(n):
                return even(n - 1)
            even(4)
            """,
            {"main": ["main.even"], "main.even": ["main.odd"], "main.odd": ["main.even"]},
            id="mutual recursion",
        ),
        pytest.param(
            """\
            current = None
            def ship(): ...
            def choose():
                global current
                current = ship
            def run():
                current()
            choose()
            run()
            """,
            {"main": ["main.choose", "main.run"], "main.run": ["main.ship"]},
            id="global",
        ),
        pytest.param(
            """\
            def ship(): ...
            def order():
                step = None
                def choose():
                    nonlocal step
                    step = ship
                choose()
                step()
            """,
            {"main.order": ["main.order.choose", "main.ship"]},
            id="nonlocal",
        ),
        pytest.param(
            """\
            async def ship(): ...
            async def order():
                await ship()
            """,
            {"main.order": ["main.ship"]},
            id="async",
        ),
        pytest.param(
            """\
            def ship(): ...
            def never():
                ship()
            """,
            {"main.never": ["main.ship"]},
            id="of a function that nobody calls",
        ),
        pytest.param("def ship(): ...\nship", {}, id="naming is not calling"),
    ],
)
def test_functions(source: str, expected: dict[str, list[str]]) -> None:
    check(source, expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            """\
            def ship(): ...
            def choose():
                return ship
            choose()()
            """,
            {"main": ["main.choose", "main.ship"]},
            id="of a result",
        ),
        pytest.param(
            """\
            def outer():
                def middle():
                    def inner(): ...
                    return inner
                return middle
            outer()()()
            """,
            {"main": ["main.outer", "main.outer.middle", "main.outer.middle.inner"]},
            id="three deep",
        ),
        pytest.param(
            """\
            def ship(): ...
            def same(step):
                return step
            same(same)(ship)()
            """,
            {"main": ["main.same", "main.ship"]},
            id="with arguments",
        ),
        pytest.param(
            """\
            def ship(): ...
            def bill(): ...
            (ship if ship else bill)()
            """,
            {"main": ["main.bill", "main.ship"]},
            id="conditional",
        ),
        pytest.param(
            "def ship(): ...\n(step := ship)()\nstep()",
            {"main": ["main.ship"]},
            id="assignment expression",
        ),
        pytest.param(
            {
                "main.py": "import depot\ndepot.choose()()",
                "depot.py": """\
                def ship(): ...
                def choose():
                    return ship
                """,
            },
            {"main": ["depot.choose", "depot.ship"]},
            id="of a result of another module",
        ),
    ],
)
def test_direct_calls(source: Files, expected: dict[str, list[str]]) -> None:
    check(source, expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            """\
            def ship(): ...
            def run(step):
                step()
            run(ship)
            """,
            {"main": ["main.run"], "main.run": ["main.ship"]},
            id="argument",
        ),
        pytest.param(
            """\
            def ship(): ...
            def run(step):
                step()
            def twice(runner, step):
                runner(step)
            twice(run, ship)
            """,
            {"main": ["main.twice"], "main.twice": ["main.run"], "main.run": ["main.ship"]},
            id="handed on",
        ),
        pytest.param(
            """\
            def ship(): ...
            def bill(): ...
            def run(*steps):
                for step in steps:
                    step()
            run(ship, bill)
            """,
            {"main": ["main.run"], "main.run": ["main.bill", "main.ship"]},
            id="any number",
        ),
        pytest.param(
            """\
            def ship(): ...
            def bill(): ...
            def run(first, second):
                second()
            steps = [ship, bill]
            run(*steps)
            """,
            {"main": ["main.run"], "main.run": ["main.bill"]},
            id="unpacked list",
        ),
        pytest.param(
            """\
            def ship(): ...
            def choose():
                return ship
            def run(step):
                step()
            run(choose())
            """,
            {"main": ["main.choose", "main.run"], "main.run": ["main.ship"]},
            id="result",
        ),
        pytest.param(
            """\
            def ship(): ...
            def bill(): ...
            def run(step, /, other=bill):
                other()
            run(ship)
            """,
            {"main": ["main.run"], "main.run": ["main.bill"]},
            id="default",
        ),
        pytest.param(
            {
                "main.py": "from depot import run\ndef ship(): ...\nrun(ship)",
                "depot.py": "def run(step):\n    step()",
            },
            {"main": ["depot.run"], "depot.run": ["main.ship"]},
            id="of an imported function",
        ),
    ],
)
def test_args(source: Files, expected: dict[str, list[str]]) -> None:
    check(source, expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            """\
            def ship(): ...
            def bill(): ...
            def run(first, second):
                second()
            run(second=ship, first=bill)
            """,
            {"main": ["main.run"], "main.run": ["main.ship"]},
            id="by name",
        ),
        pytest.param(
            """\
            def ship(): ...
            def bill(): ...
            def run(*, step=bill):
                step()
            run(step=ship)
            """,
            {"main": ["main.run"], "main.run": ["main.ship"]},
            id="instead of the default",
        ),
        pytest.param(
            """\
            def ship(): ...
            def run(**steps):
                steps["last"]()
            run(last=ship)
            """,
            {"main": ["main.run"], "main.run": ["main.ship"]},
            id="any name",
        ),
        pytest.param(
            """\
            def ship(): ...
            def run(step):
                step()
            def retry(*args, **kwargs):
                run(*args, **kwargs)
            retry(step=ship)
            """,
            {"main": ["main.retry"], "main.retry": ["main.run"], "main.run": ["main.ship"]},
            id="handed on",
        ),
        pytest.param(
            """\
            def ship(): ...
            def run(step):
                step()
            options = {"step": ship}
            run(**options)
            """,
            {"main": ["main.run"], "main.run": ["main.ship"]},
            id="unpacked dictionary",
        ),
    ],
)
def test_kwargs(source: str, expected: dict[str, list[str]]) -> None:
    check(source, expected)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            """\
            def ship(): ...
            def choose():
                return ship
            step = choose()
            step()
            """,
            {"main": ["main.choose", "main.ship"]},
            id="function",
        ),
        pytest.param(
            """\
            def ship(): ...
            def bill(): ...
            def choose(paid):
                if paid:
                    return ship
                return bill
            choose(input())()
            """,
            {"main": ["<builtin>.input", "main.bill", "main.choose", "main.ship"]},
            id="one of two",
        ),
        pytest.param(
            """\
            def ship(): ...
            def bill(): ...
            def choose():
                return bill, ship
            first, second = choose()
            second()
            """,
            {"main": ["main.choose", "main.ship"]},
            id="tuple",
        ),
        pytest.param(
            """\
            def price():
                return 1
            def total():
                return price() + price() * 2
            total()
            """,
            {"main": ["main.total"], "main.total": ["main.price"]},
            id="arithmetic",
        ),
        pytest.param(
            {
                "main.py": "from depot import choose\nchoose()()",
                "depot.py": "from rail import ship\ndef choose():\n    return ship",
                "rail.py": "def ship(): ...",
            },
            {"main": ["depot.choose", "rail.ship"]},
            id="of a module that imports it",
        ),
        pytest.param(
            """\
            def make(kind):
                def ship():
                    kind()
                return ship
            def express(): ...
            make(express)()
            """,
            {"main": ["main.make", "main.make.ship"], "main.make.ship": ["main.express"]},
            id="closure over an argument",
        ),
    ],
)
def test_returns(source: Files, expected: dict[str, list[str]]) -> None:
    check(source, expected)


ABCD = "def a(): ...\ndef b(): ...\ndef c(): ...\ndef d(): ...\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("x = y = a\ny()", ["main.a"], id="chained"),
        pytest.param("x, y = a, b\ny()", ["main.b"], id="tuple"),
        pytest.param("[x, y] = [a, b]\nx()", ["main.a"], id="list"),
        pytest.param("x, (y, (z, w)) = a, (b, (c, d))\nw()", ["main.d"], id="nested"),
        pytest.param("x, *y, z = a, b, c, d\ny[1]()\nz()", ["main.c", "main.d"], id="starred"),
        pytest.param("*x, y = a, b, c\nx[0]()", ["main.a"], id="starred first"),
        pytest.param(
            "y = [c]\nif some:\n    x, *y = a, b\nelse:\n    *y, x = d, a\ny[0]()",
            ["main.b", "main.d"],
            id="starred in each branch",
        ),
        pytest.param("x, y = a, b\nx, y = y, x\nx()", ["main.b"], id="swapped"),
        pytest.param("x: object = a\nx()", ["main.a"], id="annotated"),
        pytest.param("x = None\nx = x or a\nx()", ["main.a"], id="or"),
        pytest.param("for x in (a, b): x()", ["main.a", "main.b"], id="loop target"),
        pytest.param("for x, y in ((a, b), (c, d)): y()", ["main.b", "main.d"], id="loop tuple"),
        pytest.param("x = a\ndel x\nx = b\nx()", ["main.b"], id="deleted and bound again"),
    ],
)
def test_assignments(source: str, expected: list[str]) -> None:
    assert calls_in(ABCD + source) == {"main": expected}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "price = lambda n: n * 2\nprice(3)", {"main": ["main.<lambda1>"]}, id="called"
        ),
        pytest.param("(lambda: 0)()", {"main": ["main.<lambda1>"]}, id="called at once"),
        pytest.param(
            """\
            def ship(): ...
            run = lambda step: step()
            run(ship)
            """,
            {"main": ["main.<lambda1>"], "main.<lambda1>": ["main.ship"]},
            id="calls its argument",
        ),
        pytest.param(
            """\
            def run(first, second):
                second()
            run(lambda: 1, lambda: 2)
            """,
            {"main": ["main.run"], "main.run": ["main.<lambda2>"]},
            id="two on a line",
        ),
        pytest.param(
            """\
            def make():
                return lambda: 1
            make()()
            """,
            {"main": ["main.make", "main.make.<lambda1>"]},
            id="of a function",
        ),
        pytest.param(
            "nested = lambda: lambda: 1\nnested()()",
            {"main": ["main.<lambda1>", "main.<lambda1>.<lambda1>"]},
            id="in a lambda",
        ),
        pytest.param(
            """\
            class Order:
                total = lambda self: 1
            Order().total()
            """,
            {"main": ["main.Order.<lambda1>"]},
            id="in a class",
        ),
        pytest.param(
            """\
            def run(step=lambda: 1):
                step()
            run()
            """,
            {"main": ["main.run"], "main.run": ["main.<lambda1>"]},
            id="default",
        ),
        pytest.param(
            """\
            def ship(): ...
            steps = [lambda: 1, lambda: ship()]
            steps[1]()
            """,
            {"main": ["main.<lambda2>"], "main.<lambda2>": ["main.ship"]},
            id="in a list",
        ),
    ],
)
def test_lambdas(source: str, expected: dict[str, list[str]]) -> None:
    check(source, expected)
