"""Settings classes of pydantic: which environment variable each field is read from.

https://docs.pydantic.dev/latest/concepts/pydantic_settings/#environment-variable-names
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from migrator.analysis.interpreter.fields import FIELDS
from migrator.analysis.interpreter.questions import mro, text_of
from migrator.analysis.interpreter.values import ClassValue, Event, Instance, Table, Value, Values
from migrator.analysis.setting_reads import spelled
from migrator.model import facts
from migrator.model.location import Location

ALIASES = ("validation_alias", "alias", "env")
CONFIG = "model_config"


class Field(NamedTuple):
    """A field: the variable that sets it, its default (None: it is required), where it stands."""

    key: str
    default: str | None
    location: Location


def fields_of(cls: ClassValue) -> Iterator[tuple[str, Field]]:
    """Yield the names of the fields that a class declares itself, with what sets them."""
    prefix = _prefix(cls)
    for statement in cls.definition.body:
        if isinstance(statement, facts.Assign) and statement.annotation is not None:
            for target in statement.targets:
                if isinstance(target, facts.Name) and target.id != CONFIG:
                    place = Location(cls.file, statement.line)
                    yield target.id, _field(cls, target.id, statement, prefix, place)


def field_of(cls: ClassValue, name: str) -> Field | None:
    """Return what sets a field of a class or of its ancestors; None where it is no field."""
    for ancestor in mro(cls):
        if isinstance(ancestor, ClassValue):
            found = dict(fields_of(ancestor)).get(name)
            if found is not None:
                return found
    return None


def _field(
    cls: ClassValue, name: str, statement: facts.Assign, prefix: str, place: Location
) -> Field:
    values = cls.scope.names.get(name, ())
    made = next((found for value in values if (found := _made(value))), None)
    if made is None:
        default = None if statement.value is None else spelled(values)
        return Field(f"{prefix}{name}".upper(), default, place)
    aliases = (text_of(made.keywords.get(alias, ())) for alias in ALIASES)
    key = next((alias for alias in aliases if alias), None)
    return Field((key or f"{prefix}{name}").upper(), _default(made), place)


def _made(value: Value) -> Event | None:
    """Return the call of ``Field(…)`` that made a value."""
    made = value.origin if isinstance(value, Instance) else None
    return made if made is not None and made.name in FIELDS else None


def _default(made: Event) -> str | None:
    """Return the default of ``Field(…)``; ``Field(...)`` has none."""
    given = made.argument(0, "default")
    if given is None:
        return "computed" if "default_factory" in made.keywords else None
    return spelled(given) if given else None


def _prefix(cls: ClassValue) -> str:
    """Return ``env_prefix`` of ``model_config`` or of an inner ``Config``, also inherited."""
    for ancestor in mro(cls):
        if isinstance(ancestor, ClassValue):
            names = ancestor.scope.names
            found = text_of(_option(names.get(CONFIG, ()))) or text_of(
                _option(names.get("Config", ()))
            )
            if found:
                return found
    return ""


def _option(values: Values) -> Values:
    for value in values:
        match value:
            case Instance(origin=Event() as made):
                return made.keywords.get("env_prefix", ())
            case Table(entries=entries):
                return entries.get("env_prefix", ())
            case ClassValue(scope=scope):
                return scope.names.get("env_prefix", ())
    return ()
