"""Constructs: what is written where, with names resolved through imports."""

import textwrap
from pathlib import Path

import pytest

from migrator.model.program import Program
from migrator.rules.index import GUARDS
from migrator.usecases.program import build_program

AUTH = """
def admin_only(view):
    return view

class Base:
    pass
"""


def program_of(folder: Path, source: str) -> Program:
    package = folder / "shop"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "auth.py").write_text(AUTH)
    (package / "views.py").write_text(textwrap.dedent(source))
    return build_program(folder)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            """\
            import flask
            from flask_login import login_required
            from shop.auth import admin_only
            from shop import auth

            @login_required
            @admin_only
            def one(): ...

            @auth.admin_only
            @flask.copy_current_request_context
            def two(): ...

            def local(f): ...

            class View:
                @local
                @staticmethod
                def get(self): ...
            """,
            [
                ("flask.copy_current_request_context", "shop.views:two", 11),
                ("flask_login.login_required", "shop.views:one", 6),
                ("shop.auth:admin_only", "shop.views:one", 7),
                ("shop.auth:admin_only", "shop.views:two", 10),
                ("shop.views:local", "shop.views:View.get", 17),
                ("staticmethod", "shop.views:View.get", 18),
            ],
        )
    ],
)
def test_decorators(tmp_path: Path, source: str, expected: list[tuple[str, str, int]]) -> None:
    found = program_of(tmp_path, source).decorations
    assert [(one.name, one.target, one.location.line) for one in found] == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import pandas as pd", [("pandas", "shop.views:", 1)]),
        (
            "def f():\n    from django.contrib.gis import geos, forms",
            [
                ("django.contrib.gis.forms", "shop.views:f", 2),
                ("django.contrib.gis.geos", "shop.views:f", 2),
            ],
        ),
        ("from . import auth\nimport shop.auth\nfrom .auth import *", []),
    ],
)
def test_imports(tmp_path: Path, source: str, expected: list[tuple[str, str, int]]) -> None:
    found = program_of(tmp_path, source).external_imports
    assert [(one.name, one.function, one.location.line) for one in found] == expected


def test_ancestors_near_and_far(tmp_path: Path) -> None:
    source = """\
        from flask.views import MethodView
        from shop.auth import Base

        class One(Base, MethodView): ...
        class Two(One): ...
        """
    found = program_of(tmp_path, source).inheritances
    assert [(one.cls, one.base, one.location.line) for one in found] == [
        ("shop.views:One", "flask.views.MethodView", 4),
        ("shop.views:One", "shop.auth:Base", 4),
        ("shop.views:Two", "flask.views.MethodView", 5),
        ("shop.views:Two", "shop.auth:Base", 5),
        ("shop.views:Two", "shop.views:One", 5),
    ]


def test_parameters_by_the_types_that_annotations_name(tmp_path: Path) -> None:
    source = """\
        from typing import Annotated
        from fastapi import BackgroundTasks, Depends, UploadFile
        from shop.auth import Base

        Later = Annotated[BackgroundTasks, 1]

        def view(tasks: BackgroundTasks | None, file: Annotated[UploadFile, 1], base: Base): ...
        def helper(request, other): ...
        def late(tasks: Later, others: "BackgroundTasks"): ...
        """
    found = program_of(tmp_path, source).parameters
    assert [(one.function, one.name, one.annotation) for one in found] == [
        ("shop.views:helper", "request", ""),
        ("shop.views:late", "others", "fastapi.BackgroundTasks"),
        ("shop.views:late", "tasks", "fastapi.BackgroundTasks"),
        ("shop.views:late", "tasks", "typing.Annotated"),
        ("shop.views:view", "base", "shop.auth:Base"),
        ("shop.views:view", "file", "fastapi.UploadFile"),
        ("shop.views:view", "file", "typing.Annotated"),
        ("shop.views:view", "tasks", "fastapi.BackgroundTasks"),
    ]


def test_attributes_of_what_is_imported_or_of_the_request(tmp_path: Path) -> None:
    source = """\
        import flask
        from flask import request as current
        from shop import auth

        def one():
            return current.files, flask.request.remote_addr, auth.Base, flask.jsonify()

        def two(request):
            return request.FILES["x"], request.get_host()

        class View:
            def get(self):
                return self.request.META, self.other.META
        """
    found = program_of(tmp_path, source).attribute_reads
    assert [(one.name, one.function, one.location.line) for one in found] == [
        ("flask.request", "shop.views:one", 6),
        ("flask.request.files", "shop.views:one", 6),
        ("flask.request.remote_addr", "shop.views:one", 6),
        ("request.FILES", "shop.views:two", 9),
        ("request.META", "shop.views:View.get", 13),
    ]


def test_the_arms_of_a_match(tmp_path: Path) -> None:
    arms = "        case 1:\n            g()\n        case _:\n            h()\n"
    source = f"def f(a):\n    match a:\n{arms}    i()\n"
    found = program_of(tmp_path, source).spans
    assert [(s.location.line, s.end_line) for s in found if s.kind == "arm"] == [(2, 6)]


def test_arms_that_do_nothing(tmp_path: Path) -> None:
    source = "def f(a):\n    match a:\n        case 1:\n            pass\n    i()\n"
    found = program_of(tmp_path, source).spans
    assert [(s.location.line, s.end_line) for s in found if s.kind == "arm"] == [(2, 2)]


@pytest.mark.parametrize(
    ("test", "otherwise", "is_looked_for"),
    [
        pytest.param("shutil.which('a')", "pass", True, id="which"),
        pytest.param("b and which('a') is not None", "pass", True, id="which, and more"),
        pytest.param("os.path.exists('/usr/bin/a')", "pass", True, id="a path"),
        pytest.param("os.path.exists('/srv/a')", "pass", False, id="another file"),
        pytest.param("not shutil.which('a')", "pass", False, id="where it is missing"),
        pytest.param("shutil.which('a')", "raise OSError", False, id="it is missed"),
    ],
)
def test_what_is_run_only_where_it_is(
    tmp_path: Path, test: str, otherwise: str, is_looked_for: bool
) -> None:
    source = (
        f"def f():\n    if {test}:\n        a = 1\n        b = 2\n    else:\n        {otherwise}\n"
    )
    found = program_of(tmp_path, source).spans
    spans = [(s.location.line, s.end_line) for s in found if s.kind == "absent"]
    assert spans == ([(2, 4)] if is_looked_for else [])


@pytest.mark.parametrize(
    ("test", "is_off"),
    [
        pytest.param('config.get("PROFILING", False)', True, id="a setting"),
        pytest.param('g() and getattr(settings, "PROFILING", False)', True, id="of an object"),
        pytest.param('config.get("PROFILING", True)', False, id="on by default"),
        pytest.param('config.get("PROFILING")', False, id="without a default"),
        pytest.param('request.args.get("all", False)', False, id="what a request asks for"),
        pytest.param('g() or config.get("PROFILING", False)', False, id="another reason"),
        pytest.param('not config.get("PROFILING", False)', False, id="switched"),
        pytest.param("settings.DEBUG and name", True, id="for developers"),
        pytest.param('app.config["TESTING"]', True, id="for tests"),
        pytest.param('config.get("DEBUG")', True, id="a setting that is known to be off"),
        pytest.param("DEBUG", True, id="a constant"),
        pytest.param("current_app.debug", True, id="Flask"),
        pytest.param("order.debug", False, id="something else"),
        pytest.param("config.LEVEL <= logging.DEBUG", True, id="a level of logging"),
        pytest.param("log.isEnabledFor(logging.DEBUG)", True, id="a logger's level"),
    ],
)
def test_what_is_off_by_default(tmp_path: Path, test: str, is_off: bool) -> None:
    source = f"def f():\n    if {test}:\n        a = 1\n        b = 2\n    else:\n        c = 3\n"
    found = program_of(tmp_path, source).spans
    spans = [(s.location.line, s.end_line) for s in found if s.kind == "switched"]
    assert spans == ([(2, 4)] if is_off else [])


@pytest.mark.parametrize(
    ("handlers", "kinds"),
    [
        pytest.param("except OSError:\n    return None", ["tolerated"], id="any failure"),
        pytest.param(
            "except (ValueError, IOError) as e:\n    g(e)", ["tolerated"], id="one of two"
        ),
        pytest.param("except FileNotFoundError:\n    g()", ["absent"], id="a missing file"),
        pytest.param("except OSError:\n    raise", [], id="raised again"),
        pytest.param(
            "except OSError as e:\n    if e.errno:\n        raise",
            [],
            id="raised for some reasons",
        ),
        pytest.param("except Exception:\n    log.error('x')", ["tolerated"], id="only logged"),
        pytest.param("except:\n    pass", ["tolerated"], id="all errors passed over"),
        pytest.param("except Exception:\n    return False", ["tolerated"], id="false instead"),
        pytest.param("except Exception as e:\n    abort(e)", [], id="something else is done"),
        pytest.param("except ValueError:\n    pass", [], id="another error"),
        pytest.param(
            "except OSError:\n    raise\nexcept Exception:\n    pass", [], id="the first counts"
        ),
        pytest.param("except ImportError:\n    raise", ["optional"], id="a library"),
        pytest.param("finally:\n    g()", [], id="no handler"),
    ],
)
def test_what_may_fail(tmp_path: Path, handlers: str, kinds: list[str]) -> None:
    source = "def f():\n    try:\n        a = g()\n        a.h()\n" + textwrap.indent(
        handlers, "    "
    )
    guards = [one for one in program_of(tmp_path, source).spans if one.kind in {*GUARDS}]
    assert [(one.kind, one.location.line, one.end_line) for one in guards] == [
        (kind, 2, 4) for kind in kinds
    ]


def test_what_depends_on_a_condition(tmp_path: Path) -> None:
    source = """\
        import os
        if os.environ.get("A"):
            B = 1
        else:
            B = 2
        while B > 2:
            B = 0
        """
    found = program_of(tmp_path, source).spans
    assert [(one.kind, one.location.line, one.end_line) for one in found] == [
        ("if", 2, 5),
        ("while", 6, 7),
    ]


def test_how_lines_run(tmp_path: Path) -> None:
    source = """\
        def one(items, stop):
            for item in items:
                use(item)
                with item:
                    result = (
                        item.read(
                            1
                        )
                    )
            while True:
                sleep()
            while not stop:
                result = sleep()

        async def two():
            result = await one(1, 2)

        if __name__ == "__main__":
            result = one([], 1)
            if result:
                exit()
        else:
            result = 2

        if TYPE_CHECKING:
            from shop import texts
        """
    found = program_of(tmp_path, source).spans
    assert [(one.kind, one.location.line, one.end_line, one.name) for one in found] == [
        ("script", 18, 21, ""),
        ("dropped", 21, 21, "exit"),
        ("typing", 25, 26, ""),
        ("for", 2, 6, ""),
        ("dropped", 3, 3, "use"),
        ("with", 4, 6, ""),
        ("endless", 10, 11, ""),
        ("dropped", 11, 11, "sleep"),
        ("while", 12, 13, ""),
        ("awaited", 16, 16, "one"),
    ]
