"""What values say that could be a fact, and what finding it costs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from migrator.analysis.interpreter.budget import Budget
from migrator.analysis.interpreter.learning import Learning, told_by
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import (
    ClassValue,
    External,
    Instance,
    Items,
    Known,
    ModuleValue,
    Table,
    Values,
)
from migrator.model.location import Location

PLACE = Location("shop.py", 1)
SHOP, CART = ModuleValue("shop"), ModuleValue("cart")
MANY = 12


class Counted(list[Values]):
    """Items that count how often they are looked into."""

    asked = 0

    def __iter__(self) -> Iterator[Values]:
        """Count."""
        Counted.asked += 1
        return super().__iter__()


def listed(*values: Values) -> Items:
    """Make a list."""
    return Items("list", list(values))


def carrying(*classes: ClassValue) -> Instance:
    """Make an object of a library that classes went into."""
    return Instance(External("sqlalchemy.Select"), PLACE, carries=classes)


INNER = listed((SHOP,), (CART,))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param((), [], id="nothing"),
        pytest.param((Known("a"), SHOP), [Known("a"), SHOP], id="a constant, a module"),
        pytest.param((listed((Known("a"),), (SHOP,)),), [SHOP], id="no constants of a list"),
        pytest.param((Table({"a": (INNER,)}),), [SHOP, CART], id="a list in a dictionary"),
        pytest.param((listed((listed((INNER,)),)),), [], id="no deeper"),
        pytest.param((listed((INNER,), (INNER,)), INNER), [SHOP, CART] * 2, id="as deep, once"),
        pytest.param((carrying(),), [], id="an object that nothing went into"),
    ],
)
def test_told(values: Values, expected: list[object]) -> None:
    assert list(told_by(values)) == expected


def test_a_collection_is_looked_into_once_however_many_hold_it() -> None:
    """A dictionary that is handed on and filled by each holds what the others hold."""
    inner = Items("list", Counted([(SHOP,)]))
    values = tuple(listed(*[(inner,)] * MANY) for _ in range(MANY))
    log = Log()
    learning = Learning(log, Budget())
    Counted.asked = 0

    learning.note_change(PLACE, values)

    assert Counted.asked == 2  # for what is named in it, and for its rows
    assert learning.mark() == 1
