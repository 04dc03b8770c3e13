"""Lines of which it does not matter whether they fail: a ``try`` goes on without them.

What is started where there is no such program raises ``FileNotFoundError``, what is written where
nothing can be written another ``OSError``; both are caught by what stands for them as well. A
library that need not be installed raises ``ImportError``.

https://docs.python.org/3/library/exceptions.html#os-exceptions
"""

from collections.abc import Iterable, Iterator

from migrator.analysis.walk import last_line, walk
from migrator.model import facts
from migrator.model.tidying import LOGGED

MISSING = frozenset({"FileNotFoundError"})
SYSTEM = frozenset({"OSError", "IOError", "EnvironmentError"})
IMPORTS = frozenset({"ImportError", "ModuleNotFoundError"})
BROAD = frozenset({"Exception", "BaseException"})
Block = tuple[facts.Statement, ...]


def tolerated(branch: facts.Branch, last: int) -> Iterator[tuple[str, int, int]]:
    """Yield how the lines of a ``try`` may fail, with the first and the last of them.

    That is ``tolerated`` for any error of the operating system, ``absent`` for a missing file
    alone. Who catches every ``Exception`` has to do nothing but log, or return a constant.
    ``optional`` are imports that are known to fail, whatever is done then.

    Args:
        branch: handlers, behind what they guard; nothing is yielded for others.
        last: the last line before them, as far as it is known.
    """
    *handlers, otherwise = branch.blocks
    if branch.tests or not handlers or otherwise:
        return
    starts = (block[0] for block in handlers if block)
    lines = (one.line - 1 for one in starts if not isinstance(one, facts.Global))
    end = min(lines, default=last)
    for kind in _kinds(handlers):
        yield kind, branch.line, max(branch.line, end)


def _kinds(handlers: list[Block]) -> Iterator[str]:
    if any(_types(block) & IMPORTS for block in handlers):
        yield "optional"
    for kind, wanted in (("tolerated", SYSTEM), ("absent", MISSING | SYSTEM)):
        if any(_goes_on(block, wanted) for block in _first(handlers, wanted | BROAD)):
            yield kind
            return


def _first(handlers: Iterable[Block], caught: frozenset[str]) -> list[Block]:
    """Return the handler that gets an error, if one does."""
    return [block for block in handlers if not _types(block) or _types(block) & caught][:1]


def _types(block: Block) -> frozenset[str]:
    """Return the last parts of the names of what a handler catches; nothing: it catches all."""
    match block:
        case (
            facts.Evaluate(value=value)
            | facts.Assign(value=facts.Other(kind="caught", parts=(value,))),
            *_,
        ) if not isinstance(value, facts.Call | facts.Other):
            named = (node for node, _ in walk(value))
            return frozenset(
                node.id if isinstance(node, facts.Name) else node.attr
                for node in named
                if isinstance(node, facts.Name | facts.Attribute)
            )
    return frozenset()


def looked_for(branch: facts.Branch) -> tuple[int, int] | None:
    """Return the lines of an ``if`` that run only where a program is, and nobody misses it else.

    https://docs.python.org/3/library/shutil.html#shutil.which
    """
    if not branch.tests or not branch.blocks[0] or not _looks_for_a_program(branch.tests[0]):
        return None
    if any(map(_raises, branch.blocks[1:])):
        return None
    return branch.line, last_line(branch.blocks[0])


def _looks_for_a_program(test: facts.Expression) -> bool:
    match test:
        case facts.Either(operator="and", options=options):
            return any(map(_looks_for_a_program, options))
        case facts.Binary(operator="is not", left=left, right=facts.Constant(value=None)):
            return _looks_for_a_program(left)
        case facts.Call(func=facts.Name(id="which") | facts.Attribute(attr="which")):
            return True
        case facts.Call(
            func=facts.Attribute(attr="exists" | "isfile" | "access"),
            args=(facts.Constant(value=str(path)), *_),
        ):
            return "bin/" in path
    return False


def _goes_on(block: Block, wanted: frozenset[str]) -> bool:
    types = _types(block)
    body = block[1:] if types else block
    if types & wanted:
        return not _raises(body)
    return all(map(_is_quiet, body))


def _raises(block: Block) -> bool:
    return any(isinstance(node, facts.Other) and node.kind == "raise" for node, _ in walk(block))


def _is_quiet(statement: facts.Statement) -> bool:
    """Tell what does nothing about an error: logs it, or goes on with a constant."""
    match statement:
        case facts.Evaluate(value=facts.Call(func=facts.Attribute(attr=attr))):
            return attr in LOGGED
        case facts.Return(value=None | facts.Constant()) | facts.Assign(value=facts.Constant()):
            return True
        case facts.Return(value=facts.Sequence(items=()) | facts.Mapping(items=())):
            return True
    return isinstance(statement, facts.Jump)
