"""Lines that a parameter decides about: which calls of their function do not get there.

``if commit: session.commit()`` is not run by ``save(order, commit=False)``.
"""

from collections.abc import Iterator

from migrator.analysis.interpreter.branches import is_if, leaves
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import short
from migrator.analysis.interpreter.values import FunctionValue
from migrator.analysis.walk import last_line, walk
from migrator.analysis.written import spelled
from migrator.model import facts
from migrator.model.location import Location

Guard = tuple[str, bool]  # a parameter, and whether it has to be true


def sparing_calls(log: Log, lines: dict[str, set[int]]) -> dict[tuple[str, int], list[Location]]:
    """Map lines of functions to the calls of these functions whose arguments keep them out.

    Args:
        log: of what ran.
        lines: by the name of their function.
    """
    guards = {
        (name, line): found
        for name, numbers in lines.items()
        for line in numbers
        if name in log.functions and (found := _guards(log.functions[name], line))
    }
    guarded: dict[str, list[tuple[str, int]]] = {}
    for place in guards:
        guarded.setdefault(place[0], []).append(place)
    spared: dict[tuple[str, int], list[Location]] = {}
    for call in log.calls if guarded else ():
        for place in guarded.get(call.callee, ()):
            caller = log.functions.get(call.caller)
            made = _call(caller, call.location.line, short(call.callee)) if caller else None
            if made and any(
                given is not None and bool(given.value) is not wanted
                for name, wanted in guards[place]
                for given in (_argument(made, log.functions[call.callee], name),)
            ):
                spared.setdefault(place, []).append(call.location)
    return spared


def _guards(function: FunctionValue, line: int) -> list[Guard]:
    definition = function.definition
    if not isinstance(definition, facts.FunctionDef):
        return []
    own = {parameter.name for parameter in definition.params} - _rebound(definition)
    return [guard for guard in _around(definition.body, line) if guard[0] in own]


def _rebound(definition: facts.FunctionDef) -> set[str]:
    return {
        target.id
        for node, _ in walk(definition.body)
        if isinstance(node, facts.Assign)
        for target in node.targets
        if isinstance(target, facts.Name)
    }


def _around(body: tuple[facts.Statement, ...], line: int) -> Iterator[Guard]:
    """Yield what has to hold for a line to be reached, as far as bare names say it."""
    for statement in body:
        if _line(statement) > line:
            return
        if line <= last_line(statement):
            yield from _within(statement, line)
        elif isinstance(statement, facts.Branch) and _is_left(statement):
            yield from _said(statement.tests[0], truth=False)


def _within(statement: facts.Statement, line: int) -> Iterator[Guard]:
    match statement:
        case facts.Branch(tests=tests, blocks=blocks):
            for number, block in enumerate(blocks):
                if block and _line(block[0]) <= line <= last_line(block):
                    if is_if(statement):
                        yield from _chosen(tests, number)
                    yield from _around(block, line)
        case facts.Loop(body=inner) | facts.With(body=inner):
            yield from _around(inner, line)


def _is_left(statement: facts.Branch) -> bool:
    """Tell whether what follows an ``if`` runs only where its test fails."""
    return is_if(statement) and leaves(statement.blocks[0])


def _chosen(tests: tuple[facts.Expression, ...], number: int) -> Iterator[Guard]:
    """Yield what is known in a block of an ``if``: the tests before it failed."""
    for test in tests[:number]:
        yield from _said(test, truth=False)
    for test in tests[number : number + 1]:
        yield from _said(test)


def _line(statement: facts.Statement) -> int:
    """Return the line of a statement; ``global`` has none."""
    return int(getattr(statement, "line", 0))


def _said(test: facts.Expression, *, truth: bool = True) -> Iterator[Guard]:
    """Yield what a test says of names, where it is known to be ``truth``."""
    match test:
        case facts.Name(id=name):
            yield name, truth
        case facts.Other(kind="not", parts=(part,)):
            yield from _said(part, truth=not truth)
        case facts.Either(operator="and", options=options) if truth:
            for option in options:
                yield from _said(option)


def _call(caller: FunctionValue, line: int, name: str) -> facts.Call | None:
    """Find the call of a name on a line; None where it is not exactly one."""
    body = getattr(caller.definition, "body", ())
    found = [
        node
        for node, _ in walk(body)
        if isinstance(node, facts.Call) and node.line == line and _last(node.func) == name
    ]
    return found[0] if len(found) == 1 else None


def _last(func: facts.Expression) -> str:
    return func.attr if isinstance(func, facts.Attribute) else spelled(func)


def _argument(call: facts.Call, callee: FunctionValue, name: str) -> facts.Constant | None:
    """Return the constant that a parameter gets by a call; None where that is not known."""
    keywords = dict(call.keywords)
    params = [one for one in callee.definition.params if one.kind == "positional"]
    names = [one.name for one in params][1 if callee.owner is not None else 0 :]
    position = names.index(name) if name in names else len(call.args)
    defaults = (one.default for one in callee.definition.params if one.name == name)
    if name in keywords:
        given: facts.Expression | None = keywords[name]
    elif "**" in keywords or any(isinstance(one, facts.Starred) for one in call.args):
        given = None
    else:
        given = call.args[position] if position < len(call.args) else next(defaults, None)
    return given if isinstance(given, facts.Constant) else None
