"""How the interpreter runs statements."""

from __future__ import annotations

from migrator.analysis.interpreter import imports
from migrator.analysis.interpreter.attributes import name_of
from migrator.analysis.interpreter.decorating import decorate
from migrator.analysis.interpreter.port import Frame, Interpreter
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Member,
    ModuleValue,
    Scope,
    Table,
    Value,
    Values,
    join,
)
from migrator.model import facts
from migrator.model.program import Location

LONGEST_LOOP = 500  # items of a constant collection for which a loop is unrolled


def run(machine: Interpreter, statement: facts.Statement, frame: Frame) -> None:  # noqa: C901, PLR0912  (one case a statement)
    """Run one statement."""
    match statement:
        case facts.Evaluate(value=value):
            machine.evaluate(value, frame)
        case facts.Assign():
            _assign(machine, statement, frame)
        case facts.Return(value=value):
            if value is not None:
                frame.returns.append(machine.evaluate(value, frame))
        case facts.Import() | facts.ImportFrom():
            imports.run(machine, statement, frame)
        case facts.FunctionDef():
            _define_function(machine, statement, frame)
        case facts.ClassDef():
            _define_class(machine, statement, frame)
        case facts.Branch():
            _branch(machine, statement, frame)
        case facts.Loop():
            _loop(machine, statement, frame)
        case facts.With(items=items, body=body):
            for context, target in items:
                values = machine.evaluate(context, frame)
                if target is not None:
                    bind(machine, target, values, frame, statement.line)
            machine.block(body, frame)
        case facts.Global(names=names, is_nonlocal=is_nonlocal):
            (frame.scope.nonlocals if is_nonlocal else frame.scope.globals).update(names)
        case facts.Delete(targets=targets):
            for target in targets:
                if not isinstance(target, facts.Name):
                    machine.evaluate(target, frame)


def bind(
    machine: Interpreter, target: facts.Expression, values: Values, frame: Frame, line: int
) -> None:
    """Bind a target of an assignment, loop or ``with`` to values."""
    match target:
        case facts.Name(id=name):
            _scope_for(machine, name, frame).bind(name, values, weakly=_is_weak(name, frame))
        case facts.Sequence(items=items):
            _unpack(machine, items, values, frame, line)
        case facts.Starred(value=inner):
            bind(machine, inner, values, frame, line)
        case facts.Attribute(value=owner, attr=attr):
            for value in machine.evaluate(owner, frame):
                _set_attribute(machine, value, attr, values, frame, line)
        case facts.Subscript(value=owner, index=index):
            key = machine.evaluate(index, frame)
            for value in machine.evaluate(owner, frame):
                _set_item(machine, value, key, values, frame, line)


def _is_weak(name: str, frame: Frame) -> bool:
    return frame.branches > 0 or name in frame.scope.globals or name in frame.scope.nonlocals


def _scope_for(machine: Interpreter, name: str, frame: Frame) -> Scope:
    scope = frame.scope
    if name in scope.globals:
        return machine.scopes.get(scope.module, scope)
    if name in scope.nonlocals:
        outer = scope.parent
        while outer is not None:
            if name in outer.names and not outer.is_class:
                return outer
            outer = outer.parent
    return scope


def _unpack(
    machine: Interpreter,
    targets: tuple[facts.Expression, ...],
    values: Values,
    frame: Frame,
    line: int,
) -> None:
    for position, target in enumerate(targets):
        parts = [
            value.items[position]
            if isinstance(value, Items) and position < len(value.items)
            else ((value,) if isinstance(value, Instance) and value.carries else ())
            for value in values
        ]
        bind(machine, target, join(*parts), frame, line)


def _assign(machine: Interpreter, statement: facts.Assign, frame: Frame) -> None:
    if statement.annotation is not None:
        machine.evaluate(statement.annotation, frame)
    if statement.value is None:
        return
    values = machine.evaluate(statement.value, frame)
    if statement.operator:
        before = machine.evaluate(statement.targets[0], frame)
        values = _augment(before, values) if statement.operator == "+" else join(before, values)
    for target in statement.targets:
        bind(machine, target, values, frame, statement.line)


def _augment(before: Values, added: Values) -> Values:
    match before, added:
        case (Known(value=str(left)),), (Known(value=str(right)),):
            return (Known(left + right),)
        case (Items() as items,), (Items() as more,):
            items.items.extend(more.items)
            items.is_whole = items.is_whole and more.is_whole
            return before
    return before


def _set_attribute(
    machine: Interpreter, value: Value, attr: str, values: Values, frame: Frame, line: int
) -> None:
    location = Location(frame.file, line)
    match value:
        case Instance(kind=kind, attributes=attributes):
            attributes[attr] = join(values, attributes.get(attr, ()))
            _note_write(machine, value, frame, location)
            if isinstance(kind, External):
                name = f"{kind.name}.{attr}="
                machine.record(
                    Event(name, frame.owner, location, (values,), receiver=value), frame
                )
        case ModuleValue(name=name):
            machine.run_module(name)
            if name in machine.scopes:
                machine.scopes[name].bind(attr, values, weakly=True)
        case ClassValue(scope=scope):
            scope.bind(attr, values, weakly=True)
        case FunctionValue(attributes=attributes):
            attributes[attr] = values
        case Member() | External():
            name = f"{name_of(value)}.{attr}="
            machine.record(Event(name, frame.owner, location, (values,), receiver=value), frame)


def _note_write(
    machine: Interpreter, instance: Instance, frame: Frame, location: Location
) -> None:
    if frame.owner.endswith(".__init__"):
        return
    classes = (instance.kind,) if isinstance(instance.kind, ClassValue) else instance.carries
    for cls in classes:
        machine.log.class_writes.append((cls, frame.owner, location))


def _set_item(
    machine: Interpreter, value: Value, key: Values, values: Values, frame: Frame, line: int
) -> None:
    match value, key:
        case Table(entries=entries), (Known(value=constant),):
            entries[constant] = join(values, entries.get(constant, ()))
        case Table(), _:
            value.rest = join(value.rest, values)
        case ((Member() | External() | Instance()), _):
            event = Event(
                f"{name_of(value)}[]=",
                frame.owner,
                Location(frame.file, line),
                (key, values),
                receiver=value,
            )
            machine.record(event, frame)


def _branch(machine: Interpreter, statement: facts.Branch, frame: Frame) -> None:
    for test in statement.tests:
        machine.evaluate(test, frame)
    with frame.branch():
        for block in statement.blocks:
            machine.block(block, frame)


def _loop(machine: Interpreter, statement: facts.Loop, frame: Frame) -> None:
    values = machine.evaluate(statement.iterable, frame)
    items = each(values)
    if items is not None:
        for item in items[:LONGEST_LOOP]:
            bind(machine, statement.target, item, frame, statement.line)
            machine.block(statement.body, frame)
        return
    with frame.branch():
        bind(machine, statement.target, any_item(values), frame, statement.line)
        machine.block(statement.body, frame)


def each(values: Values) -> list[Values] | None:
    """List the items that iterating gives, or None where they are not all known."""
    found: list[Values] = []
    if not values:
        return None
    for value in values:
        match value:
            case Items(items=items, is_whole=True):
                found += items
            case Table(entries=entries, rest=()):
                found += [(Known(key),) for key in entries]
            case _:
                return None
    return found


def any_item(values: Values) -> Values:
    """Return what one item may be, where not all items are known; a query gives its models."""
    found: list[Values] = []
    for value in values:
        match value:
            case Items(items=items):
                found += items
            case Instance() if value.carries:
                found.append((value,))
    return join(*found)


def _define_function(machine: Interpreter, statement: facts.FunctionDef, frame: Frame) -> None:
    scope, owner = frame.scope, None
    name = _qualified(frame.scope, statement.name)
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
        kind="method" if scope.is_class else "function",
        owner=next((cls for cls in owner or () if isinstance(cls, ClassValue)), None),
    )
    machine.define(function)
    values: Values = (function,)
    for decorator, line in reversed(statement.decorators):
        values = _decorate(machine, decorator, line, values, frame)
    scope.bind(statement.name, values, weakly=frame.branches > 0)


def _decorate(
    machine: Interpreter, decorator: facts.Expression, line: int, values: Values, frame: Frame
) -> Values:
    decorators = machine.evaluate(decorator, frame)
    results = [decorate(machine, value, values, frame, line) for value in decorators]
    return join(*results) or values


def _qualified(scope: Scope, name: str) -> str:
    return f"{scope.owner}{name}" if scope.owner.endswith(":") else f"{scope.owner}.{name}"


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
        for values in (machine.evaluate(base, frame) for base in statement.bases)
    )
    cls = ClassValue(name, statement, bases, scope, frame.file)
    machine.log.classes.setdefault(name, cls)
    scope.names["__class__"] = (cls,)
    body_frame = type(frame)(scope, frame.file, frame.function, stack=frame.stack)
    machine.block(statement.body, body_frame)
    values: Values = (cls,)
    for decorator, line in reversed(statement.decorators):
        values = _decorate(machine, decorator, line, values, frame)
    frame.scope.bind(statement.name, values, weakly=frame.branches > 0)
