"""Functions are not run again for arguments of a kind that taught nothing."""

from textwrap import dedent

import pytest

from migrator.analysis.interpreter.machine import Machine
from migrator.analysis.modules import Modules
from migrator.model.program import AccessMode
from tests.analysis.programs import calls_of, facts_of, program_of_one, routes_of

MANY = 30


def _repeated(line: str) -> str:
    return "".join(line.replace("N", str(number)) for number in range(MANY))


DUMPS = dedent("""
    import json

    class Order: ...

    def prepare(value): ...

    def dumps(value, indent):
        prepare(value)
        return json.dumps(value)

""")


def test_a_function_that_teaches_nothing_more_is_not_run_again() -> None:
    callers = _repeated("def show_N():\n    dumps(Order(), N)\n")
    log = Machine(Modules([facts_of("shop.py", DUMPS + callers)], "shop")).run()

    # For any value, for the first order, and for the second one, which teaches nothing.
    assert [event.function for event in log.events if event.name == "json.dumps"] == (
        ["shop:dumps"] * 3
    )
    found = sorted(call.caller for call in log.calls if call.callee == "shop:dumps")
    assert found == sorted(f"shop:show_{number}" for number in range(MANY))


KEPT = {
    "each path, though the view is the same": (
        """
        from flask import Flask
        app = Flask(__name__)
        def view(): ...
        def add(path):
            app.add_url_rule(path, view_func=view)
        """,
        "add('/orders/N')\n",
        lambda program: [route.split()[1] for route in routes_of(program)],
        sorted(f"/orders/{number}" for number in range(MANY)),
    ),
    "each method that is asked for by name": (
        "class Plugin:\n" + _repeated("    def on_N(self): ...\n") + "\n"
        "def run(plugin, name):\n    return getattr(plugin, name)()\n",
        "def event_N():\n    run(Plugin(), 'on_N')\n",
        lambda program: [line for line in calls_of(program) if line.startswith("run ->")],
        sorted(f"run -> Plugin.on_{number}" for number in range(MANY)),
    ),
    "each function that is handed out": (
        "def call(function):\n    return function()\n",
        "def job_N(): ...\ndef start_N():\n    call(job_N)\n",
        lambda program: [line for line in calls_of(program) if "-> job_" in line],
        sorted(f"start_{number} -> job_{number}" for number in range(MANY)),
    ),
    "each class that an object holds": (
        """
        class Repository:
            def __init__(self, model):
                self.model = model
            def create(self):
                return self.model()
        """,
        "class M_N:\n    def __init__(self): ...\ndef add_N():\n    Repository(M_N).create()\n",
        lambda program: [line for line in calls_of(program) if ".create -> M" in line],
        sorted(f"Repository.create -> M_{number}.__init__" for number in range(MANY)),
    ),
    "each function that is kept in a list": (
        """
        handlers = []
        def keep(function):
            handlers.append(function)
        def run_all():
            for handler in handlers:
                handler()
        """,
        "def job_N(): ...\nkeep(job_N)\n",
        lambda program: [line for line in calls_of(program) if line.startswith("run_all")],
        sorted(f"run_all -> job_{number}" for number in range(MANY)),
    ),
    "each setting": (
        "import os\ndef setting(name):\n    return os.environ[name]\n",
        "def use_N():\n    setting('KEY_N')\n",
        lambda program: [(read.key, read.function) for read in program.config_reads],
        sorted((f"KEY_{number}", f"shop:use_{number}") for number in range(MANY)),
    ),
}


@pytest.mark.parametrize(("start", "line", "read", "expected"), KEPT.values(), ids=KEPT)
def test_what_teaches_something_is_run(start, line, read, expected) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    program = program_of_one(dedent(start) + _repeated(line))

    assert read(program) == expected


def test_objects_that_are_made_alike_hold_the_same() -> None:
    program = program_of_one("""
        class Mailer:
            def send(self): ...
        class Service:
            def __init__(self):
                self.mailer = Mailer()
        def one():
            Service().mailer.send()
        def two():
            Service().mailer.send()
        def three():
            Service().mailer.send()
    """)

    found = [line for line in calls_of(program) if "-> Mailer.send" in line]
    assert found == [f"{name} -> Mailer.send" for name in ("one", "three", "two")]


def test_a_helper_speaks_for_all_its_callers() -> None:
    """What a helper does is its caller's, also where it was not run for that caller again."""
    program = program_of_one("""
        from flask_sqlalchemy import SQLAlchemy
        db = SQLAlchemy()
        class Order(db.Model):
            __tablename__ = "order"
            id = db.Column(db.Integer)
        class Invoice(db.Model):
            __tablename__ = "invoice"
            id = db.Column(db.Integer)
        def find(model, session):
            return session.query(model).all()
        def a(): find(Order, db.session)
        def b(): find(Order, db.create_scoped_session())
        def c(): find(Order, db.get_engine())
        def d(): find(Invoice, db.session)
    """)

    reads = {(a.function, a.table) for a in program.accesses if a.mode is AccessMode.READ}
    assert reads == {
        ("shop:a", "order"),
        ("shop:b", "order"),
        ("shop:c", "order"),
        ("shop:d", "invoice"),
    }
