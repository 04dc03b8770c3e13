"""The routes of examples/monolith, against the ``url_map`` of the running application."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from migrator.model.program import HttpRoute, Program
from migrator.usecases.program import build_program
from tests.monolith import MONOLITH, interpreter

pytestmark = pytest.mark.slow

DUMP = """
import inspect, json, sys
from wsgi import app

def place(view, method):
    cls = getattr(view, "view_class", None)
    if cls is not None:
        view = getattr(cls, method.lower(), None) or cls.dispatch_request
    view = inspect.unwrap(view)
    while not hasattr(view, "__code__"):
        view = getattr(view, "func", None) or type(view).__call__
    lines, start = inspect.getsourcelines(view)
    words = [line.split() for line in lines]
    offset = next(n for n, parts in enumerate(words) if parts and parts[0] in ("def", "async"))
    return [inspect.getsourcefile(view), start + offset]

json.dump([
    [method, rule.rule, rule.endpoint, *place(app.view_functions[rule.endpoint], method)]
    for rule in app.url_map.iter_rules()
    if not rule.endpoint.endswith("static")
    for method in rule.methods - {"HEAD", "OPTIONS"}
], sys.stdout)
"""


@pytest.fixture(scope="module")
def program() -> Program:
    return build_program(MONOLITH)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str, str, int]]:
    state = tmp_path_factory.mktemp("state")
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{state}/clinic.db",
        "UPLOAD_FOLDER": str(state),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [interpreter(), "-c", DUMP],
        cwd=MONOLITH,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return sorted(
        (method, rule, endpoint, Path(file).relative_to(MONOLITH).as_posix(), line)
        for method, rule, endpoint, file, line in json.loads(done.stdout)
    )


def test_finds_exactly_the_routes_that_are_served(
    program: Program, served: list[tuple[str, str, str, str, int]]
) -> None:
    found = sorted(
        (
            point.trigger.method,
            point.trigger.declared,
            point.name,
            point.location.file,
            point.location.line,
        )
        for point in program.entry_points
        if isinstance(point.trigger, HttpRoute)
    )
    assert found == served


def test_handlers_stand_where_they_are_said_to_stand(program: Program) -> None:
    for point in program.entry_points:
        lines = (MONOLITH / point.location.file).read_text().splitlines()
        name = point.handler.rpartition(".")[2].rpartition(":")[2]
        line = lines[point.location.line - 1]
        assert f" {name}(" in f" {line.strip()}(", point


def test_nothing_of_the_example_is_unread(program: Program) -> None:
    assert program.unparsed == ()
    assert {doubt.reason for doubt in program.unresolved} <= {
        "environment variable with a computed name",
    }
