"""How the interpreter reads attributes.

https://docs.python.org/3/reference/datamodel.html#customizing-attribute-access
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from migrator.analysis.interpreter import drf, fields, traits, url_patterns
from migrator.analysis.interpreter.naming import find_in_class, name_of, root_of
from migrator.analysis.interpreter.options import OF_TASKS, PARSED, TASK
from migrator.analysis.interpreter.packages import described, part_of
from migrator.analysis.interpreter.port import Frame, Interpreter, Site
from migrator.analysis.interpreter.questions import mro, short, short_name
from migrator.analysis.interpreter.values import (
    Argument,
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Key,
    Known,
    Member,
    ModuleValue,
    Super,
    Table,
    Value,
    Values,
    join,
)
from migrator.model.location import Location

# Bases that bring nothing of their own.
NEUTRAL = ("<builtin>.object", "abc.", "typing.", "typing_extensions.")
REQUEST = "request"
OPTIONS = "django.db.models.options.Options"  # ``_meta`` of a model
SETTINGS = "django.conf.settings"
BASE_SETTINGS = "pydantic_settings.BaseSettings"  # also that of pydantic 1
# https://docs.djangoproject.com/en/stable/ref/models/querysets/#methods-that-return-new-querysets
# Methods of a query of SQLAlchemy's: one whose models have a relationship of that name is none.
QUERYING = frozenset({"options", "filter", "filter_by", "where", "join", "values", "all", "first"})
# https://docs.python.org/3/library/stdtypes.html#mapping-types-dict
LOOKING_UP = frozenset({"get", "items", "keys", "pop", "popitem", "setdefault"})
QUERIED = frozenset({"query", "objects", "_default_manager", "_base_manager"})
QUERIES = (".all", ".filter", ".exclude", ".select_related", ".prefetch_related", ".order_by")


def read(machine: Interpreter, value: Value, name: str, frame: Frame, line: int) -> Values:
    """Return what ``value.name`` may be; the empty tuple where nothing is known."""
    if name == "routes" and drf.has_routes(value):
        return machine.log.router_routes()
    reader = READERS.get(type(value))
    return (Member(value, name),) if reader is None else reader(machine, value, name, frame, line)


def _of_module(machine: Interpreter, value: ModuleValue, name: str, _: Frame, __: int) -> Values:
    return machine.module_name(value.name, name) or described(machine, value.name, name)


def _of_items(_: Interpreter, value: Items, name: str, __: Frame, ___: int) -> Values:
    part = part_of(value, name) if value.kind == "moduleinfo" else None
    return (Member(value, name),) if part is None else (part,)


def _of_import(
    machine: Interpreter, value: External, name: str, frame: Frame, line: int
) -> Values:
    external = value.name
    if name == "sep" and external in {"os", "os.path"}:
        return (Known("/"),)
    if external == SETTINGS:
        note_setting(machine, value, SETTINGS, name, frame, line)
        if found := machine.setting(name):
            return found
    if external == "flask.current_app" and (found := machine.current_application(name)):
        return found
    return (External(f"{external}.{name}"),)


def note_setting(
    machine: Interpreter, owner: Value, holder: str, name: str, frame: Frame, line: int
) -> None:
    """Log that a setting is read: an event, as reading an item of something external is."""
    if not name.startswith("_"):
        location = Location(frame.file, line)
        given = ((Known(name),),)
        machine.record(Event(f"{holder}[]", frame.owner, location, given, receiver=owner), frame)


def _of_own_function(
    _: Interpreter, value: FunctionValue, name: str, __: Frame, ___: int
) -> Values:
    return _of_function(value, name) or (Member(value, name),)


def _of_own_class(
    machine: Interpreter, value: ClassValue, name: str, frame: Frame, line: int
) -> Values:
    if name == "_meta":
        return machine.model_options(value) or (Member(value, name),)
    found = _of_class(value, value, name) or _of_metaclass(machine, value, name, frame, line)
    if (relations := machine.log.relations) is not None and value in relations.by_class:
        found = tuple(relations.manager(value, v) if isinstance(v, Instance) else v for v in found)
    return found or (Member(value, name),)


def _of_object(
    machine: Interpreter, value: Instance, name: str, frame: Frame, line: int
) -> Values:
    if not isinstance(value.kind, ClassValue):
        if value.kind.name == TASK and value.origin is not None and name not in OF_TASKS:
            # A bound task: its class may be one of the project that adds anything to it.
            return (Member(Argument(TASK, "self"), name),)
        return url_patterns.attribute(value, name) or _of_external(
            machine, value, name, frame, line
        )
    if name == "_meta":
        return machine.model_options(value) or (Member(value, name),)
    return _of_instance(machine, value, name, frame, line)


def _after(_: Interpreter, value: Super, name: str, __: Frame, ___: int) -> Values:
    return _of_super(value.owner, value.receiver, name)


def _of_constant(_: Interpreter, value: Known, name: str, __: Frame, ___: int) -> Values:
    # A member of an enumeration: constants have no such attribute.
    return (value,) if name == "value" else (Member(value, name),)


def _of_member(machine: Interpreter, value: Member, name: str, frame: Frame, _: int) -> Values:
    if value.name == REQUEST and (found := machine.requests.read(value, name, frame.function)):
        return found
    return url_patterns.attribute(value, name) or (Member(value, name),)


def _of_argument(machine: Interpreter, value: Argument, name: str, frame: Frame, _: int) -> Values:
    found = machine.requests.read(value, name, frame.function) if value.name == REQUEST else ()
    return found or (Member(value, name),)


def _of_function(function: FunctionValue, name: str) -> Values:
    if name == "__name__":
        return (Known(short_name(function)),)
    return function.attributes.get(name, ()) or _named(function.name, name)


def _named(qualified: str, name: str) -> Values:
    """Return what a function's or class's ``__module__`` and ``__qualname__`` give."""
    module, _, inside = qualified.partition(":")
    known = {"__module__": module, "__qualname__": inside}
    return (Known(known[name]),) if name in known else ()


def _of_class(cls: ClassValue, receiver: Value, name: str) -> Values:
    if name == "__name__":
        return (Known(short(cls.name)),)
    found = find_in_class(cls, name)
    if found is None:
        return _named(cls.name, name)
    # A column is asked for through its class: the object alone does not say whose it is.
    made = any(isinstance(v, Instance) and isinstance(v.kind, External) for v in found)
    made = made or any(isinstance(v, FunctionValue) and v.kind == "declared" for v in found)
    is_model = made and any(isinstance(base, External) for base in mro(cls))
    itself = (Member(receiver, name),) if is_model else ()
    return join((_bound_to_class(value, receiver) for value in found), itself)


def _of_metaclass(
    machine: Interpreter, cls: ClassValue, name: str, frame: Frame, line: int
) -> Values:
    """Return what a class has of its metaclass: its methods, or what its ``__getattr__`` gives."""
    found: list[Values] = []
    for meta in metaclasses_of(machine, cls):
        values = find_in_class(meta, name)
        if values is not None:
            found += [_bind(machine, value, cls, frame, line) for value in values]
        elif not name.startswith("__"):
            for method in find_in_class(meta, "__getattr__") or ():
                if isinstance(method, FunctionValue):
                    given = ((Known(name),),)
                    found.append(machine.call(Bound(method, cls), given, {}, frame, line))
    return settled(join(*found))


def metaclasses_of(machine: Interpreter, cls: ClassValue) -> tuple[ClassValue, ...]:
    """Return the metaclass that a class or the nearest of its bases names."""
    for ancestor in (one for one in mro(cls) if isinstance(one, ClassValue)):
        for name, expression in ancestor.definition.keywords:
            if name == "metaclass":
                frame = machine.frame(ancestor.scope, None, None, None)
                found = machine.evaluate(expression, frame)
                return tuple(value for value in found if isinstance(value, ClassValue))
    return ()


def _bound_to_class(value: Value, receiver: Value) -> Value:
    if isinstance(value, FunctionValue) and value.kind == "class":
        return Bound(value, receiver)
    return value


def _of_instance(
    machine: Interpreter, instance: Instance, name: str, frame: Frame, line: int
) -> Values:
    cls = instance.kind
    if not isinstance(cls, ClassValue):
        return ()
    if cls in machine.log.settings_classes:
        note_setting(machine, instance, BASE_SETTINGS, name, frame, line)
    own = instance.attributes.get(name, ())
    if own:
        return own
    if name == "__dict__":
        return (Table(cast("dict[Key, Values]", instance.attributes)),)  # itself: it is written to
    if cls.prototype is not None and cls.prototype is not instance:
        own = cls.prototype.attributes.get(name, ())
    found = find_in_class(cls, name)
    if loaded := _loaded(machine, cls, name, found, frame, line):
        return join(own, loaded)
    found = found or ()
    _follow(machine, found, frame, line)
    members = (_member(machine, v, name, instance, frame, line) for v in found)
    result = join(own, *members) or _asked_for(machine, instance, name, frame, line)
    result = result or cls.clients.get(name, ())
    if result or any(isinstance(base, ClassValue) is False for base in mro(cls)) is False:
        return result
    return _undeclared(machine, instance, cls, name, Site.at(frame, line))


def _undeclared(
    machine: Interpreter, instance: Instance, cls: ClassValue, name: str, site: Site
) -> Values:
    """Return what an object has by a base of its class that the project does not define."""
    frame, line = site.frame, site.line
    declared = fields.annotated_in(machine, cls, name) or _urls(
        machine, instance, name, frame, line
    )
    if declared:
        return declared
    back = _backward(machine, (cls,), name, frame, line)
    back = back or machine.requests.read(instance, name, frame.function)
    return back or _as_given(instance, name) or (Member(instance, name),)


def _follow(machine: Interpreter, found: Values, frame: Frame, line: int) -> None:
    """Note that an object is got through a field of a model of Django's."""
    if (relations := machine.log.relations) is None:
        return
    for value in found:
        if isinstance(value, Instance) and value in relations.fields:
            machine.log.followed.add((value, frame.owner, Location(frame.file, line)))


def _backward(
    machine: Interpreter, classes: tuple[ClassValue, ...], name: str, frame: Frame, line: int
) -> Values:
    """Return what leads from an object of a model to those that point at it."""
    relations = machine.log.relations
    if relations is not None and name in relations.names:
        for cls in classes:
            if (found := relations.backward(cls, name)) is not None:
                machine.log.followed.add((found, frame.owner, Location(frame.file, line)))
                return (found,)
    return ()


def _member(
    machine: Interpreter, value: Value, name: str, instance: Instance, frame: Frame, line: int
) -> Values:
    """Return what an object has where its class has ``value``: fields and traits are defaults."""
    default = fields.default_of(machine, value, frame, line)
    if default is None:
        default = traits.default_of(machine, value, name, instance, frame, line)
    return _bind(machine, value, instance, frame, line) if default is None else default


def _urls(machine: Interpreter, instance: Instance, name: str, frame: Frame, line: int) -> Values:
    """Return what ``router.urls`` asks ``get_urls`` for, where the project overrides that."""
    cls = instance.kind
    if name != "urls" or not drf.is_router(instance):
        return ()
    methods = find_in_class(cls, "get_urls") if isinstance(cls, ClassValue) else None
    found = (
        machine.call(Bound(method, instance), (), {}, frame, line)
        for method in methods or ()
        if isinstance(method, FunctionValue)
    )
    return join(*found)


def _asked_for(
    machine: Interpreter, instance: Instance, name: str, frame: Frame, line: int
) -> Values:
    """Return what ``__getattr__`` gives for an attribute that is not there."""
    cls = instance.kind
    methods = find_in_class(cls, "__getattr__") if isinstance(cls, ClassValue) else None
    if not methods or name.startswith("__"):
        return ()
    given = ((Known(name),),)
    found = (
        machine.call(Bound(method, instance), given, {}, frame, line)
        for method in methods
        if isinstance(method, FunctionValue)
    )
    return settled(join(*found))


def settled(values: Values) -> Values:
    """Leave out a setting that is not set where the source says what is taken in its place."""
    return tuple(value for value in values if not _is_unset(value)) or values


def _is_unset(value: Value) -> bool:
    return isinstance(value, External) and value.name.startswith(f"{SETTINGS}.")


def _as_given(instance: Instance, name: str) -> Values:
    """Return what the constructor of an external base was given under a name, where constant.

    So ``blueprint.url_prefix``; a name comes first where there is one: ``blueprint.name``.
    """
    made = instance.origin
    if made is None:
        return ()
    position = 0 if name == "name" and made.name.endswith("Blueprint") else -1
    given = made.argument(position, name) or ()
    return given if all(isinstance(value, Known) for value in given) else ()


def _bind(machine: Interpreter, value: Value, instance: Value, frame: Frame, line: int) -> Values:
    if not isinstance(value, FunctionValue):
        return (value,)
    match value.kind:
        case "static":
            return (value,)
        case "class":
            cls = instance.kind if isinstance(instance, Instance) else instance
            return (Bound(value, cls),)
        case "property":
            return machine.call(Bound(value, instance), (), {}, frame, line)
        case "cached":
            found = machine.call(Bound(value, instance), (), {}, frame, line)
            if isinstance(instance, Instance) and found and not _is_prototype(instance):
                instance.attributes.setdefault(short(value.name), found)
            return found
    name = short(value.name)
    return (Member(instance, name) if value.kind == "declared" else Bound(value, instance),)


def _is_prototype(instance: Instance) -> bool:
    return isinstance(instance.kind, ClassValue) and instance.kind.prototype is instance


def _of_external(
    machine: Interpreter, instance: Instance, name: str, frame: Frame, line: int
) -> Values:
    """Attributes of what an external call gave; a query's result acts as the model it carries."""
    if name in instance.attributes:
        own = instance.attributes[name]
        return own if name_of(instance) == OPTIONS else join(own, (Member(instance, name),))
    if name == "model" and len(instance.carries) == 1 and name_of(instance).endswith(QUERIES):
        return instance.carries
    owner = _owner_of_item(instance) if name in LOOKING_UP else None
    for cls in () if _is_constructed(instance) else instance.carries:
        if cls is owner:
            continue
        found = find_in_class(cls, name)
        if loaded := _loaded(machine, cls, name, found, frame, line):
            return loaded
        if found and any(isinstance(value, FunctionValue) for value in found):
            receiver = machine.prototype(cls)
            return join(*(_bind(machine, value, receiver, frame, line) for value in found))
    more = _field(machine, instance, name, frame, line) if instance.carries else ()
    if not more and name_of(instance).endswith(PARSED):
        more = machine.options.attribute(name)
    more = more or machine.requests.read(instance, name, frame.function)
    return more or _as_given(instance, name) or (Member(instance, name),)


def _owner_of_item(instance: Instance) -> object:
    """Return the class of the object in an attribute of which something was looked up.

    What ``self.settings.get("fields")`` gives is no object of that class, whatever it is.
    """
    made = instance.origin
    while made is not None and made.member in LOOKING_UP:
        receiver = made.receiver
        if isinstance(receiver, Member):
            root = root_of(receiver)
            is_queried = receiver.name in QUERIED
            return root.kind if isinstance(root, Instance) and not is_queried else None
        made = receiver.origin if isinstance(receiver, Instance) else None
    return None


def _field(machine: Interpreter, instance: Instance, name: str, frame: Frame, line: int) -> Values:
    """Return what an object of a model has of a relation to others, forwards or backwards."""
    relations = machine.log.relations
    if relations is None or name not in relations.names:
        return ()
    for cls in instance.carries:
        model = relations.by_class.get(cls)
        if model is not None and model.relation(name) is not None:
            found = tuple(v for v in find_in_class(cls, name) or () if isinstance(v, Instance))
            _follow(machine, found, frame, line)
            return found
    return _backward(machine, instance.carries, name, frame, line)


def _loaded(
    machine: Interpreter,
    cls: ClassValue,
    name: str,
    found: Values | None,
    frame: Frame,
    line: int,
) -> Values:
    """Return what a relationship of a model leads to, and note that it is read."""
    if name in QUERYING:
        return ()
    for value in found or ():
        if isinstance(value, FunctionValue) and value.kind == "declared":
            machine.call(Bound(value, cls), (), {}, frame, line)
    relation = machine.log.relationships.of(cls, name, found)
    if relation is None or not relation.targets:
        return ()
    location, loads = Location(frame.file, line), machine.log.loads
    if (relation, location, frame.stack) not in loads:
        read = Event(name, frame.owner, location, receiver=relation.value)
        read.stack, read.callers = frame.stack, frame.callers
        loads[relation, location, frame.stack] = read
    return (relation.value,)


def _is_constructed(instance: Instance) -> bool:
    """Tell whether an object is of a class with a name of its own: ``FastAPI(…)``."""
    made = instance.origin
    return made is not None and made.member[:1].isupper() and not made.member.endswith("()")


def _of_super(owner: ClassValue, receiver: Value, name: str) -> Values:
    cls = receiver.kind if isinstance(receiver, Instance) else receiver
    if not isinstance(cls, ClassValue):
        cls = owner
    found = find_in_class(cls, name, after=owner) or ()
    bound = tuple(Bound(v, receiver) if isinstance(v, FunctionValue) else v for v in found)
    return (Member(receiver, name), *bound) if _is_foreign_first(cls, owner, name) else bound


def _is_foreign_first(cls: ClassValue, owner: ClassValue, name: str) -> bool:
    """Tell whether a base that the project imports is asked before those that it defines."""
    ancestors = mro(cls)
    for ancestor in ancestors[ancestors.index(owner) + 1 :] if owner in ancestors else ():
        if isinstance(ancestor, External):
            if not ancestor.name.startswith(NEUTRAL):
                return True
        elif name in ancestor.scope.names:
            return False
    own = (one for one in ancestors if isinstance(one, ClassValue))
    return any(not values for one in own for values in one.bases)


Reader = Callable[[Interpreter, Any, str, Frame, int], Values]
READERS: Mapping[type, Reader] = {
    ModuleValue: _of_module,
    Items: _of_items,
    External: _of_import,
    FunctionValue: _of_own_function,
    ClassValue: _of_own_class,
    Instance: _of_object,
    Super: _after,
    Known: _of_constant,
    Member: _of_member,
    Argument: _of_argument,
}
