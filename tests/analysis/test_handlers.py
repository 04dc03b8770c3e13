"""Which functions a framework is handed, and what finding them costs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from migrator.analysis.handlers import DEEPEST, functions_of
from migrator.analysis.interpreter.values import (
    Bound,
    Event,
    External,
    FunctionValue,
    Instance,
    Known,
    Partial,
    Scope,
    Value,
    Values,
)
from migrator.model import facts
from migrator.model.location import Location

PLACE = Location("shop.py", 1)
MANY = 4


class Counted(tuple[Values, ...]):
    """Arguments that count how often they are looked through."""

    asked = 0

    def __iter__(self) -> Iterator[Values]:
        """Count."""
        Counted.asked += 1
        return super().__iter__()


def function(name: str) -> FunctionValue:
    """Make a function."""
    body = facts.Lambda((), facts.Constant(None), 1)
    return FunctionValue(f"shop:{name}", body, Scope("shop", "shop:"), "shop.py")


def made_of(*args: Values) -> Instance:
    """Make what something external gives for these arguments."""
    event = Event("cache.cached", "shop:", PLACE, Counted(args))
    return Instance(External("cache.cached"), PLACE, origin=event)


VIEW, OTHER = function("view"), function("other")


def wrapped(times: int) -> Value:
    """Wrap a function so many times."""
    found: Value = VIEW
    for _ in range(times):
        found = made_of((found,))
    return found


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(Known("view"), (), id="a text"),
        pytest.param(VIEW, (VIEW,), id="a function"),
        pytest.param(Bound(VIEW, Known(None)), (VIEW,), id="a method"),
        pytest.param(Partial((VIEW, OTHER), (), {}), (VIEW, OTHER), id="a partial of one of two"),
        pytest.param(
            made_of((OTHER,), (VIEW, OTHER)), (OTHER, VIEW), id="what something made of them"
        ),
        pytest.param(wrapped(DEEPEST), (VIEW,), id="as deep as is looked"),
        pytest.param(wrapped(DEEPEST + 1), (), id="deeper"),
        pytest.param(
            made_of((wrapped(DEEPEST),), (wrapped(DEEPEST - 1),)), (VIEW,), id="also less deep"
        ),
    ],
)
def test_functions_of(value: Value, expected: tuple[FunctionValue, ...]) -> None:
    assert functions_of((value,)) == expected


def test_what_was_found_deep_is_looked_into_again_where_it_stands_less_deep() -> None:
    inner = wrapped(DEEPEST - 1)
    deep = made_of((made_of((inner,)),))

    assert functions_of((deep,)) == ()
    assert functions_of((deep, inner)) == (VIEW,)


def test_what_many_hold_is_looked_into_once() -> None:
    """A query is made of others: each alternative of each call was made of all before it."""
    layer: Values = (made_of((VIEW,)),)
    for _ in range(DEEPEST - 1):
        layer = tuple(made_of(layer) for _ in range(MANY))
    Counted.asked = 0

    assert functions_of(layer) == (VIEW,)
    assert Counted.asked == 1 + MANY * (DEEPEST - 1)
