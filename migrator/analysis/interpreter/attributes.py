"""How the interpreter reads attributes.

https://docs.python.org/3/reference/datamodel.html#customizing-attribute-access
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from migrator.analysis.interpreter import fields
from migrator.analysis.interpreter.packages import described, part_of
from migrator.analysis.interpreter.port import Frame, Interpreter
from migrator.analysis.interpreter.questions import mro, short, short_name
from migrator.analysis.interpreter.values import (
    Argument,
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Key,
    Known,
    Member,
    ModuleValue,
    Partial,
    Super,
    Table,
    Value,
    Values,
    join,
)

# Bases that bring nothing of their own.
NEUTRAL = ("<builtin>.object", "abc.", "typing.", "typing_extensions.")
OPTIONS = "django.db.models.options.Options"  # ``_meta`` of a model
LONGEST_NAME = 200  # of an event: chains of calls on results grow without end


def read(machine: Interpreter, value: Value, name: str, frame: Frame, line: int) -> Values:  # noqa: C901, PLR0911, PLR0912  (one case a kind)
    """Return what ``value.name`` may be; the empty tuple where nothing is known."""
    match value:
        case ModuleValue(name=module):
            return machine.module_name(module, name) or described(machine, module, name)
        case Items(kind="moduleinfo") if (part := part_of(value, name)) is not None:
            return (part,)
        case ClassValue() | Instance(kind=ClassValue()) if name == "_meta":
            return machine.model_options(value) or (Member(value, name),)
        case External(name=("os" | "os.path")) if name == "sep":
            return (Known("/"),)
        case External(name="django.conf.settings"):
            return machine.setting(name) or (External(f"django.conf.settings.{name}"),)
        case External(name=external):
            return (External(f"{external}.{name}"),)
        case FunctionValue():
            return _of_function(value, name) or (Member(value, name),)
        case ClassValue():
            return _of_class(value, value, name) or (Member(value, name),)
        case Instance(kind=ClassValue()):
            return _of_instance(machine, value, name, frame, line)
        case Instance():
            return _of_external(machine, value, name, frame, line)
        case Super(owner=owner, receiver=receiver):
            return _of_super(owner, receiver, name)
        case Known() if name == "value":
            return (value,)  # a member of an enumeration: constants have no such attribute
        case _:
            return (Member(value, name),)


def name_of(value: Value) -> str:  # noqa: C901, PLR0911  (one case a kind)
    """Name a receiver in events: by what made it, ``?`` where that is unknown."""
    match value:
        case External(name=name):
            return name
        case Instance(kind=External(name=name)):
            return name[-LONGEST_NAME:]
        case Instance(kind=ClassValue() as cls) | (ClassValue() as cls):
            return next((base.name for base in mro(cls) if isinstance(base, External)), cls.name)
        case Member(receiver=receiver, name=name):
            return f"{name_of(receiver)}.{name}"
        case FunctionValue() | Bound() | Partial():
            return "<function>"
        case Known(value=constant):
            return f"<{type(constant).__name__}>"
        case Items(kind=kind):
            return f"<{kind}>"
        case Table():
            return "<dict>"
    return "?"


def root_of(value: Value) -> Value:
    """Return the object at the start of a chain of members."""
    while isinstance(value, Member):
        value = value.receiver
    return value


def classes_in(*groups: Values) -> Iterator[ClassValue]:
    """Yield each class that values speak of once: as such, through objects, in lists."""
    found: set[ClassValue] = set()
    lists: set[Items] = set()  # each is looked into once: it may contain itself
    waiting = list(reversed(groups))
    while waiting:
        for value in waiting.pop():
            classes: tuple[ClassValue, ...] = ()
            match root_of(value):
                case ClassValue() as cls:
                    classes = (cls,)
                case Instance(kind=ClassValue() as cls):
                    classes = (cls,)
                case Instance(carries=carries):
                    classes = carries
                case Items() as items if items not in lists:
                    lists.add(items)
                    waiting += reversed(items.items)
            new = [cls for cls in classes if cls not in found]
            found.update(new)
            yield from new


def find_in_class(cls: ClassValue, name: str, *, after: ClassValue | None = None) -> Values | None:
    """Look a name up along the MRO; None where the project's classes do not define it."""
    ancestors = mro(cls)
    if after is not None and after in ancestors:
        ancestors = ancestors[ancestors.index(after) + 1 :]
    for ancestor in ancestors:
        if isinstance(ancestor, ClassValue) and name in ancestor.scope.names:
            return ancestor.scope.names[name]
    return None


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
    is_model = made and any(isinstance(base, External) for base in mro(cls))
    itself = (Member(receiver, name),) if is_model else ()
    return join((_bound_to_class(value, receiver) for value in found), itself)


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
    own = instance.attributes.get(name, ())
    if own:
        return own
    if name == "__dict__":
        return (Table(cast("dict[Key, Values]", instance.attributes)),)  # itself: it is written to
    if cls.prototype is not None and cls.prototype is not instance:
        own = cls.prototype.attributes.get(name, ())
    found = find_in_class(cls, name) or ()
    members = [
        default
        if (default := fields.default_of(machine, value, frame, line)) is not None
        else _bind(machine, value, instance, frame, line)
        for value in found
    ]
    result = join(own, *members)
    if result or any(isinstance(base, ClassValue) is False for base in mro(cls)) is False:
        return result
    if declared := fields.annotated_in(machine, cls, name):
        return declared
    return _as_given(instance, name) or (Member(instance, name),)


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
    return (Bound(value, instance),)


def _is_prototype(instance: Instance) -> bool:
    return isinstance(instance.kind, ClassValue) and instance.kind.prototype is instance


def _of_external(
    machine: Interpreter, instance: Instance, name: str, frame: Frame, line: int
) -> Values:
    """Attributes of what an external call gave; a query's result acts as the model it carries."""
    if name in instance.attributes:
        own = instance.attributes[name]
        return own if name_of(instance) == OPTIONS else join(own, (Member(instance, name),))
    for cls in instance.carries:
        found = find_in_class(cls, name)
        if found and any(isinstance(value, FunctionValue) for value in found):
            receiver = machine.prototype(cls)
            return join(*(_bind(machine, value, receiver, frame, line) for value in found))
    return _as_given(instance, name) or (Member(instance, name),)


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


def is_unknown(values: Values) -> bool:
    """Tell whether nothing is known, or only which parameter it came in by."""
    return all(isinstance(value, Argument) for value in values)
