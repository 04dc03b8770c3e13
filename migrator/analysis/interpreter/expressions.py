"""How the interpreter evaluates expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from migrator.analysis.interpreter import folding, mappings, paths, sessions, url_patterns
from migrator.analysis.interpreter.binding import any_item, bind, each
from migrator.analysis.interpreter.deciding import COMPARISONS, compare, is_decisive, passes, truth
from migrator.analysis.interpreter.imports import starred
from migrator.analysis.interpreter.naming import name_of
from migrator.analysis.interpreter.packages import described
from migrator.analysis.interpreter.port import Frame, Interpreter
from migrator.analysis.interpreter.protocols import iterate
from migrator.analysis.interpreter.questions import key_of, text_of
from migrator.analysis.interpreter.values import (
    ANYTHING,
    Argument,
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
from migrator.model.location import Location

# https://docs.python.org/3/library/typing.html#typing.Annotated
ANNOTATED = frozenset({"typing.Annotated", "typing_extensions.Annotated"})
# Subscripts of which what they give is told apart by where it comes from, as with ``get``.
TOLD_APART = frozenset(
    {"os.environ[]", "flask.Flask.config[]", "flask.current_app.config[]", "flask.request.files[]"}
)
# Methods whose call on a receiver of unknown class still is a fact: what is registered is known.
WATCHED = frozenset(
    {
        "register_blueprint",
        "add_url_rule",
        "include_router",
        "add_api_route",
        "add_api_websocket_route",
        "add_route",
        "add_websocket_route",
        "add_resource",
        "add_namespace",
        "add_view",
        "add_view_no_menu",
        "add_api",
        "add_get",
        "add_post",
        "add_put",
        "add_patch",
        "add_delete",
        "send_task",
        "add_periodic_task",
        "register_task",
    }
)


def evaluate(machine: Interpreter, expression: facts.Expression, frame: Frame) -> Values:
    """Return the values that an expression may have."""
    return READERS[type(expression)](machine, expression, frame)


def _constant(_: Interpreter, expression: facts.Constant, __: Frame) -> Values:
    return (Known(expression.value),)


def _name(machine: Interpreter, expression: facts.Name, frame: Frame) -> Values:
    scope = frame.scope
    found = scope.names.get(expression.id)
    return found or look_up(machine, expression.id, frame)


def _attribute(machine: Interpreter, expression: facts.Attribute, frame: Frame) -> Values:
    values = machine.evaluate(expression.value, frame)
    if len(values) == 1:
        return machine.attribute(values[0], expression.attr, frame, expression.line)
    return join(
        *(machine.attribute(value, expression.attr, frame, expression.line) for value in values)
    )


def _displayed(machine: Interpreter, expression: facts.Sequence, frame: Frame) -> Values:
    return (_sequence(machine, expression.kind, expression.items, frame),)


def _mapped(machine: Interpreter, expression: facts.Mapping, frame: Frame) -> Values:
    return (_mapping(machine, expression.items, frame),)


def _joined(machine: Interpreter, expression: facts.Joined, frame: Frame) -> Values:
    parts = [machine.evaluate(part, frame) for part in expression.parts]
    return folding.concatenate([url_patterns.spelled(part) for part in parts])


def _starred(machine: Interpreter, expression: facts.Starred, frame: Frame) -> Values:
    return machine.evaluate(expression.value, frame)


def _either(machine: Interpreter, expression: facts.Either, frame: Frame) -> Values:
    if expression.operator != "if":
        return _first_that_counts(machine, expression.operator, expression.options, frame)
    one, other = expression.options
    answer = passes(machine, expression.tests[0], frame)
    if answer is None:
        return join(machine.evaluate(one, frame), machine.evaluate(other, frame))
    machine.revisit(frame.function)
    return machine.evaluate(one if answer else other, frame)


def _binary(machine: Interpreter, expression: facts.Binary, frame: Frame) -> Values:
    operator = expression.operator
    left, right = (
        machine.evaluate(expression.left, frame),
        machine.evaluate(expression.right, frame),
    )
    if operator in COMPARISONS:
        if operator.endswith("in") and text_of(left) is not None:
            _ask_for_key(machine, left, right, frame, expression.line)
        return compare(operator, left, right)
    if operator == "/":
        return paths.below(left, right, frame, expression.line)
    return folding.binary(operator, left, right)


def _ask_for_key(
    machine: Interpreter, key: Values, owners: Values, frame: Frame, line: int
) -> None:
    """``"KEY" in os.environ`` is a question to something external: an event."""
    for owner in owners:
        if isinstance(owner, External):
            name = f"{owner.name}.__contains__"
            location = Location(frame.file, line)
            machine.record(Event(name, frame.owner, location, (key,), receiver=owner), frame)


def _first_that_counts(
    machine: Interpreter, operator: str, options: tuple[facts.Expression, ...], frame: Frame
) -> Values:
    """``and`` gives the first that is false, ``or`` the first that is true, else the last."""
    found: list[Values] = []
    for option in options[:-1]:
        values = machine.evaluate(option, frame)
        answer = truth(values) if is_decisive(machine, option, frame) else None
        if answer is (operator == "or"):
            machine.revisit(frame.function)
            return join(*found, values)
        if answer is None:
            found.append(values)
    last = machine.evaluate(options[-1], frame)
    if () in found and operator == "or":
        last = tuple(_opened(value) for value in last)
    return join(*found, last)


def _opened(value: Value) -> Value:
    """Return what stands for an empty dictionary or an unknown one: ``options or {}``."""
    if isinstance(value, Table) and not value.entries and not value.rest:
        return Table({}, ANYTHING, value.home, value.factory)
    return value


def look_up(machine: Interpreter, name: str, frame: Frame) -> Values:
    """Resolve a name: local, enclosing, module, builtin."""
    first: Scope = frame.scope
    scope: Scope | None = first
    while scope is not None:
        names = scope.names
        if name in names and (scope is first or not scope.is_class):
            return names[name] or machine.import_late(scope, name)
        scope = scope.parent
    module = machine.scopes.get(frame.scope.module)
    if module is not None and name in module.names:
        return module.names[name] or machine.import_late(module, name)
    if name == "__name__":
        return (Known(frame.scope.module),)
    if name.startswith("__") and (found := described(machine, frame.scope.module, name)):
        return found
    if name in folding.BUILTINS:
        return (External(f"<builtin>.{name}"),)
    return starred(module, name) if module is not None else ()


def _call(machine: Interpreter, expression: facts.Call, frame: Frame) -> Values:
    callees = machine.evaluate(expression.func, frame)
    args = _arguments(machine, expression.args, frame)
    keywords: dict[str, Values] = {}
    for name, value in expression.keywords:
        values = machine.evaluate(value, frame)
        if name != "**":
            keywords[name] = values
            continue
        tables = [value for value in values if isinstance(value, Table)]
        for table in tables:
            keywords |= {key: v for key, v in table.entries.items() if isinstance(key, str)}
        if not tables or any(table.rest for table in tables):
            keywords["**"] = values
    if not callees and isinstance(expression.func, facts.Attribute):
        callees = _session_in(expression.func, args, frame)
        if not callees:
            _call_unknown(machine, expression, args, keywords, frame)
    if len(callees) == 1:
        return machine.call(callees[0], args, keywords, frame, expression.line)
    results = [machine.call(callee, args, keywords, frame, expression.line) for callee in callees]
    return join(*results)


def _session_in(func: facts.Attribute, args: tuple[Values, ...], frame: Frame) -> Values:
    """Return the method of a session that an unknown one is taken for; () where it is none."""
    if not sessions.is_of_session(func.attr, sessions.name_in(func.value), args):
        return ()
    location = Location(frame.file, func.line)
    return (Member(Instance(External(sessions.SESSION), location), func.attr),)


def _call_unknown(
    machine: Interpreter,
    expression: facts.Call,
    args: tuple[Values, ...],
    keywords: dict[str, Values],
    frame: Frame,
) -> None:
    if not isinstance(expression.func, facts.Attribute):
        return
    if isinstance(expression.func.value, facts.Joined):
        machine.log.edges.add((frame.owner, f"<**PyStr**>.{expression.func.attr}"))
    if expression.func.attr in WATCHED:
        location = Location(frame.file, expression.line)
        name = f"?.{expression.func.attr}"
        machine.record(Event(name, frame.owner, location, args, keywords), frame)


def _arguments(
    machine: Interpreter, expressions: tuple[facts.Expression, ...], frame: Frame
) -> tuple[Values, ...]:
    args: list[Values] = []
    for expression in expressions:
        values = machine.evaluate(expression, frame)
        items = each(values) if isinstance(expression, facts.Starred) else None
        if items is not None:
            args += items
        elif not isinstance(expression, facts.Starred):
            args.append(values)
    return tuple(args)


def _sequence(
    machine: Interpreter, kind: str, expressions: tuple[facts.Expression, ...], frame: Frame
) -> Items:
    found, is_whole = [], True
    for expression in expressions:
        values = machine.evaluate(expression, frame)
        if not isinstance(expression, facts.Starred):
            found.append(values)
            continue
        items = each(values)
        is_whole = is_whole and items is not None
        found += folding.spread(values).items if items is None else items
    return Items(kind, found, is_whole, frame.scope)


def _mapping(
    machine: Interpreter,
    pairs: tuple[tuple[facts.Expression | None, facts.Expression], ...],
    frame: Frame,
) -> Table:
    table = Table({}, home=frame.scope)
    for key, value in pairs:
        values = machine.evaluate(value, frame)
        if key is None:
            for other in values:
                if isinstance(other, Table):
                    table.entries |= other.entries
        elif known := key_of(machine.evaluate(key, frame)):
            table.entries[known[0]] = values
        else:
            table.rest = join(table.rest, values)
    return table


def _subscript(machine: Interpreter, expression: facts.Subscript, frame: Frame) -> Values:
    owners = machine.evaluate(expression.value, frame)
    index, line = expression.index, expression.line
    if isinstance(index, facts.Other) and index.kind == "slice":
        bounds = [machine.evaluate(part, frame) for part in index.parts]
        return join(*(_slice(machine, owner, bounds, frame, line) for owner in owners))
    key = machine.evaluate(index, frame)
    return join(*(item(machine, owner, key, frame, line) for owner in owners))


def _slice(
    machine: Interpreter, owner: Value, bounds: list[Values], frame: Frame, line: int
) -> Values:
    if isinstance(owner, Known | Items):
        return folding.cut(owner, bounds)
    return item(machine, owner, (), frame, line)


def item(machine: Interpreter, owner: Value, key: Values, frame: Frame, line: int) -> Values:  # noqa: C901, PLR0911  (one case a kind)
    """Return ``owner[key]``; reading from something external is an event."""
    match owner, key:
        case Items(items=items), (Known(value=int(index)),) if -len(items) <= index < len(items):
            return items[index]
        case Items(items=items), _:
            return join(*items)
        case Known(value=str(text)), (Known(value=int(at)),) if -len(text) <= at < len(text):
            return (Known(text[at]),)
        case ModuleValue(name=module), (Known(value=str(name)),):
            return machine.module_name(module, name)
        case Table(), _:
            return mappings.read(machine, owner, key, frame, line)
        case Instance(), _ if (method := mappings.accessor(owner, "__getitem__")) is not None:
            return machine.call(method, (key,), {}, frame, line)
        case Instance(content=Table() as table), _:
            return mappings.read(machine, table, key, frame, line)
        case ClassValue(), _:
            return (owner,)
        case External(name=name), (Items(items=items),) if name in ANNOTATED:
            return (Items("annotated", items),)
        case (External(name=name), _) if name.startswith(("typing.", "collections.abc.")):
            return key
        case ((ClassValue() | External()), _) if _is_generic(owner, key):
            return (owner,)
        case ((Member() | External() | Instance()), _):
            location = Location(frame.file, line)
            name = f"{name_of(owner)}[]"
            event = Event(name, frame.owner, location, (key,), receiver=owner)
            machine.record(event, frame)
            return _of_something_else(machine, owner, key, event)
    return ()


def _of_something_else(machine: Interpreter, owner: Value, key: Values, event: Event) -> Values:
    text, location = text_of(key), event.location
    configured = machine.configured(event.name, text) if text else ()
    if configured:
        return configured
    if event.name in TOLD_APART:
        return (Instance(External(event.name), location, origin=event),)
    if isinstance(owner, Instance) and owner.carries:
        return (owner,)
    return paths.parent(owner, location)


def _is_generic(owner: Value, key: Values) -> bool:
    """Tell ``ListAPIView[Order]`` from ``environ["HOME"]`` and ``Color["RED"]``.

    https://docs.python.org/3/reference/datamodel.html#the-purpose-of-class-getitem
    """
    if text_of(key) is not None:
        return False
    last = owner.name.rpartition(".")[2] if isinstance(owner, External) else ""
    return isinstance(owner, ClassValue) or (last[:1].isupper() and not last.isupper())


def _lambda(machine: Interpreter, expression: facts.Lambda, frame: Frame) -> Values:
    scope = frame.scope
    while scope.is_class and scope.parent is not None:
        scope = scope.parent
    separator = "" if frame.owner.endswith(":") else "."
    name = f"{frame.owner}{separator}<lambda{expression.number}>"
    function = FunctionValue(name, expression, scope, frame.file)
    machine.define(function)
    return (function,)


def _comprehension(machine: Interpreter, expression: facts.Comprehension, frame: Frame) -> Values:
    target, iterable, tests = expression.loops[0]
    values = iterate(machine, machine.evaluate(iterable, frame), frame, expression.line)
    items = each(values)
    inner = type(frame)(
        Scope(frame.scope.module, frame.owner, parent=frame.scope),
        frame.file,
        frame.function,
        frame.receiver,
        frame.stack,
        frame.callers,
    )
    simple = len(expression.loops) == 1 and items is not None and len(items) <= 200
    is_whole = simple
    results: list[Values] = []
    keys: list[Values] = []
    for one in (items or []) if simple else [any_item(values)]:
        bind(machine, target, one, inner, expression.line)
        answers = [passes(machine, test, inner) for test in tests]
        if False in answers:
            continue
        is_whole = is_whole and None not in answers
        for further, over, more in expression.loops[1:]:
            found = iterate(machine, machine.evaluate(over, inner), inner, expression.line)
            bind(machine, further, any_item(found), inner, expression.line)
            for test in more:
                machine.evaluate(test, inner)
        results.append(machine.evaluate(expression.element, inner))
        if expression.key is not None:
            keys.append(machine.evaluate(expression.key, inner))
    return (_collected(expression, keys, results, is_whole=is_whole),)


def _collected(
    expression: facts.Comprehension, keys: list[Values], results: list[Values], *, is_whole: bool
) -> Items | Table:
    if expression.key is None:
        return Items("list", results, is_whole)
    table = Table({})
    for key, value in zip(keys, results, strict=True):
        if known := key_of(key):
            table.entries[known[0]] = value
        else:
            table.rest = join(table.rest, value)
    return table


def _other(machine: Interpreter, expression: facts.Other, frame: Frame) -> Values:
    kind, parts = expression.kind, expression.parts
    if kind == "namedexpr":
        values = machine.evaluate(parts[1], frame)
        bind(machine, parts[0], values, frame, 1)
        return values
    results = [machine.evaluate(part, frame) for part in parts]
    if kind == "yield":
        is_from = isinstance(parts[0], facts.Starred) if parts else False
        frame.yields += [any_item(result) for result in results] if is_from else results
    if kind == "caught":
        classes = join(*(each(results[0]) or results))
        return annotated(classes, machine, Location(frame.file, 1))
    return join(*results) if kind in {"await", "yield"} else ()


Reader = Callable[[Interpreter, Any, Frame], Values]
READERS: Mapping[type[facts.Expression], Reader] = {
    facts.Constant: _constant,
    facts.Name: _name,
    facts.Attribute: _attribute,
    facts.Call: _call,
    facts.Sequence: _displayed,
    facts.Mapping: _mapped,
    facts.Joined: _joined,
    facts.Binary: _binary,
    facts.Subscript: _subscript,
    facts.Starred: _starred,
    facts.Lambda: _lambda,
    facts.Either: _either,
    facts.Comprehension: _comprehension,
    facts.Other: _other,
}


def annotated(values: Values, machine: Interpreter, location: Location) -> Values:
    """Return what a parameter with this annotation may be: an object of each class named."""
    found: list[Value] = []
    for value in values:
        if isinstance(value, Items) and value.kind == "annotated":
            found += annotated(value.items[0], machine, location)
        elif isinstance(value, ClassValue):
            found.append(machine.prototype(value))
        elif isinstance(value, External) and not value.name.startswith(("<builtin>", "typing")):
            found.append(Instance(value, location))
    return tuple(found)


def unknown(function: str, name: str) -> Values:
    """Return the value of a parameter of which nothing is known."""
    return (Argument(function, name),)
