"""In which order the ancestors of a class come, and what finding them costs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import ClassValue, External, Scope, Value, Values
from migrator.model import facts

LEVELS = 18


class Counted(tuple[Values, ...]):
    """Bases of a class that count how often they are asked for."""

    asked = 0

    def __iter__(self) -> Iterator[Values]:
        """Count."""
        Counted.asked += 1
        return super().__iter__()


def cls(name: str, *bases: Value | tuple[Value, ...]) -> ClassValue:
    """Make a class; a tuple is a base that may be any of several."""
    given = (base if isinstance(base, tuple) else (base,) for base in bases)
    definition = facts.ClassDef(name, (), (), (), (), 1, 1)
    return ClassValue(name, definition, Counted(given), Scope("shop", "shop:"), "shop.py")


TOP, MIXIN = cls("Top", External("flask.views.View")), cls("Mixin", External("abc.ABC"))
LEFT, RIGHT = cls("Left", TOP), cls("Right", TOP)
ORDERS = [
    pytest.param(cls("A"), "A", id="none"),
    pytest.param(cls("A", LEFT), "A Left Top flask.views.View", id="one behind the other"),
    pytest.param(
        cls("A", LEFT, RIGHT), "A Left Right Top flask.views.View", id="a common one comes last"
    ),
    pytest.param(
        cls("A", (LEFT, RIGHT), MIXIN),
        "A Left Right Top flask.views.View Mixin abc.ABC",
        id="a base that may be one of two",
    ),
    pytest.param(
        cls("A", External("abc.ABC"), MIXIN), "A Mixin abc.ABC", id="an external one comes last"
    ),
    pytest.param(
        cls("A", TOP, LEFT), "A Left Top flask.views.View", id="a base that is one of another, too"
    ),
]


@pytest.mark.parametrize(("made", "expected"), ORDERS)
def test_order(made: ClassValue, expected: str) -> None:
    assert [one.name for one in mro(made)] == expected.split()


def test_each_class_is_asked_once_however_many_ways_lead_to_it() -> None:
    """Layers are wrapped in classes made in a loop: each may be made of all that were before."""
    made: list[ClassValue] = []
    for level in range(LEVELS):
        made.append(cls(f"C{level}", tuple(reversed(made))))
    Counted.asked = 0

    assert [one.name for one in mro(made[-1])] == [f"C{n}" for n in reversed(range(LEVELS))]
    assert Counted.asked == LEVELS
