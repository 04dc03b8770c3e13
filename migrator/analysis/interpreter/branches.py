"""What the blocks of an ``if`` have in common."""

from __future__ import annotations

from migrator.model import facts

Block = tuple[facts.Statement, ...]


def rebound(statement: facts.Branch, blocks: list[Block]) -> frozenset[str]:
    """Return the names that are bound whichever of ``blocks`` is taken, where one has to be."""
    staying = [block for block in blocks if not leaves(block)]
    if not statement.tests or not staying or not all(blocks):
        return frozenset()
    return frozenset.intersection(*(_names(block) for block in staying))


def leaves(block: Block) -> bool:
    """Tell whether what follows does not run after a block."""
    match block[-1:]:
        case (facts.Return() | facts.Jump() | facts.Evaluate(value=facts.Other(kind="raise")),):
            return True
    return False


def _names(block: Block) -> frozenset[str]:
    return frozenset(
        target.id
        for statement in block
        if isinstance(statement, facts.Assign) and statement.value is not None
        for target in statement.targets
        if isinstance(target, facts.Name)
    )
