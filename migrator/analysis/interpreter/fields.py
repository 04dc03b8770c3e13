"""Attributes that a class declares as fields: their defaults, and what their annotation names.

https://docs.pydantic.dev/latest/concepts/fields/
https://docs.python.org/3/library/dataclasses.html#dataclasses.field
"""

from __future__ import annotations

from typing import TypeGuard

from migrator.analysis.interpreter.port import Frame, Interpreter
from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import (
    ClassValue,
    External,
    Instance,
    Value,
    Values,
    join,
)
from migrator.model import facts

FIELDS = frozenset(
    {"pydantic.Field", "pydantic.fields.Field", "sqlmodel.Field", "dataclasses.field"}
)
# Bases whose attributes are what their annotations say.
DECLARING = ("pydantic", "django.http.HttpRequest")


def default_of(machine: Interpreter, value: Value, frame: Frame, line: int) -> Values | None:
    """Return the default of a field; None where that is not known, or ``value`` is no field."""
    if not isinstance(value, Instance) or value.origin is None or value.origin.name not in FIELDS:
        return None
    made = value.origin
    given = made.argument(0, "default")
    if given is not None:
        return given or None
    factories = made.keywords.get("default_factory", ())
    made_by = [machine.call(factory, (), {}, frame, line) for factory in factories]
    return join(*made_by) or None


def annotated_in(machine: Interpreter, cls: ClassValue, name: str) -> Values:
    """Return an object of the class that a field of a pydantic model is annotated with.

    So are the attributes that a project's class of Django's requests has.
    """
    ancestors = mro(cls)
    if not any(isinstance(b, External) and b.name.startswith(DECLARING) for b in ancestors):
        return ()
    for ancestor in ancestors:
        if isinstance(ancestor, ClassValue):
            for statement in ancestor.definition.body:
                if _declares(statement, name):
                    return _objects(machine, ancestor, statement.annotation)
    return ()


def _declares(statement: facts.Statement, name: str) -> TypeGuard[facts.Assign]:
    return isinstance(statement, facts.Assign) and facts.Name(name) in statement.targets


def _objects(machine: Interpreter, cls: ClassValue, annotation: facts.Expression | None) -> Values:
    if not isinstance(annotation, facts.Name | facts.Attribute):
        return ()
    values = machine.annotation(annotation, machine.frame(cls.scope, None, None, None))
    return tuple(machine.prototype(value) for value in values if isinstance(value, ClassValue))
