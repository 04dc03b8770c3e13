"""Loops over lists of which only some items are known."""

from tests.analysis.programs import entry_points_of, program_of, unresolved_of

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
