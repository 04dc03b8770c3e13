"""Attributes that a class declares as traits: what they are where nothing configures them.

https://traitlets.readthedocs.io/en/stable/using_traitlets.html#dynamic-default-values
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.interpreter.port import Frame, Interpreter
from migrator.analysis.interpreter.questions import external_kinds, mro, text_of
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Table,
    Value,
    Values,
)
from migrator.model import facts

PACKAGE = "traitlets."
TEXTS = frozenset({"Unicode", "CUnicode", "ObjectName"})
CLASSES = frozenset({"Type"})
OBJECTS = frozenset({"Instance", "ForwardDeclaredInstance"})
COLLECTIONS = {"List": "list", "Tuple": "tuple", "Set": "set"}
READ = TEXTS | CLASSES | OBJECTS | {*COLLECTIONS, "Dict"}


def default_of(
    machine: Interpreter, trait: Value, name: str, instance: Instance, frame: Frame, line: int
) -> Values | None:
    """Return the default of a trait; None where that is not known, or ``trait`` is none.

    What a method computes goes before what the trait is made with.
    """
    made = _untagged(trait)
    kinds = frozenset(kind.rpartition(".")[2] for kind in _kinds(made))
    if made is None or not kinds:
        return None
    if instance.origin is not None and instance.origin.keywords.get(name):
        return instance.origin.keywords[name]
    for method in _methods(instance, name):
        found = machine.call(Bound(method, instance), (), {}, frame, line)
        if known := found if kinds.isdisjoint(TEXTS) else _texts(found):
            return known
    return _static_default(machine, made, kinds)


def _kinds(trait: Instance | None) -> tuple[str, ...]:
    """Name the classes of traitlets that an object is one of; Bool and numbers are not read."""
    kinds = external_kinds(trait) if trait is not None else ()
    return tuple(k for k in kinds if k.startswith(PACKAGE) and k.rpartition(".")[2] in READ)


def _static_default(machine: Interpreter, trait: Instance, kinds: frozenset[str]) -> Values | None:
    made = trait.origin
    if made is None:
        return None
    if kinds & OBJECTS:
        classes = _classes(machine, made.argument(0, "klass") or ())
        return tuple(machine.prototype(cls) for cls in classes) or None
    given = made.argument(0, "default_value")
    if kinds & CLASSES:
        given = given if given is not None else made.argument(1, "klass")
        return _classes(machine, given or ()) or None
    if kinds & TEXTS:
        return (Known(""),) if given is None else _texts(given) or None
    if given is not None:
        return given
    empty: list[Value] = [Items(COLLECTIONS[kind], []) for kind in sorted(kinds & {*COLLECTIONS})]
    return tuple(empty) or (Table({}),)


def _classes(machine: Interpreter, given: Values) -> tuple[ClassValue, ...]:
    """Return classes of the project, which may be given by name."""
    found: list[Value] = []
    for value in given:
        module, _, name = (text_of((value,)) or "").rpartition(".")
        found += machine.module_name(machine.modules.find(module), name) if module else (value,)
    return tuple(value for value in found if isinstance(value, ClassValue))


def _untagged(trait: Value) -> Instance | None:
    """Return the trait of ``Unicode("/").tag(config=True)``."""
    while isinstance(trait, Instance):
        made = trait.origin
        if made is None or made.member != "tag" or made.receiver is None:
            return trait
        trait = made.receiver
    return None


def has_traits(cls: ClassValue) -> bool:
    """Tell whether what objects of a class say may be configured."""
    return any(isinstance(base, External) and base.name.startswith(PACKAGE) for base in mro(cls))


def _texts(values: Values) -> Values:
    return tuple(v for v in values if isinstance(v, Known) and isinstance(v.value, str))


def _methods(instance: Instance, name: str) -> Iterator[FunctionValue]:
    """Yield what computes the default of a trait: ``@default("name")``, ``_name_default``."""
    for ancestor in mro(instance.kind) if isinstance(instance.kind, ClassValue) else ():
        for value in _functions(ancestor):
            if value.name.endswith(f"._{name}_default") or _is_for(value, name):
                yield value


def _functions(cls: ClassValue | External) -> Iterator[FunctionValue]:
    for values in cls.scope.names.values() if isinstance(cls, ClassValue) else ():
        for value in values:
            if isinstance(value, FunctionValue):
                yield value


def _is_for(method: FunctionValue, name: str) -> bool:
    """Tell whether a method is decorated with ``@default("name")``."""
    definition = method.definition
    for decorator, _ in definition.decorators if isinstance(definition, facts.FunctionDef) else ():
        match decorator:
            case facts.Call(
                func=facts.Name(id="default") | facts.Attribute(attr="default"),
                args=(facts.Constant(value=given), *_),
            ) if given == name:
                return True
    return False
