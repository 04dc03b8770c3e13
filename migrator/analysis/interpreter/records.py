"""Named tuples: classes that a call makes, and objects that unpack.

https://docs.python.org/3/library/collections.html#collections.namedtuple
"""

from __future__ import annotations

from migrator.analysis.interpreter.port import Arguments, Keywords, Site
from migrator.analysis.interpreter.questions import mro, text_of, texts_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    External,
    Instance,
    Items,
    Scope,
    Value,
    Values,
)
from migrator.model import facts

BASE = External("typing.NamedTuple")


def named_tuple(args: Arguments, keywords: Keywords, site: Site) -> Values | None:
    """Make the class that ``namedtuple`` gives; None where its fields are not known."""
    name = text_of(args[0])
    names = _names(args[1] if len(args) > 1 else keywords.get("field_names", ()))
    if name is None or names is None:
        return None
    frame, line = site.frame, site.line
    body = tuple(
        facts.Assign((facts.Name(field),), None, line, annotation=facts.Constant(None))
        for field in names
    )
    owner = frame.owner if frame.owner.endswith(":") else f"{frame.owner}."
    scope = Scope(frame.scope.module, f"{owner}{name}", parent=frame.scope, is_class=True)
    for values in keywords.get("defaults", ()):
        if isinstance(values, Items):
            scope.names.update(zip(reversed(names), reversed(values.items), strict=False))
    definition = facts.ClassDef(name, (), (), body, (), line, line)
    return (ClassValue(f"{owner}{name}", definition, ((BASE,),), scope, frame.file),)


def _names(values: Values) -> tuple[str, ...] | None:
    text = text_of(values)
    if text is not None:
        return tuple(text.replace(",", " ").split())
    match values:
        case (Items(items=rows),) if all(isinstance(row[0], Items) for row in rows if row):
            firsts = [
                text_of(one.items[0]) for row in rows for one in row if isinstance(one, Items)
            ]
            known = tuple(first for first in firsts if first is not None)
            return known if len(known) == len(rows) else None
    return texts_of(values)


def fields_of(cls: ClassValue) -> tuple[str, ...]:
    """List the annotated fields of a class, those of its bases first."""
    names = dict.fromkeys(
        target.id
        for ancestor in reversed(mro(cls))
        if isinstance(ancestor, ClassValue)
        for statement in ancestor.definition.body
        if isinstance(statement, facts.Assign) and statement.annotation is not None
        for target in statement.targets
        if isinstance(target, facts.Name)
    )
    return tuple(names)


def items_of(value: Value) -> list[Values] | None:
    """List what a named tuple unpacks to; None where ``value`` is none."""
    if not isinstance(value, Instance) or not isinstance(value.kind, ClassValue):
        return None
    cls = value.kind
    if BASE not in mro(cls):
        return None
    return [
        value.attributes.get(name, ()) or cls.scope.names.get(name, ()) for name in fields_of(cls)
    ]
