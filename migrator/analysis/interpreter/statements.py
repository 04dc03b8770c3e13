"""How the interpreter runs statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from migrator.analysis.interpreter import branches, edges, folding, imports, metaclasses, paths
from migrator.analysis.interpreter.binding import any_item, bind, each, some
from migrator.analysis.interpreter.deciding import passes
from migrator.analysis.interpreter.decorating import decorate
from migrator.analysis.interpreter.naming import find_in_class, name_of
from migrator.analysis.interpreter.port import Frame, Interpreter, Site
from migrator.analysis.interpreter.protocols import enter, iterate
from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Member,
    Scope,
    Table,
    Value,
    Values,
    join,
)
from migrator.analysis.walk import names_in, own_name
from migrator.model import facts
from migrator.model.location import Location

# Decorators that declare routes, in all frameworks that have them.
ROUTING = frozenset(
    {"get", "post", "put", "patch", "delete", "route", "api_route", "websocket", "websocket_route"}
)
# https://docs.pydantic.dev/latest/concepts/pydantic_settings/
SETTINGS = frozenset(
    {"pydantic_settings.BaseSettings", "pydantic.BaseSettings", "pydantic.v1.BaseSettings"}
)
Block = branches.Block
LONGEST_LOOP = 500  # items of a constant collection for which a loop is unrolled
# The same, in one run of a function, of all its loops that stand in others: these multiply.
MOST_TURNS = 10 * LONGEST_LOOP


def _evaluate(machine: Interpreter, statement: facts.Evaluate, frame: Frame) -> None:
    value = statement.value
    if isinstance(value, facts.Other) and value.kind == "raise" and value.parts:
        raised, *parts = value.parts
        for part in parts:
            machine.evaluate(part, frame)
        _raise(machine, machine.evaluate(raised, frame), frame, statement.line)
        return
    machine.evaluate(value, frame)


def _return(machine: Interpreter, statement: facts.Return, frame: Frame) -> None:
    if statement.value is not None:
        frame.returns.append(machine.evaluate(statement.value, frame))
    if frame.decisions and not frame.branches:
        frame.left = "return"


def _jump(_: Interpreter, statement: facts.Jump, frame: Frame) -> None:
    if frame.decisions and frame.branches == frame.looping:
        frame.left = statement.kind


def _with(machine: Interpreter, statement: facts.With, frame: Frame) -> None:
    for context, target in statement.items:
        values = machine.evaluate(context, frame)
        values = enter(machine, values, frame, statement.line, is_async=statement.is_async)
        if target is not None:
            bind(machine, target, values, frame, statement.line)
    machine.block(statement.body, frame)


def _declare(_: Interpreter, statement: facts.Global, frame: Frame) -> None:
    scope = frame.scope
    (scope.nonlocals if statement.is_nonlocal else scope.globals).update(statement.names)


def _delete(machine: Interpreter, statement: facts.Delete, frame: Frame) -> None:
    for target in statement.targets:
        if not isinstance(target, facts.Name):
            machine.evaluate(target, frame)


def _assign(machine: Interpreter, statement: facts.Assign, frame: Frame) -> None:
    if statement.annotation is not None:
        machine.evaluate(statement.annotation, frame)
    if statement.value is None:
        return
    values = machine.evaluate(statement.value, frame)
    if statement.operator:
        before = machine.evaluate(statement.targets[0], frame)
        if statement.operator == "/":
            values = paths.below(before, values, frame, statement.line) or join(before, values)
        else:
            values = _augment(statement.operator, before, values)
    for target in statement.targets:
        bind(machine, target, values, frame, statement.line)


def _augment(operator: str, before: Values, added: Values) -> Values:
    """Change in place what is: a list or dictionary is the same afterwards."""
    match operator, before, added:
        case "|", (Table() as table,), (Table() as other,):
            table.entries |= other.entries
            table.rest = join(table.rest, other.rest)
            return before
        case "+", _, _:
            lists = [items for items in before if isinstance(items, Items)]
            for items in lists:
                folding.extend(items, added)
            return before if lists else folding.binary("+", before, added) or before
    return join(before, added)


def _raise(machine: Interpreter, values: Values, frame: Frame, line: int) -> None:
    """Raise: of a class that is an object made without arguments."""
    for value in values:
        if isinstance(value, ClassValue):
            machine.call(value, (), {}, frame, line)
        elif isinstance(value, External) and not value.name.startswith("<builtin>"):
            edges.note_external(machine.log, value, Site.at(frame, line))


def _branch(machine: Interpreter, statement: facts.Branch, frame: Frame) -> None:
    """Run the block that is known to be taken, else all that may be."""
    if statement.tests and _is_for_types(statement.tests[0]):
        machine.postpone(statement.blocks[0], frame)
        statement = msgspec.structs.replace(
            statement, tests=statement.tests[1:], blocks=statement.blocks[1:]
        )
    blocks, open_blocks = statement.blocks, []
    for position, test in enumerate(statement.tests):
        answer = passes(machine, test, frame)
        if answer is not False:
            open_blocks.append(blocks[position])
        if answer:
            break
    else:
        open_blocks += blocks[len(statement.tests) :]
    if len(open_blocks) < len(blocks):
        machine.revisit(frame.function)
    _run_blocks(machine, open_blocks, frame, is_if=branches.is_if(statement))


def _run_blocks(machine: Interpreter, blocks: list[Block], frame: Frame, *, is_if: bool) -> None:
    """Run blocks: what runs meanwhile does so for certain, or may."""
    if len(blocks) == 1:
        frame.decisions += 1
        machine.block(blocks[0], frame)
        frame.decisions -= 1
    elif is_if:
        _run_one_of(machine, blocks, frame)
    else:
        for block in blocks:
            _run_open(machine, block, frame, frozenset())


def _run_open(machine: Interpreter, block: Block, frame: Frame, rebound: frozenset[str]) -> None:
    outer, frame.rebound = frame.rebound, rebound
    frame.branches += 1
    machine.block(block, frame)
    frame.branches -= 1
    frame.rebound = outer


def _run_one_of(machine: Interpreter, blocks: list[Block], frame: Frame) -> None:
    """Run blocks of which one is taken: what all of them bind is not what it was before."""
    names = frame.scope.names
    staying = [machine.bound_in(block) for block in blocks if not branches.leaves(block)]
    changed = frozenset.intersection(*staying) if staying and all(blocks) else frozenset()
    changed -= frame.scope.globals | frame.scope.nonlocals
    if not changed:
        for block in blocks:
            _run_open(machine, block, frame, changed)
        return
    before = {name: names[name] for name in changed if name in names}
    ends: list[dict[str, Values]] = []
    for block in blocks:
        _reset(names, changed, before)
        _run_open(machine, block, frame, changed)
        if not branches.leaves(block):
            ends.append({name: names[name] for name in changed if name in names})
    _reset(names, changed, {})
    for name in sorted(changed):
        found = [end[name] for end in reversed(ends) if name in end]
        new = [values for values in found if values is not before.get(name)]
        if found:
            names[name] = join(*new, before[name] if len(new) < len(found) else ())


def _reset(names: dict[str, Values], changed: frozenset[str], before: dict[str, Values]) -> None:
    for name in changed:
        names.pop(name, None)
    names.update(before)


def _is_for_types(test: facts.Expression) -> bool:
    """Recognize ``if TYPE_CHECKING``: what is imported there may well be a cycle.

    https://docs.python.org/3/library/typing.html#typing.TYPE_CHECKING
    """
    return (isinstance(test, facts.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, facts.Attribute) and test.attr == "TYPE_CHECKING"
    )


def _loop(machine: Interpreter, statement: facts.Loop, frame: Frame) -> None:
    values = iterate(machine, machine.evaluate(statement.iterable, frame), frame, statement.line)
    items = each(values)
    names = names_in((statement.target,))
    for item in items[: _turns(machine, len(items), frame)] if items is not None else ():
        bind(machine, statement.target, item, frame, statement.line)
        with frame.loop(names):
            machine.block(statement.body, frame)
            is_over = frame.left in {"return", "break"}
        if is_over:
            return
    if items is None:
        _loop_over_some(machine, statement, values, frame)


def _turns(machine: Interpreter, items: int, frame: Frame) -> int:
    """Return for how many items a loop is unrolled: in another one, for the first at least."""
    if frame.looping < 0:
        return LONGEST_LOOP
    turns = min(items, LONGEST_LOOP, max(MOST_TURNS - frame.turns, 1))
    if turns < min(items, LONGEST_LOOP):
        machine.log.cut_loops.add(frame.owner)
    frame.turns += turns
    return turns


def _loop_over_some(
    machine: Interpreter, statement: facts.Loop, values: Values, frame: Frame
) -> None:
    """Run a loop for each row that is known, and once for those that are not."""
    rows = some(values)
    for row in rows:
        bind(machine, statement.target, row, frame, statement.line)
        with frame.loop(()):
            machine.block(statement.body, frame)
    if rows:
        bind(machine, statement.target, (), frame, statement.line)
    with frame.branch(), frame.loop(()):
        if not rows:
            bind(machine, statement.target, any_item(values), frame, statement.line)
        machine.block(statement.body, frame)


def _define_function(machine: Interpreter, statement: facts.FunctionDef, frame: Frame) -> None:
    scope, owner = frame.scope, None
    name = _qualified(frame.scope, own_name(statement))
    if scope.is_class:
        owner = scope.names.get("__class__", ())
    enclosing = scope
    while enclosing.is_class and enclosing.parent is not None:
        enclosing = enclosing.parent
    function = FunctionValue(
        name,
        statement,
        enclosing,
        frame.file,
        kind=_kind(statement.name) if scope.is_class else "function",
        owner=next((cls for cls in owner or () if isinstance(cls, ClassValue)), None),
    )
    machine.define(function)
    values: Values = (function,)
    for decorator, line in reversed(statement.decorators):
        values = _decorate(machine, decorator, line, values, frame)
    scope.bind(statement.name, values, weakly=frame.branches > 0)


def _kind(name: str) -> str:
    """Tell how a method is bound; ``__init_subclass__`` needs no decorator to get its class."""
    return "class" if name == "__init_subclass__" else "method"


def _decorate(
    machine: Interpreter, decorator: facts.Expression, line: int, values: Values, frame: Frame
) -> Values:
    decorators = machine.evaluate(decorator, frame)
    if not decorators:
        _decorate_unknown(machine, decorator, line, values, frame)
    results = [decorate(machine, value, values, frame, line) for value in decorators]
    return join(*results) or values


def _decorate_unknown(
    machine: Interpreter, decorator: facts.Expression, line: int, values: Values, frame: Frame
) -> None:
    """Note ``@app.get("/orders")`` where nothing is known of ``app``: a route nonetheless."""
    match decorator:
        case facts.Call(
            func=facts.Attribute(attr=member), args=(facts.Constant(value=str(path)), *_)
        ) if member in ROUTING and path.startswith("/"):
            location = Location(frame.file, line)
            event = Event(f"?.@{member}", frame.owner, location, (values,))
            machine.record(event, frame)


def _qualified(scope: Scope, name: str) -> str:
    return f"{scope.owner}{name}" if scope.owner.endswith(":") else f"{scope.owner}.{name}"


def _bases(machine: Interpreter, base: facts.Expression, frame: Frame) -> Values:
    """Evaluate a base class; ``Base[T]`` is ``Base``, as far as a class inherits from it."""
    if isinstance(base, facts.Subscript):
        owners = machine.evaluate(base.value, frame)
        generic = tuple(owner for owner in owners if isinstance(owner, ClassValue | External))
        if generic:
            return generic
    return machine.evaluate(base, frame)


def _base(value: Value) -> Value:
    """Name a base class that something external gave: ``db.Model``, ``declarative_base()``."""
    is_external = isinstance(value, Member) or (
        isinstance(value, Instance) and isinstance(value.kind, External)
    )
    return External(name_of(value)) if is_external else value


def _define_class(machine: Interpreter, statement: facts.ClassDef, frame: Frame) -> None:
    name = _qualified(frame.scope, statement.name)
    scope = Scope(frame.scope.module, name, parent=frame.scope, is_class=True)
    bases = tuple(
        tuple(_base(value) for value in values)
        for values in (_bases(machine, base, frame) for base in statement.bases)
    )
    cls = ClassValue(name, statement, bases, scope, frame.file)
    machine.log.classes.setdefault(name, cls)
    if any(isinstance(base, External) and base.name in SETTINGS for base in mro(cls)):
        machine.log.settings_classes.add(cls)
    scope.names["__class__"] = (cls,)
    body_frame = type(frame)(scope, frame.file, frame.function, stack=frame.stack)
    machine.block(statement.body, body_frame)
    _name_table(machine, cls, frame)
    _initialize_subclass(machine, cls, frame)
    metaclasses.initialize(machine, cls, frame)
    values: Values = (cls,)
    for decorator, line in reversed(statement.decorators):
        values = _decorate(machine, decorator, line, values, frame)
    frame.scope.bind(statement.name, values, weakly=frame.branches > 0)


def _name_table(machine: Interpreter, cls: ClassValue, frame: Frame) -> None:
    """Ask for the table of a model where a method of a base says it.

    https://docs.sqlalchemy.org/en/20/orm/declarative_mixins.html#augmenting-the-base
    """
    for value in find_in_class(cls, "__tablename__") or ():
        if isinstance(value, FunctionValue) and value.kind == "declared":
            given = machine.call(Bound(value, cls), (), {}, frame, cls.definition.line)
            machine.log.table_names[cls] = given


def _initialize_subclass(machine: Interpreter, cls: ClassValue, frame: Frame) -> None:
    """Run what a base class does for each of its subclasses.

    https://docs.python.org/3/reference/datamodel.html#customizing-class-creation
    """
    given = [(name, value) for name, value in cls.definition.keywords if name != "metaclass"]
    keywords = {name: machine.evaluate(value, frame) for name, value in given}
    methods = find_in_class(cls, "__init_subclass__", after=cls)
    for method in methods or ():
        if isinstance(method, FunctionValue):
            machine.call(Bound(method, cls), (), keywords, frame, cls.definition.line)
    base = next((one for one in mro(cls) if isinstance(one, External)), None)
    if methods is None and keywords and base is not None:
        name = f"{base.name}.__init_subclass__"
        event = Event(name, frame.owner, cls.location, keywords=keywords, receiver=cls)
        machine.record(event, frame)


Runner = Callable[[Interpreter, Any, Frame], None]
RUNNERS: Mapping[type[facts.Statement], Runner] = {
    facts.Evaluate: _evaluate,
    facts.Assign: _assign,
    facts.Return: _return,
    facts.Jump: _jump,
    facts.Import: imports.run,
    facts.ImportFrom: imports.run,
    facts.FunctionDef: _define_function,
    facts.ClassDef: _define_class,
    facts.Branch: _branch,
    facts.Loop: _loop,
    facts.With: _with,
    facts.Global: _declare,
    facts.Delete: _delete,
}
