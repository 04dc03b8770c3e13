"""Loops over lists of which only some items are known."""

import pytest

from migrator.analysis.interpreter.machine import Machine
from migrator.analysis.modules import Modules
from migrator.analysis.recognizers import bounds
from tests.analysis.programs import (
    entry_points_of,
    facts_of,
    program_of,
    program_of_one,
    routes_of,
    unresolved_of,
)

SOURCE = """\
from tornado import web
def load(name):
    return __import__(name, fromlist=["handlers"]).handlers
def make(extra):
    found = load("admin.users")
    for name in extra:
        found.extend(load(name))
    prefixed = []
    for handler in found:
        prefixed.append(("/api" + handler[0], *handler[1:]))
    web.Application(prefixed)
"""
USERS = """\
from tornado import web
class Users(web.RequestHandler):
    def get(self): ...
handlers = [("/users", Users), ("/people", Users)]
"""


def test_items_that_are_known_are_told_apart_from_the_rest() -> None:
    program = program_of({"shop.py": SOURCE, "admin/__init__.py": "", "admin/users.py": USERS})
    assert entry_points_of(program) == [
        "GET /api/people admin.users:Users.get 3",
        "GET /api/users admin.users:Users.get 3",
    ]
    assert unresolved_of(program) == ["shop.py:11 Tornado handlers that are not known"]


def test_items_that_are_known_are_numbered() -> None:
    source = SOURCE.replace("for handler in found", "for _, handler in enumerate(found)")
    program = program_of({"shop.py": source, "admin/__init__.py": "", "admin/users.py": USERS})
    assert entry_points_of(program) == [
        "GET /api/people admin.users:Users.get 3",
        "GET /api/users admin.users:Users.get 3",
    ]


IN_PLACE = """\
from tornado import web
from settings import PREFIX
class Users(web.RequestHandler):
    def get(self): ...
def put_before(prefix, handlers):
    for at, handler in enumerate(handlers):
        changed = list(handler)
        changed[0] = prefix + handler[0]
        handlers[at] = tuple(changed)
    return handlers
def make():
    found = []
    found.append(("/users", Users))
    web.Application(put_before({prefix}, found))
"""


def test_items_that_a_function_replaces_are_gone() -> None:
    program = program_of_one(IN_PLACE.format(prefix="'/api'"))
    assert entry_points_of(program) == ["GET /api/users shop:Users.get 4"]
    assert unresolved_of(program) == []


def test_items_are_gone_also_where_it_is_unknown_what_replaces_them() -> None:
    program = program_of_one(IN_PLACE.format(prefix="PREFIX"))
    assert entry_points_of(program) == []
    assert unresolved_of(program) == ["shop.py:14 Tornado handler with a computed pattern"]


def test_items_stay_where_it_is_open_whether_a_function_replaces_them() -> None:
    source = IN_PLACE.format(prefix="'/api'").replace(
        "    web.Application(put_before('/api', found))",
        "    if PREFIX:\n        put_before('/api', found)\n    web.Application(found)",
    )
    assert entry_points_of(program_of_one(source)) == [
        "GET /api/users shop:Users.get 4",
        "GET /users shop:Users.get 4",
    ]


@pytest.mark.xfail(
    strict=True, reason="calls in branches that may not run would be told apart by it: too many"
)
def test_what_a_branch_binds_holds_in_it() -> None:
    source = """\
        import importlib
        from flask import Flask
        app = Flask("s")
        def add(wanted):
            prefix = ""
            if wanted:
                for name in ("a", "b"):
                    if name not in loaded:
                        prefix = f"/{name}"
                        app.register_blueprint(
                            importlib.import_module(f"parts.{name}").bp, url_prefix=prefix
                        )
            app.add_url_rule(f"{prefix}/rest", view_func=rest)
        def rest(): ...
        """
    part = """\
        from flask import Blueprint
        bp = Blueprint({0!r}, __name__)
        @bp.get("/show")
        def show(): ...
        """
    parts = {f"parts/{name}.py": part.format(name) for name in ("a", "b")}
    program = program_of({"shop.py": source, "parts/__init__.py": "", **parts})

    assert (routes_of(program), unresolved_of(program)) == (
        [
            "GET /a/show a.show parts.a:show 4",
            "GET /b/show b.show parts.b:show 4",
            "GET /rest rest shop:rest 14",
        ],
        [
            "shop.py:13 Flask path that '/a' comes before in some configuration: given without it",
            "shop.py:13 Flask path that '/b' comes before in some configuration: given without it",
        ],
    )


MANY = range(100)


@pytest.mark.parametrize(
    ("around", "turns", "unresolved"),
    [
        pytest.param("if 1", 100, [], id="one loop"),
        pytest.param("for a in range(40)", 4000, [], id="a loop in a loop"),
        pytest.param(
            "for a in range(100)", 5050, ["shop.py:3 "], id="in each further turn, the first item"
        ),
    ],
)
def test_loops_in_loops_are_unrolled_within_bounds(
    around: str, turns: int, unresolved: list[str]
) -> None:
    around = around.replace("range(40)", str([*MANY][:40])).replace("range(100)", str([*MANY]))
    source = (
        "import library\n\ndef fill(make):\n"
        f"    {around}:\n        for b in {[*MANY]}:\n            make.rows.append(b)\n"
        "fill(library.make)\n"
    )
    log = Machine(Modules([facts_of("shop.py", source)], "shop")).run()
    log.settle()

    assert len(list(log.having("append"))) == turns
    assert [f"{said.location} " for said in bounds.recognize(log)] == unresolved
