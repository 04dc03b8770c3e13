"""Who changes an object, or ends a transaction, reaches what listens."""

import pytest

from migrator.analysis.recognizers.sqlalchemy_events import UNKNOWN
from tests.analysis.programs import edges_of, program_of_one, unresolved_of

PRELUDE = """
from sqlalchemy import Column, Integer, event
from sqlalchemy.orm import Session, declarative_base, sessionmaker
Base = declarative_base()
class Stamped: ...
class Order(Stamped, Base):
    __tablename__ = "order"
    id = Column(Integer, primary_key=True)
session = sessionmaker()()
def heard(*args): ...
def add(): session.add(Order())
def remove(order): session.delete(session.get(Order, 1))
def read(): return session.query(Order).all()
def end(): session.commit()
"""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "@event.listens_for(Order, 'after_insert')\ndef l(*a): ...",
            ["signal add -> l 15"],
            id="decorator",
        ),
        pytest.param(
            "event.listen(Order, 'before_delete', heard)",
            ["signal remove -> heard 15"],
            id="function",
        ),
        pytest.param(
            "event.listen(Stamped, 'before_update', fn=heard, propagate=True)",
            ["signal add -> heard 15"],
            id="mixin",
        ),
        pytest.param(
            "event.listen(session, 'before_commit', heard)",
            ["signal end -> heard 15"],
            id="session",
        ),
        pytest.param("event.listen(unknown.Engine, 'connect', heard)", [], id="engine"),
    ],
)
def test_edges(source: str, expected: list[str]) -> None:
    assert edges_of(program_of_one(PRELUDE + source), "signal") == expected


def test_a_target_that_is_not_known_is_said() -> None:
    program = program_of_one(f"{PRELUDE}def f(cls): event.listen(cls, 'after_insert', heard)")
    assert unresolved_of(program) == [f"shop.py:15 {UNKNOWN}"]
