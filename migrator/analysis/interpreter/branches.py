"""What the blocks of an ``if`` bind, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.walk import targets_in
from migrator.model import facts

Block = tuple[facts.Statement, ...]


def is_if(statement: facts.Branch) -> bool:
    """Tell ``if`` from ``while``, ``try`` and ``match``: one of its blocks runs, once."""
    return bool(statement.tests) and not any(
        isinstance(test, facts.Other) and test.kind == "while" for test in statement.tests
    )


def bound_in(block: Block) -> frozenset[str]:
    """Return the names that a block binds, inner branches aside: what they bind is open."""
    return frozenset(_names(block))


def leaves(block: Block) -> bool:
    """Tell whether what follows does not run after a block."""
    match block[-1:]:
        case (facts.Return() | facts.Jump() | facts.Evaluate(value=facts.Other(kind="raise")),):
            return True
    return False


def _names(block: Block) -> Iterator[str]:
    for statement in block:
        match statement:
            case facts.Assign(targets=targets, value=value) if value is not None:
                yield from targets_in(targets)
            case facts.Loop(target=target, body=body):
                yield from targets_in((target,))
                yield from _names(body)
            case facts.With(body=body):
                yield from _names(body)
