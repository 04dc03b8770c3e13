"""The call graph: edges inside the project."""

import pytest

from migrator.model.location import Location
from migrator.model.program import Call
from tests.analysis.programs import calls_of, program_of, program_of_one


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("def f(): ...\nf()", [" -> f"], id="module code"),
        pytest.param("def f(): ...\ndef g():\n    f()", ["g -> f"], id="direct"),
        pytest.param(
            "def f(): ...\ndef g():\n    h = f\n    h()", ["g -> f"], id="under another name"
        ),
        pytest.param(
            "class A:\n    def f(self): ...\ndef g():\n    A().f()", ["g -> A.f"], id="method"
        ),
        pytest.param(
            "class A:\n    def f(self):\n        self.g()\n    def g(self): ...",
            ["A.f -> A.g"],
            id="self",
        ),
        pytest.param(
            "class A:\n    def f(self): ...\nclass B(A):\n    def f(self):\n        super().f()",
            ["B.f -> A.f"],
            id="super",
        ),
        pytest.param(
            "class A:\n    def f(self): ...\nclass B(A): ...\ndef g():\n    B().f()",
            ["g -> A.f"],
            id="inherited",
        ),
        pytest.param(
            "from typing import Generic, TypeVar\nT = TypeVar('T')\nclass A(Generic[T]):\n"
            "    def f(self): ...\nclass B(A[int]): ...\ndef g():\n    B().f()\n    A[str]().f()",
            ["g -> A.f"],
            id="inherited from a generic class",
        ),
        pytest.param(
            "class A:\n    def f(self): ...\nclass M:\n    def f(self): ...\n"
            "class B(M, A): ...\ndef g():\n    B().f()",
            ["g -> M.f"],
            id="mixin comes first",
        ),
        pytest.param(
            "class T:\n    def f(self): ...\nclass L(T):\n    def f(self):\n"
            "        super().f()\nclass R(T):\n    def f(self): ...\nclass B(L, R): ...\n"
            "def g():\n    B().f()",
            ["L.f -> R.f", "L.f -> T.f", "g -> L.f"],
            id="super follows the object's own MRO",
        ),
        pytest.param(
            "class A:\n    def f(self):\n        self.g()\nclass B(A):\n    def g(self): ...\n"
            "def h():\n    B().f()",
            ["A.f -> B.g", "h -> A.f"],
            id="template method",
        ),
        pytest.param(
            "class A:\n    def __init__(self):\n        self.f()\n    def f(self): ...\n"
            "def g():\n    A()",
            ["A.__init__ -> A.f", "g -> A.__init__"],
            id="instantiation calls the constructor",
        ),
        pytest.param(
            "class A:\n    def __init__(self): ...\nclass B(A): ...\ndef g():\n    B()",
            ["g -> A.__init__"],
            id="inherited constructor",
        ),
        pytest.param(
            "class A:\n    def __call__(self): ...\ndef g():\n    a = A()\n    a()",
            ["g -> A.__call__"],
            id="callable object",
        ),
        pytest.param(
            "import lib\ndef f(): ...\ndef g():\n    lib.run(f)",
            ["g -> f"],
            id="handed to a library: it may call",
        ),
        pytest.param(
            "import functools, inspect\ndef f(): ...\ndef keep(g):\n    inspect.signature(g)\n"
            "    return functools.partial(g, 1)\ndef main(x):\n    x.append(keep(f))",
            ["main -> f", "main -> keep"],
            id="what is handed to be made a partial of is kept to be called",
        ),
        pytest.param(
            "import functools, inspect, logging\ndef f(): ...\ndef patch(target, g):\n"
            "    if callable(g) and inspect.iscoroutinefunction(g):\n"
            "        logging.getLogger(__name__).debug('patches %s', g)\n"
            "    def inner():\n        g()\n"
            "    setattr(target, 'x', functools.update_wrapper(inner, g))\n"
            "def main(x):\n    patch(x, f)",
            ["main -> patch"],
            id="to ask what a function is, or to store it, is not to call it",
        ),
        pytest.param(
            "from django.urls import reverse\nfrom django.shortcuts import redirect\n"
            "from flask_caching import Cache\nclass Mine(Cache): ...\ncache = Mine()\n"
            "def f(): ...\ndef g():\n    reverse(f)\n    redirect(f, 1)\n"
            "    cache.delete_memoized(f, 1)",
            [],
            id="handed to what only knows it by its name",
        ),
        pytest.param(
            "from functools import wraps\ndef fallback(other):\n    def d(f):\n"
            "        @wraps(f)\n        def inner(*args):\n            other()\n"
            "            return f(*args)\n        return inner\n    return d\n"
            "def a(): ...\ndef b(): ...\n@fallback(a)\ndef g(): ...\n@fallback(b)\ndef h(): ...\n"
            "def main():\n    g()",
            [
                " -> fallback",
                " -> fallback.d",
                "g -> a",
                "g -> fallback.d.inner",
                "h -> b",
                "h -> fallback.d.inner",
                "main -> fallback.d.inner",
                "main -> g",
            ],
            id="what a decorator is given is called for the function below it",
        ),
        pytest.param(
            "from functools import wraps\ndef d(f):\n    @wraps(f)\n    def inner():\n"
            "        return f()\n    return inner\n@d\ndef g(): ...\ndef h():\n    g()",
            [" -> d", "g -> d.inner", "h -> d.inner", "h -> g"],
            id="decorator with wraps: who calls the name runs both",
        ),
        pytest.param(
            "import flask\nfrom functools import wraps\ndef d(f):\n    @wraps(f)\n"
            "    def inner():\n        return flask.current_app.ensure_sync(f)()\n"
            "    return inner\n@d\ndef g(): ...\n@d\ndef h(): ...",
            [" -> d", "g -> d.inner", "h -> d.inner"],
            id="decorator that hands the function on: g does not reach h",
        ),
        pytest.param("def f():\n    def g(): ...\n    g()", ["f -> f.g"], id="closure"),
        pytest.param(
            "def f():\n    def g(): ...\n    return g\ndef h():\n    f()()",
            ["h -> f", "h -> f.g"],
            id="returned function",
        ),
        pytest.param(
            "def f(): ...\ng = lambda: f()\ndef h():\n    g()",
            ["<lambda1> -> f", "h -> <lambda1>"],
            id="lambda",
        ),
        pytest.param(
            "from functools import partial\ndef f(a, b): ...\ng = partial(f, 1)\ndef h():\n"
            "    g(2)",
            ["h -> f"],
            id="partial",
        ),
        pytest.param(
            "def f(): ...\ndef g(): ...\nT = {'f': f, 'g': g}\ndef h(k):\n    T[k]()",
            ["h -> f", "h -> g"],
            id="dictionary of functions",
        ),
        pytest.param(
            "def f(): ...\ndef g(): ...\nT = {'f': f, 'g': g}\ndef h():\n    T['f']()",
            ["h -> f"],
            id="dictionary by a known key",
        ),
        pytest.param(
            "def f(): ...\ndef g(c):\n    c()\ndef h():\n    g(f)",
            ["h -> f", "h -> g"],
            id="callback: an edge of who hands it in",
        ),
        pytest.param(
            "def a(): ...\ndef b(): ...\ndef g(c):\n    c()\ndef h(c):\n    g(c)\n"
            "def one():\n    h(a)\ndef two():\n    h(b)",
            ["h -> g", "one -> a", "one -> h", "two -> b", "two -> h"],
            id="callback through two hands",
        ),
        pytest.param(
            "import functools\ndef timed(c):\n    c()\ndef deco(f):\n    @functools.wraps(f)\n"
            "    def inner():\n        timed(f)\n    return inner\n"
            "@deco\ndef a(): ...\n@deco\ndef b(): ...\ndef one():\n    a()",
            [
                " -> deco",
                "a -> deco.inner",
                "b -> deco.inner",
                "deco.inner -> timed",
                "one -> a",
                "one -> deco.inner",
            ],
            id="callback that a wrapper hands in",
        ),
        pytest.param(
            "def f(x): ...\ndef g(xs):\n    return map(f, xs)", ["g -> f"], id="handed out"
        ),
        pytest.param("def f(n):\n    f(n - 1)", ["f -> f"], id="recursion"),
        pytest.param(
            "def f():\n    g()\ndef g():\n    f()", ["f -> g", "g -> f"], id="mutual recursion"
        ),
        pytest.param(
            "def f(): ...\ndef g():\n    yield f()\ndef h():\n    for x in g(): ...",
            ["g -> f", "h -> g"],
            id="generator",
        ),
        pytest.param(
            "def f(): ...\nclass A:\n    @property\n    def p(self):\n        return f()\n"
            "def g():\n    A().p",
            ["A.p -> f", "g -> A.p"],
            id="property",
        ),
        pytest.param(
            "def f(): ...\ndef h(): ...\nclass A:\n    @property\n    def p(self):\n        f()\n"
            "    @p.setter\n    def p(self, x):\n        h()\n"
            "def g(a: A):\n    return a.p\ndef k(a: A):\n    a.p = 1",
            ["A.p -> f", "A.p@setter -> h", "g -> A.p", "k -> A.p@setter"],
            id="setter of a property",
        ),
        pytest.param(
            "class A:\n    @classmethod\n    def make(cls):\n        return cls()\n"
            "    def f(self): ...\ndef g():\n    A.make().f()",
            ["g -> A.f", "g -> A.make"],
            id="classmethod",
        ),
        pytest.param(
            "class A:\n    @staticmethod\n    def f(): ...\ndef g():\n    A.f()\n    A().f()",
            ["g -> A.f"],
            id="staticmethod",
        ),
        pytest.param("async def f(): ...\nasync def g():\n    await f()", ["g -> f"], id="async"),
        pytest.param(
            "def f(): ...\ndef g():\n    return [f() for _ in range(3) if f()]",
            ["g -> f"],
            id="comprehension",
        ),
        pytest.param(
            "def f(): ...\ndef g(a):\n    if a == f():\n        return\n    while f(): ...",
            ["g -> f"],
            id="conditions",
        ),
        pytest.param(
            "def f(): ...\ndef g():\n    try:\n        pass\n    except KeyError:\n"
            "        f()\n    finally:\n        pass",
            ["g -> f"],
            id="except",
        ),
        pytest.param(
            "class A:\n    def f(self): ...\ndef g(a: A):\n    a.f()", ["g -> A.f"], id="annotated"
        ),
        pytest.param(
            "class A:\n    def f(self): ...\ndef g(a: 'A | None' = None):\n    a.f()",
            ["g -> A.f"],
            id="annotation as text",
        ),
        pytest.param(
            "class A:\n    def f(self): ...\ndef g(a: 'Optional[A]', b: 'list[A]'):\n"
            "    a.f()\n    b.f()",
            ["g -> A.f"],
            id="optional annotation as text",
        ),
        pytest.param(
            "class A:\n    def f(self): ...\ndef g(a: A | None):\n    a.f()",
            ["g -> A.f"],
            id="PEP 604",
        ),
        pytest.param(
            "from typing import Annotated\nclass A:\n    def f(self): ...\nB = Annotated[A, 1]\n"
            "def g(a: Annotated[A | None, print]):\n    a.f()\ndef h(a: B):\n    a.f()",
            ["g -> A.f", "h -> A.f"],
            id="Annotated",
        ),
        pytest.param(
            "class A:\n    def __enter__(self): ...\n    def __exit__(self, *a): ...\n"
            "def g():\n    with A(): ...",
            ["g -> A.__enter__", "g -> A.__exit__"],
            id="with",
        ),
        pytest.param(
            "class A:\n    def __enter__(self): ...\n    def __exit__(self, *a): ...\n"
            "    async def __aenter__(self): ...\n    async def __aexit__(self, *a): ...\n"
            "def g():\n    with A(): ...\nasync def h():\n    async with A(): ...",
            ["g -> A.__enter__", "g -> A.__exit__", "h -> A.__aenter__", "h -> A.__aexit__"],
            id="with, and async with",
        ),
        pytest.param(
            "def a(): ...\ndef b(): ...\ndef tracked(f):\n    f()\n"
            "def run(task):\n    tracked(lambda: task())\n"
            "def f():\n    run(a)\ndef g():\n    run(b)",
            ["f -> a", "f -> run", "g -> b", "g -> run", "run -> run.<lambda1>", "run -> tracked"],
            id="what a function hands on in a lambda is called for whoever handed it in",
        ),
        pytest.param(
            "def a(): ...\ndef make(f):\n    def later():\n        f()\n    return later\n"
            "g = make(a)\ndef h():\n    g()",
            [" -> make", "h -> make.later", "make.later -> a"],
            id="what is called when that function is over is called by what it gave",
        ),
        pytest.param(
            "from web import View\nclass A(View):\n    def get(self): ...\n"
            "    def f(self):\n        self.config.get('fields').get('name')\n"
            "        self.objects.get(id=1).get()",
            ["A.f -> A.get"],
            id="an item of what an attribute holds is no object of that class",
        ),
        pytest.param(
            "def f(): ...\ndef g(x):\n    d = {}\n    d.update(x)\n    for k in d:\n        f()",
            ["g -> f"],
            id="dictionary that something unknown fills",
        ),
        pytest.param(
            "def f(): ...\ndef g(x):\n    d = {}\n    d.setdefault(x, []).append(1)\n"
            "    if d:\n        f()",
            ["g -> f"],
            id="dictionary with an unknown key",
        ),
        pytest.param(
            "def f(): ...\ndef g(x):\n    d = {}\n    d[x.y] = x.z\n    if d:\n        f()",
            ["g -> f"],
            id="dictionary with an unknown key and value",
        ),
        pytest.param(
            "def f(): ...\ndef g():\n    d = {}\n    d.update({})\n    if d:\n        f()",
            [],
            id="dictionary that nothing fills",
        ),
        pytest.param(
            "def f(x): ...\ndef make(x):\n    class A:\n        a = f(1)\n        b = f(1)\n"
            "    return A\ndef g():\n    make(1)\ndef h():\n    make(2)",
            ["g -> make", "h -> make", "make.A -> f"],
            id="twice the same in the body of a class that a function makes",
        ),
        pytest.param("def f(): ...\ndef g():\n    print('f')", [], id="a name in a string"),
        pytest.param("def f(): ...\ndef g(x):\n    x.f()", [], id="method of something unknown"),
        pytest.param("def f(): ...\ndef g():\n    return f", [], id="naming is not calling"),
    ],
)
def test_calls(source: str, expected: list[str]) -> None:
    assert calls_of(program_of_one(source)) == expected


TIMED = """
from functools import wraps
def time(f, *args):
    return again(f)
def again(f): return f()
def timed(f):
    @wraps(f)
    def inner(): return time(f)
    return inner
def checked(f):
    @wraps(f)
    def check(): return f()
    return check
@timed
@checked
def first(): ...
@timed
def second(): ...
first()
second()
def third(): ...
def other(): return again(third)
"""


def test_a_helper_of_a_wrapper_does_not_join_what_it_wraps() -> None:
    assert calls_of(program_of_one(TIMED)) == [
        " -> checked",
        " -> checked.check",
        " -> first",
        " -> second",
        " -> timed",
        " -> timed.inner",
        "first -> checked.check",
        "first -> timed.inner",
        "other -> again",
        "other -> third",
        "second -> timed.inner",
        "time -> again",
        "timed.inner -> time",
    ]


GUARDED = """
from functools import wraps
def choose(first, second):
    return first() or second()
def guarded(f):
    def refuse(): ...
    @wraps(f)
    def inner():
        def go_on(): return f()
        return choose(go_on, refuse)
    return inner
@guarded
def first(): ...
@guarded
def second(): ...
def third(): return first()
"""


def test_a_function_in_a_wrapper_does_not_join_what_it_wraps() -> None:
    assert calls_of(program_of_one(GUARDED)) == [
        " -> guarded",
        "first -> guarded.inner",
        "guarded.inner -> choose",
        "guarded.inner -> guarded.inner.go_on",
        "guarded.inner -> guarded.refuse",
        "second -> guarded.inner",
        "third -> first",
        "third -> guarded.inner",
    ]


OWN = "import json\ndef f(x): ...\ndef g(*args, **kwargs):\n    kwargs['default'] = f\n"


def test_what_a_function_adds_to_its_arguments_is_its_own() -> None:
    program = program_of_one(OWN + "    json.dumps(*args, **kwargs)\ndef h():\n    g(1, indent=2)")
    assert calls_of(program) == ["g -> f", "h -> g"]


def test_what_a_function_hands_on_to_others_is_of_who_handed_it_in() -> None:
    source = "from web import Field\ndef f(): ...\ndef g(*args):\n    Field(*args)\n"
    program = program_of_one(source + "def h():\n    g(f)\ndef k():\n    g(1)")
    assert calls_of(program) == ["h -> f", "h -> g", "k -> g"]


HANDED_ON = """
import functools
def in_session(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        return f(*args, **kwargs)
    return inner
@in_session
def run(job): job()
@in_session
def keep(job): ...
def a(): ...
def b(): ...
def one(): run(a)
def two(): run(job=b)
def three(): keep(a)
"""


def test_what_a_wrapper_hands_on_is_called_for_who_handed_it_in() -> None:
    assert calls_of(program_of_one(HANDED_ON)) == [
        " -> in_session",
        "keep -> in_session.inner",
        "one -> a",
        "one -> in_session.inner",
        "one -> run",
        "run -> in_session.inner",
        "three -> in_session.inner",
        "three -> keep",
        "two -> b",
        "two -> in_session.inner",
        "two -> run",
    ]


def test_calls_are_followed_across_modules_and_import_cycles() -> None:
    program = program_of(
        {
            "shop/__init__.py": "",
            "shop/a.py": "from shop import b\ndef f():\n    b.g()",
            "shop/b.py": "from shop import a\ndef g():\n    h()\ndef h():\n    a.f()",
            "shop/c.py": "from .a import *\nf()",
        }
    )
    assert program.calls == (
        Call("shop.a:f", "shop.b:g", Location("shop/a.py", 3)),
        Call("shop.b:g", "shop.b:h", Location("shop/b.py", 3)),
        Call("shop.b:h", "shop.a:f", Location("shop/b.py", 5)),
        Call("shop.c:", "shop.a:f", Location("shop/c.py", 2)),
    )


def test_a_cycle_that_only_one_order_of_imports_resolves() -> None:
    program = program_of(
        {
            "shop/__init__.py": "",
            "shop/a.py": "from shop.b import g\ndef f():\n    g()",
            "shop/b.py": "def g():\n    f()\nfrom shop.a import f",
            "shop/main.py": "import shop.b",
        }
    )
    assert calls_of(program) == ["shop.a:f -> shop.b:g", "shop.b:g -> shop.a:f"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {
                "shop/a.py": "from shop.b import Base\nclass A(Base):\n    def f(self):\n"
                "        self.g()",
                "shop/b.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n"
                "    from shop.a import A\nclass Base:\n    def g(self): ...\n"
                "def h(a: 'A'):\n    a.f()",
            },
            ["shop.a:A.f -> shop.b:Base.g", "shop.b:h -> shop.a:A.f"],
            id="closed by an import for types only",
        ),
        pytest.param(
            {
                "shop/a.py": "from shop.b import g\ndef f(): ...",
                "shop/b.py": "from shop.a import f\ndef g():\n    f()",
            },
            ["shop.b:g -> shop.a:f"],
            id="what is not there yet is there when functions run",
        ),
        pytest.param(
            {
                "shop/a.py": "from shop.b import x\ny = x",
                "shop/b.py": "from shop.a import y as x\ndef g():\n    x()",
            },
            [],
            id="names that only import each other",
        ),
    ],
)
def test_import_cycles(files: dict[str, str], expected: list[str]) -> None:
    assert calls_of(program_of(files)) == expected


def test_business_functions_are_reached_and_know_no_framework() -> None:
    program = program_of_one("""\
        from flask import Flask, request
        app = Flask(__name__)
        @app.get("/a")
        def handler():
            return price(parse())
        def parse():
            return request.args.get("n")
        def price(n):
            return n
        def unused(): ...
        """)
    assert [(f.name, f.is_business) for f in program.functions] == [
        ("shop:handler", False),
        ("shop:parse", False),
        ("shop:price", True),
        ("shop:unused", False),
    ]


def test_a_list_that_contains_itself_is_handed_out() -> None:
    source = "import json\nclass A:\n    def f(self): ...\nx = [A]\nx.append(x)\njson.dumps(x).f()"
    assert calls_of(program_of_one(source)) == [" -> A.f"]
