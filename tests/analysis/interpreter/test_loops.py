"""Loops over lists of which only some items are known."""

from tests.analysis.programs import (
    entry_points_of,
    program_of,
    program_of_one,
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
