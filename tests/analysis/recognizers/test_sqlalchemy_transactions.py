import pytest

from tests.analysis.programs import program_of_one

HEAD = """\
from contextlib import contextmanager
from functools import wraps
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
app, engine = Flask("shop"), create_engine("sqlite://")
Session = sessionmaker(engine)
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "def f():\n    with Session() as s:\n        s.flush()\n        s.commit()",
            ["f 11-11 commit sqlalchemy.orm.sessionmaker().commit"],
            id="commit",
        ),
        pytest.param(
            "def f(session):\n    session.commit()",
            ["f 9-9 commit sqlalchemy.orm.Session.commit"],
            id="commit of what is called a session",
        ),
        pytest.param("def f(log):\n    log.commit()", [], id="commit of something else"),
        pytest.param(
            "def f():\n    with Session.begin() as s:\n        s.add(1)\n        g(2)\n"
            "    s.close()\ndef g(n): ...",
            ["f 9-11 block sqlalchemy.orm.sessionmaker.begin"],
            id="block of a session",
        ),
        pytest.param(
            "def f():\n    with engine.begin() as c, open('x'):\n        c.execute('x')",
            ["f 9-10 block sqlalchemy.create_engine.begin"],
            id="block of a connection",
        ),
        pytest.param(
            "async def f(s: Session):\n    async with s.begin():\n        pass",
            [],
            id="block of nothing known",
        ),
        pytest.param(
            "def f():\n    with Session() as s, s.begin_nested():\n        s.add(1)",
            ["f 9-10 block sqlalchemy.orm.sessionmaker().begin_nested"],
            id="savepoint",
        ),
        pytest.param(
            "def f():\n    s = Session()\n    s.begin()\n    s.rollback()",
            [],
            id="begin without a block says nothing of the end",
        ),
        pytest.param(
            "@contextmanager\ndef scope():\n    s = Session()\n    yield s\n    s.commit()\n"
            "def f():\n    with scope() as s:\n        s.add(1)",
            [
                "f 14-15 block shop:scope",
                "scope 12-12 commit sqlalchemy.orm.sessionmaker().commit",
            ],
            id="block of a context manager of the project",
        ),
        pytest.param(
            "def whole(f):\n    @wraps(f)\n    def inner(*args):\n        f(*args)\n"
            "        Session().commit()\n    return inner\n@whole\ndef f():\n    pass",
            [
                "f 15-16 function shop:whole.inner",
                "whole.inner 12-12 commit sqlalchemy.orm.sessionmaker().commit",
            ],
            id="decorator of the project",
        ),
        pytest.param(
            "@app.teardown_request\ndef done(e):\n    Session().commit()",
            [
                "done 9-10 request flask.Flask.teardown_request",
                "done 10-10 commit sqlalchemy.orm.sessionmaker().commit",
            ],
            id="unit of work",
        ),
        pytest.param(
            "def create():\n    app.config['SQLALCHEMY_COMMIT_ON_TEARDOWN'] = True",
            ["create 9-9 request SQLALCHEMY_COMMIT_ON_TEARDOWN"],
            id="Flask-SQLAlchemy before 3.0",
        ),
    ],
)
def test_finds_transactions(source: str, expected: list[str]) -> None:
    found = [
        f"{t.function.partition(':')[2]} {t.location.line}-{t.end_line} {t.kind} {t.name}"
        for t in program_of_one(HEAD + source).transactions
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("body", "spared"),
    [
        pytest.param("    if commit:\n        Session().commit()", [21, 23], id="in a branch"),
        pytest.param(
            "    if note and commit:\n        Session().commit()", [21, 23], id="one of two tests"
        ),
        pytest.param(
            "    if not commit:\n        return\n    Session().commit()",
            [21, 23],
            id="left before",
        ),
        pytest.param(
            "    if not commit:\n        note = 1\n    else:\n        Session().commit()",
            [21, 23],
            id="in the other branch",
        ),
        pytest.param(
            "    with note:\n        for _ in note:\n            if commit:\n"
            "                Session().commit()",
            [21, 23],
            id="deeper",
        ),
        pytest.param(
            "    if not commit:\n        Session().commit()", [20, 22], id="unless it is true"
        ),
        pytest.param("    if note or commit:\n        Session().commit()", [], id="either"),
        pytest.param("    Session().commit()\n    if commit:\n        pass", [], id="outside"),
        pytest.param(
            "    commit = commit or note\n    if commit:\n        Session().commit()",
            [],
            id="a parameter that is given something else",
        ),
        pytest.param("    if app:\n        Session().commit()", [], id="no parameter"),
    ],
)
def test_says_which_calls_do_not_commit(body: str, spared: list[int]) -> None:
    head = [*HEAD.splitlines(), "def save(order, note, commit=True):", *body.splitlines()]
    calls = """\
def f(o, yes, options):
    save(o, 1)
    save(o, 1, False)
    save(o, note=1, commit=True)
    save(order=o, commit=False)
    save(o, 1, yes)
    save(o, 1, **options)
    save(*options)
"""
    source = "\n".join([*head, *[""] * (18 - len(head)), calls])
    (found,) = program_of_one(source).transactions
    assert [place.line for place in found.spared_by] == spared
