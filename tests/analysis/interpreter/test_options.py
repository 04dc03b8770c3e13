"""Options of command lines, seen as the prefixes that they are given for."""

import pytest

from tests.analysis.programs import program_of_one, routes_of, unresolved_of

PRELUDE = """\
import argparse
import click
from flask import Blueprint, Flask
def build(prefix=None):
    bp = Blueprint("a", __name__, url_prefix=prefix)
    @bp.get("/a")
    def show(): ...
    app = Flask("s")
    app.register_blueprint(bp)
parser = argparse.ArgumentParser()
"""
DOUBT = "shop.py:5 Flask prefix that a command-line option may change: given with its default"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "parser.add_argument('--url-prefix', '-u', default='')\n"
            "build(parser.parse_args().url_prefix)",
            "/a",
            id="argparse",
        ),
        pytest.param(
            "group = parser.add_argument_group('web')\n"
            "group.add_argument('-p', '--path', dest='prefix', default='/v1')\n"
            "def main():\n    options, _ = parser.parse_known_args()\n    build(options.prefix)",
            "/v1/a",
            id="argparse, a group, dest, what is left over",
        ),
        pytest.param(
            "class Own(argparse.ArgumentParser): ...\nown = Own()\nown.add_argument('--prefix')\n"
            "build(own.parse_args().prefix)",
            "/a",
            id="argparse, a parser of the project's own, no default",
        ),
        pytest.param(
            "@click.command()\n@click.option('--url-prefix', '-u', default='/v1', help='…')\n"
            "def main(url_prefix: str): build(url_prefix)",
            "/v1/a",
            id="click",
        ),
        pytest.param(
            "@click.command()\n@click.option('-p', '--prefix', 'path')\n"
            "def main(path): build(path)",
            "/a",
            id="click, named, no default",
        ),
    ],
)
def test_defaults(source: str, expected: str) -> None:
    program = program_of_one(PRELUDE + source)

    assert (routes_of(program), unresolved_of(program)) == (
        [f"GET {expected} a.show shop:build.show 7"],
        [DOUBT],
    )


def test_what_options_switch_on_is_read_whatever_their_default() -> None:
    source = """\
        import argparse
        from flask import Flask
        app = Flask("s")
        parser = argparse.ArgumentParser()
        parser.add_argument("--more", action="store_true")
        def more(): ...
        def add(wants_more):
            if wants_more:
                app.add_url_rule("/more", view_func=more)
        add(parser.parse_args().more)
        """
    assert routes_of(program_of_one(source)) == ["GET /more more shop:more 6"]


def test_a_prefix_of_a_mount() -> None:
    source = """\
        import click
        from starlette.applications import Starlette
        from starlette.routing import Mount, Route
        async def show(request): ...
        def build(prefix):
            if prefix:
                return [Mount(prefix, routes=[Route("/a", show)])]
            return [Route("/a", show)]
        @click.command()
        @click.option("--prefix", default="")
        def main(prefix):
            Starlette(routes=build(prefix))
        """
    program = program_of_one(source)

    assert (routes_of(program), unresolved_of(program)) == (
        ["GET /a show shop:show 4"],
        ["shop.py:7 FastAPI prefix that a command-line option may change: given with its default"],
    )


TASKS = """
from celery import Celery, shared_task
from others import quiet
app = Celery("shop")
@app.task(bind=True, max_retries=3)
def charge(self, order):
    again(self)
    self.worker.retry()
@shared_task(bind=True)
@quiet()
def refund(task):
    task.retry()
@shared_task(bind=False)
def thank(task):
    task.retry()
@shared_task
def count(task):
    task.retry()
def again(task):
    task.retry(countdown=5)
"""


def test_a_bound_task_is_given_itself() -> None:
    calls = program_of_one(TASKS).external_calls
    retries = [(call.name, call.function) for call in calls if call.name.endswith("retry")]
    assert retries == [("celery.Task.retry", "shop:again"), ("celery.Task.retry", "shop:refund")]
