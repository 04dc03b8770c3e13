"""How the interpreter binds names, attributes and items, and what iterating gives."""

from __future__ import annotations

from migrator.analysis.interpreter import mappings
from migrator.analysis.interpreter.learning import told_by
from migrator.analysis.interpreter.naming import find_in_class, name_of
from migrator.analysis.interpreter.options import PARSED
from migrator.analysis.interpreter.port import Frame, Interpreter, Site
from migrator.analysis.interpreter.questions import mro, value_of
from migrator.analysis.interpreter.records import items_of
from migrator.analysis.interpreter.values import (
    Argument,
    Bound,
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
    join_fully,
)
from migrator.model import facts
from migrator.model.location import Location

# Attributes whose setting is a fact also where it is not known whose they are:
# https://docs.djangoproject.com/en/stable/ref/request-response/#django.http.HttpRequest.urlconf
WATCHED = frozenset({"urlconf"})


MOST_ROWS = 200  # of a table of which not all rows are known, for which a loop is unrolled

# Libraries whose objects speak to other hosts.
CLIENTS = frozenset(
    {"boto3", "aioboto3", "aiobotocore", "botocore", "requests", "httpx", "aiohttp", "redis"}
    | {"smtplib", "openai", "anthropic", "stripe", "twilio", "slack_sdk", "urllib3"}
)
AWS_RESOURCES = ("boto3.resource.", "boto3.Session.resource.", "boto3.session.Session.resource.")


def bind(
    machine: Interpreter, target: facts.Expression, values: Values, frame: Frame, line: int
) -> None:
    """Bind a target of an assignment, loop or ``with`` to values."""
    if isinstance(target, facts.Name):
        _bind_name(machine, target.id, values, frame)
        return
    match target:
        case facts.Sequence(items=items):
            _unpack(machine, items, values, frame, line)
        case facts.Starred(value=inner):
            bind(machine, inner, values, frame, line)
        case facts.Attribute(value=owner, attr=attr):
            for value in machine.evaluate(owner, frame):
                set_attribute(machine, value, attr, values, frame, line)
        case facts.Subscript(value=owner, index=index):
            key = machine.evaluate(index, frame)
            for value in machine.evaluate(owner, frame):
                _set_item(machine, value, key, values, frame, line)


def _bind_name(machine: Interpreter, name: str, values: Values, frame: Frame) -> None:
    scope = frame.scope
    is_open = frame.branches and name not in frame.rebound
    if is_open or name in scope.globals or name in scope.nonlocals:
        _scope_for(machine, name, frame).bind(name, values, weakly=True)
    else:
        scope.names[name] = values


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
        parts = [_part(value, position, targets) for value in values]
        bind(machine, target, join_fully(*parts), frame, line)


def _part(value: Value, position: int, targets: tuple[facts.Expression, ...]) -> Values:
    """Return what unpacking ``value`` gives the target at ``position``."""
    if isinstance(value, Instance):
        record = items_of(value)
        if record is None:
            is_first_of_parsed = position == 0 and name_of(value).endswith(PARSED)
            return (value,) if value.carries or is_first_of_parsed else ()
        value = Items("tuple", record)
    elif not isinstance(value, Items):
        return ()
    items = value.items
    if not value.is_whole:
        found = any_item((value,))
        if isinstance(targets[position], facts.Starred):
            return (Items("list", [found], is_whole=False),)
        return items[position] if value.kind == "tuple" and position < len(items) else found
    star = next((i for i, t in enumerate(targets) if isinstance(t, facts.Starred)), len(targets))
    if position == star:
        return (Items("list", items[star : len(items) - (len(targets) - star - 1)]),)
    if position > star:
        position -= len(targets)
    return items[position] if -len(items) <= position < len(items) else ()


def set_attribute(  # noqa: C901  (one case a kind)
    machine: Interpreter, value: Value, attr: str, values: Values, frame: Frame, line: int
) -> None:
    """Set an attribute: of an object, class, module or function, or of something external."""
    location = Location(frame.file, line)
    for told in told_by(values):
        machine.learning.note((location, attr, told))
    machine.requests.write(value, attr, values)
    match value:
        case Instance(kind=ClassValue() as cls) if setters := _setters(cls, attr):
            for setter in setters:
                machine.call(Bound(setter, value), (values,), {}, frame, line)
        case Instance(kind=kind, attributes=attributes):
            attributes[attr] = join(values, attributes.get(attr, ()))
            note_write(machine, value, attr, Site(frame, line, location))
            if isinstance(kind, ClassValue):
                _note_client(kind, attr, values)
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
        case Member() | External() | Argument() if attr in WATCHED or not isinstance(
            value, Argument
        ):
            name = f"{name_of(value)}.{attr}="
            machine.record(Event(name, frame.owner, location, (values,), receiver=value), frame)


def _note_client(cls: ClassValue, attr: str, values: Values) -> None:
    """Remember what an object calls others with, for methods that are run for any object."""
    clients = tuple(value for value in values if _is_client(value))
    for ancestor in mro(cls) if clients else ():
        if isinstance(ancestor, ClassValue):
            ancestor.clients[attr] = join(clients, ancestor.clients.get(attr, ()))


def _is_client(value: Value) -> bool:
    kind = value.kind if isinstance(value, Instance) else None
    return isinstance(kind, External) and kind.name.partition(".")[0] in CLIENTS


def _setters(cls: ClassValue, attr: str) -> list[FunctionValue]:
    """Return the functions that a property calls when it is set."""
    return [
        setter
        for value in find_in_class(cls, attr) or ()
        if isinstance(value, FunctionValue) and value.kind == "property"
        for setter in value.attributes.get("setter", ())
        if isinstance(setter, FunctionValue)
    ]


def note_write(machine: Interpreter, instance: Instance, attr: str, site: Site) -> None:
    """Note that an attribute of an object is set: of which class it may be one says."""
    owner = site.frame.owner
    if owner.endswith(".__init__"):
        return
    classes = (instance.kind,) if isinstance(instance.kind, ClassValue) else instance.carries
    if classes:
        frame = site.frame
        written = Event(attr, owner, site.location, receiver=instance)
        written.stack, written.callers = frame.stack, frame.callers
        machine.log.attribute_writes.append(written)
    for cls in classes:
        machine.learning.note((cls, owner, site.location))


def _set_item(
    machine: Interpreter, value: Value, key: Values, values: Values, frame: Frame, line: int
) -> None:
    """Set ``value[key]``; of something external that is an event."""
    if (method := mappings.accessor(value, "__setitem__")) is not None:
        machine.call(method, (key, values), {}, frame, line)
    else:
        _set_in(machine, mappings.content_of(value) or value, key, values, frame, line)


def _set_in(
    machine: Interpreter, value: Value, key: Values, values: Values, frame: Frame, line: int
) -> None:
    is_certain = not frame.branches and (frame.function is None or _is_fresh(value, frame))
    if isinstance(value, Items | Table) and value.home is not frame.scope:
        machine.learning.note_change(Location(frame.file, line), key, values)
    match value, key:
        case Table(), _:
            mappings.write(value, key, values, is_certain=is_certain)
        case Items(items=items), (Known(value=int(at)),) if -len(items) <= at < len(items):
            items[at] = values if is_certain else join(values, items[at])
        case Items(items=items), _ if values:
            items[:] = [join(values, item) for item in items]
        case ModuleValue(name=module), (Known(value=str(name)),) if module in machine.scopes:
            machine.scopes[module].bind(name, values, weakly=True)
        case ((Member() | External() | Instance()), _):
            event = Event(
                f"{name_of(value)}[]=",
                frame.owner,
                Location(frame.file, line),
                (key, values),
                receiver=value,
            )
            machine.record(event, frame)


def _is_fresh(value: Value, frame: Frame) -> bool:
    """Tell whether a collection was made by this call, or by one that waits for this one."""
    home = value.home if isinstance(value, Items | Table) else None
    return home is not None and (home is frame.scope or (frame.is_certain and home.is_running))


def each(values: Values) -> list[Values] | None:
    """List the items that iterating gives, or None where they are not all known."""
    found: list[Values] = []
    for value in values:
        match value:
            case Items(items=items, is_whole=True):
                found += items
            case (
                Table(entries=entries, rest=()) | Instance(content=Table(entries=entries, rest=()))
            ):
                found += [(value_of(key),) for key in entries]
            case Instance() if (record := items_of(value)) is not None:
                found += record
            case Known(value=None) if len(values) > 1:
                continue  # what an optional list is where it is not given
            case _:
                return None
    if not values:
        return None
    return list(dict.fromkeys(found)) if len(values) > 1 else found


def some(values: Values) -> list[Values]:
    """List those rows of a table that are known, where others are not; [] where too many are."""
    found: dict[Values, None] = {}
    for value in values:
        if isinstance(value, Items) and value.kind in {"list", "tuple"}:
            rows = (item for item in value.items if any(isinstance(v, Items) for v in item))
            found.update(dict.fromkeys(rows))
    return list(found) if len(found) <= MOST_ROWS else []


def any_item(values: Values) -> Values:
    """Return what one item may be, where not all items are known; a query gives its models."""
    found: list[Values] = []
    for value in values:
        match value:
            case Items(items=items):
                found += items
            case Instance() if value.carries or _is_of_aws(value):
                found.append((value,))
    return join(*found)


def _is_of_aws(value: Instance) -> bool:
    """Tell a resource of boto3: what is done with each of a collection is done in its name."""
    return isinstance(value.kind, External) and value.kind.name.startswith(AWS_RESOURCES)
