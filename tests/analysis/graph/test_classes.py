"""Themes: classes, mro, exceptions, generators (iteration and other protocols)."""

import pytest

from tests.analysis.graph.spelled import Files, calls_in, graph_of


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            """\
            class Order:
                def ship(self): ...
            order = Order()
            order.ship()
            """,
            {"main": ["main.Order.ship"]},
            id="without a constructor",
        ),
        pytest.param(
            """\
            class Order:
                def __init__(self):
                    self.fill()
                def fill(self): ...
            Order()
            """,
            {"main": ["main.Order.__init__"], "main.Order.__init__": ["main.Order.fill"]},
            id="constructor",
        ),
        pytest.param(
            """\
            class Order:
                def ship(self): ...
            send = Order().ship
            send()
            """,
            {"main": ["main.Order.ship"]},
            id="bound method",
        ),
        pytest.param(
            """\
            class Order:
                def ship(self): ...
            Order.ship(Order())
            """,
            {"main": ["main.Order.ship"]},
            id="method through the class",
        ),
        pytest.param(
            """\
            class Order:
                def ship(self):
                    me = self
                    me.pack()
                def pack(self): ...
            Order().ship()
            """,
            {"main": ["main.Order.ship"], "main.Order.ship": ["main.Order.pack"]},
            id="self under another name",
        ),
        pytest.param(
            """\
            class Order:
                def __init__(self, carrier):
                    self.carrier = carrier
                def ship(self):
                    self.carrier.collect()
            class Rail:
                def collect(self): ...
            class Road:
                def collect(self): ...
            Order(Rail()).ship()
            """,
            {
                "main": ["main.Order.__init__", "main.Order.ship"],
                "main.Order.ship": ["main.Rail.collect"],
            },
            id="what the constructor was given",
        ),
        pytest.param(
            """\
            class Order:
                def __init__(self):
                    self.step = self.pack
                def run(self):
                    self.step()
                def pack(self): ...
            Order().run()
            """,
            {
                "main": ["main.Order.__init__", "main.Order.run"],
                "main.Order.run": ["main.Order.pack"],
            },
            id="method kept in an attribute",
        ),
        pytest.param(
            """\
            class Order:
                @staticmethod
                def ship(): ...
                @classmethod
                def make(cls):
                    return cls()
                def pack(self): ...
            Order.ship()
            Order.make().pack()
            """,
            {
                "main": ["main.Order.make", "main.Order.pack", "main.Order.ship"],
                "main.Order": ["<builtin>.classmethod"],
            },
            id="static and class methods",
        ),
        pytest.param(
            """\
            class Order:
                class Line:
                    def __init__(self): ...
                    def price(self): ...
                def total(self):
                    return Order.Line().price()
            Order().total()
            """,
            {
                "main": ["main.Order.total"],
                "main.Order.total": ["main.Order.Line.__init__", "main.Order.Line.price"],
            },
            id="nested class",
        ),
        pytest.param(
            """\
            def make():
                class Order:
                    def ship(self): ...
                return Order
            make()().ship()
            """,
            {"main": ["main.make", "main.make.Order.ship"]},
            id="class of a function",
        ),
        pytest.param(
            """\
            class Order:
                def __call__(self): ...
            order = Order()
            order()
            """,
            {"main": ["main.Order.__call__"]},
            id="callable object",
        ),
        pytest.param(
            """\
            def default(): ...
            class Order:
                price = default()
            """,
            {"main.Order": ["main.default"]},
            id="class body",
        ),
        pytest.param(
            """\
            class Order:
                @property
                def total(self):
                    return price()
            def price(): ...
            Order().total
            """,
            {
                "main": ["main.Order.total"],
                "main.Order": ["<builtin>.property"],
                "main.Order.total": ["main.price"],
            },
            id="property",
        ),
        pytest.param(
            """\
            class Order:
                def add(self):
                    return self
                def ship(self): ...
            Order().add().add().ship()
            """,
            {"main": ["main.Order.add", "main.Order.ship"]},
            id="chained",
        ),
        pytest.param(
            """\
            class Order:
                def ship(self): ...
            class Bill:
                def ship(self): ...
            def run(document):
                document.ship()
            run(Order())
            """,
            {"main": ["main.run"], "main.run": ["main.Order.ship"]},
            id="argument",
        ),
        pytest.param(
            """\
            class Order:
                def ship(self): ...
            def run(order: Order):
                order.ship()
            """,
            {"main.run": ["main.Order.ship"]},
            id="annotation",
        ),
        pytest.param(
            """\
            def ship(self): ...
            class Order: ...
            Order.ship = ship
            Order().ship()
            """,
            {"main": ["main.ship"]},
            id="method set from outside",
        ),
        pytest.param(
            """\
            from dataclasses import dataclass
            class Rail:
                def collect(self): ...
            @dataclass
            class Order:
                carrier: Rail
                def ship(self):
                    self.carrier.collect()
            Order(Rail()).ship()
            """,
            {
                "main": ["dataclasses.dataclass", "main.Order.ship"],
                "main.Order.ship": ["main.Rail.collect"],
            },
            id="dataclass",
        ),
        pytest.param(
            {
                "main.py": "import depot\ndepot.Order().ship()",
                "depot.py": "class Order:\n    def __init__(self): ...\n    def ship(self): ...",
            },
            {"main": ["depot.Order.__init__", "depot.Order.ship"]},
            id="of another module",
        ),
    ],
)
def test_classes(source: Files, expected: dict[str, list[str]]) -> None:
    assert calls_in(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            """\
            class Base:
                def __init__(self): ...
                def ship(self): ...
            class Order(Base): ...
            Order().ship()
            """,
            {"main": ["main.Base.__init__", "main.Base.ship"]},
            id="inherited",
        ),
        pytest.param(
            """\
            class Base:
                def ship(self): ...
            class Order(Base):
                def ship(self):
                    super().ship()
            Order().ship()
            """,
            {
                "main": ["main.Order.ship"],
                "main.Order.ship": ["<builtin>.super", "main.Base.ship"],
            },
            id="super",
        ),
        pytest.param(
            """\
            class Base:
                def ship(self): ...
            class Order(Base):
                def ship(self):
                    super(Order, self).ship()
                    Base.ship(self)
            """,
            {"main.Order.ship": ["<builtin>.super", "main.Base.ship"]},
            id="super with arguments",
        ),
        pytest.param(
            """\
            class Base:
                def run(self):
                    self.step()
            class Order(Base):
                def step(self): ...
            class Bill(Base):
                def step(self): ...
            Order().run()
            """,
            {"main": ["main.Base.run"], "main.Base.run": ["main.Order.step"]},
            id="template method",
        ),
        pytest.param(
            """\
            class Top:
                def ship(self): ...
            class Left(Top): ...
            class Right(Top):
                def ship(self): ...
            class Order(Left, Right): ...
            Order().ship()
            """,
            {"main": ["main.Right.ship"]},
            id="diamond",
        ),
        pytest.param(
            """\
            class Top:
                def ship(self): ...
            class Left(Top):
                def ship(self):
                    super().ship()
            class Right(Top):
                def ship(self):
                    super().ship()
            class Order(Left, Right): ...
            Order().ship()
            """,
            {
                "main": ["main.Left.ship"],
                "main.Left.ship": ["<builtin>.super", "main.Right.ship"],
                "main.Right.ship": ["<builtin>.super", "main.Top.ship"],
            },
            id="cooperative super",
        ),
        pytest.param(
            """\
            class X:
                def ship(self): ...
            class Y:
                def ship(self): ...
            class A(X, Y): ...
            class B(Y): ...
            class C(X):
                def ship(self): ...
            class Order(A, C, B): ...
            Order().ship()
            """,
            {"main": ["main.C.ship"]},
            id="interleaved siblings",
        ),
        pytest.param(
            """\
            class A:
                def __init__(self): ...
            class B:
                def __init__(self): ...
                def ship(self): ...
            class Order(A, B): ...
            Order().ship()
            """,
            {"main": ["main.A.__init__", "main.B.ship"]},
            id="first base's constructor",
        ),
        pytest.param(
            """\
            class Base:
                def __new__(cls):
                    return super().__new__(cls)
            class Order(Base):
                def ship(self): ...
            Order().ship()
            """,
            {
                "main": ["main.Order.ship"],
                "main.Base.__new__": ["<builtin>.super"],
            },
            id="__new__",
        ),
        pytest.param(
            """\
            class Meta(type):
                def make(cls): ...
            class Order(metaclass=Meta): ...
            Order.make()
            """,
            {"main": ["main.Meta.make"]},
            id="metaclass",
        ),
        pytest.param(
            {
                "main.py": "from depot import Base\nclass Order(Base):\n    def pack(self): ...\n"
                "Order().ship()",
                "depot.py": "class Base:\n    def ship(self):\n        self.pack()",
            },
            {"main": ["depot.Base.ship"], "depot.Base.ship": ["main.Order.pack"]},
            id="base of another module",
        ),
    ],
)
def test_mro(source: Files, expected: dict[str, list[str]]) -> None:
    assert calls_in(source) == expected


FAILURE = """\
class Failure(Exception):
    def __init__(self, why=""): ...
class Late(Failure): ...
class Lost(Exception): ...
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("raise Failure", {"main": ["main.Failure.__init__"]}, id="class"),
        pytest.param("raise Failure('x')", {"main": ["main.Failure.__init__"]}, id="object"),
        pytest.param("raise Late", {"main": ["main.Failure.__init__"]}, id="inherited"),
        pytest.param("raise Lost", {}, id="without a constructor"),
        pytest.param("raise Lost('x')", {}, id="object without a constructor"),
        pytest.param(
            "why = Late\nraise why", {"main": ["main.Failure.__init__"]}, id="another name"
        ),
        pytest.param(
            "def f():\n    return Late\nraise f()",
            {"main": ["main.Failure.__init__", "main.f"]},
            id="what a function gives",
        ),
        pytest.param(
            "def f(): ...\nraise Late from f()",
            {"main": ["main.Failure.__init__", "main.f"]},
            id="with a cause",
        ),
        pytest.param("raise ValueError('x')", {"main": ["<builtin>.ValueError"]}, id="builtin"),
        pytest.param("raise ValueError", {}, id="builtin class"),
        pytest.param(
            "def f(): ...\ntry:\n    f()\nexcept Late:\n    raise",
            {"main": ["main.f"]},
            id="raised again",
        ),
        pytest.param(
            "def f(): ...\ndef g(): ...\ndef h(): ...\ntry:\n    f()\nexcept KeyError:\n    g()\n"
            "finally:\n    h()",
            {"main": ["main.f", "main.g", "main.h"]},
            id="handlers",
        ),
        pytest.param(
            "class Coded(Exception):\n    def code(self): ...\ntry:\n    ...\n"
            "except (KeyError, Coded) as e:\n    e.code()",
            {"main": ["main.Coded.code"]},
            id="what is caught",
        ),
    ],
)
def test_exceptions(source: str, expected: dict[str, list[str]]) -> None:
    assert calls_in(FAILURE + source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            """\
            class Orders:
                def __iter__(self):
                    return self
                def __next__(self): ...
            for order in Orders(): ...
            """,
            {"main": ["main.Orders.__iter__", "main.Orders.__next__"]},
            id="iterator",
        ),
        pytest.param(
            """\
            class Order:
                def ship(self): ...
            class Cursor:
                def __next__(self):
                    return Order()
            class Orders:
                def __iter__(self):
                    return Cursor()
            for order in Orders():
                order.ship()
            """,
            {
                "main": ["main.Cursor.__next__", "main.Order.ship", "main.Orders.__iter__"],
            },
            id="iterator of its own",
        ),
        pytest.param(
            """\
            def ship(): ...
            class Steps:
                def __iter__(self):
                    yield ship
            [step() for step in Steps()]
            """,
            {"main": ["main.Steps.__iter__", "main.ship"]},
            id="generator method",
        ),
        pytest.param(
            """\
            def ship(): ...
            def steps():
                yield ship
            for step in steps():
                step()
            next(steps())()
            """,
            {"main": ["<builtin>.next", "main.ship", "main.steps"]},
            id="generator",
        ),
        pytest.param(
            """\
            def ship(): ...
            def inner():
                yield ship
            def outer():
                yield from inner()
            for step in outer():
                step()
            """,
            {"main": ["main.outer", "main.ship"], "main.outer": ["main.inner"]},
            id="yield from",
        ),
        pytest.param(
            """\
            def ship(): ...
            def bill(): ...
            steps = (step for step in (ship, bill))
            for step in steps:
                step()
            """,
            {"main": ["main.bill", "main.ship"]},
            id="generator expression",
        ),
        pytest.param(
            """\
            def run(orders):
                for order in orders: ...
            class Orders:
                def __iter__(self):
                    return self
                def __next__(self): ...
            run(Orders())
            """,
            {
                "main": ["main.run"],
                "main.run": ["main.Orders.__iter__", "main.Orders.__next__"],
            },
            id="argument",
        ),
        pytest.param(
            """\
            class Orders:
                def __iter__(self): ...
                def __next__(self): ...
            Orders()
            """,
            {},
            id="not iterated",
        ),
        pytest.param(
            """\
            class Lock:
                def __enter__(self):
                    return self
                def __exit__(self, *error): ...
                def hold(self): ...
            with Lock() as lock:
                lock.hold()
            """,
            {"main": ["main.Lock.__enter__", "main.Lock.__exit__", "main.Lock.hold"]},
            id="context",
        ),
        pytest.param(
            """\
            from contextlib import contextmanager
            class Lock:
                def hold(self): ...
            @contextmanager
            def locked():
                yield Lock()
            with locked() as lock:
                lock.hold()
            """,
            {"main": ["contextlib.contextmanager", "main.Lock.hold", "main.locked"]},
            id="context of a generator",
        ),
        pytest.param(
            """\
            class Orders:
                def __aiter__(self):
                    return self
                async def __anext__(self): ...
            async def run():
                async for order in Orders(): ...
            """,
            {"main.run": ["main.Orders.__aiter__", "main.Orders.__anext__"]},
            id="asynchronous",
        ),
    ],
)
def test_generators(source: str, expected: dict[str, list[str]]) -> None:
    assert calls_in(source) == expected


def test_every_function_class_and_module_is_a_key() -> None:
    source = """\
        import os
        class Order:
            class Line: ...
            def total(self):
                def price(): ...
        def ship():
            os.getcwd()
        keep = lambda: 1
        """
    assert graph_of(source) == {
        "main": [],
        "main.<lambda1>": [],
        "main.Order": [],
        "main.Order.Line": [],
        "main.Order.total": [],
        "main.Order.total.price": [],
        "main.ship": ["os.getcwd"],
        "os.getcwd": [],
    }
