"""What a metaclass of the project does with each class, and classes that ``type`` makes.

https://docs.python.org/3/reference/datamodel.html#metaclasses
"""

from __future__ import annotations

from migrator.analysis.interpreter.attributes import metaclasses_of
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.port import Arguments, Frame, Interpreter, Site
from migrator.analysis.interpreter.questions import short, text_of
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    FunctionValue,
    Items,
    Known,
    Scope,
    Table,
    Values,
)
from migrator.model import facts


def initialize(machine: Interpreter, cls: ClassValue, frame: Frame) -> None:
    """Run ``__new__`` and ``__init__`` of the metaclass, as the class statement does."""
    namespace = Table({})
    for meta in metaclasses_of(machine, cls):
        namespace.entries.update(cls.scope.names)
        given: Arguments = (
            (Known(short(cls.name)),),
            (Items("tuple", list(cls.bases)),),
            (namespace,),
        )
        line = cls.definition.line
        for method in find_in_class(meta, "__new__") or ():
            if isinstance(method, FunctionValue):
                machine.call(method, ((meta,), *given), {}, frame, line)
        for method in find_in_class(meta, "__init__") or ():
            if isinstance(method, FunctionValue):
                machine.call(Bound(method, cls), given, {}, frame, line)


def made(args: Arguments, site: Site) -> Values | None:
    """Return the class of ``type(name, bases, namespace)``; None where it is not known.

    Called by a metaclass with the namespace of a class statement it gives the class of that.
    """
    for value in (value for values in args for value in values):
        if isinstance(value, Table) and "__class__" in value.entries:
            return value.entries["__class__"]
    name = text_of(args[0]) if len(args) == 3 else None
    if name is None:
        return None
    frame, line = site.frame, site.line
    qualified = f"{frame.scope.module}:{name}"  # wherever in the module ``type`` is called
    bases = [value for value in args[1] if isinstance(value, Items)]
    scope = Scope(frame.scope.module, qualified, parent=frame.scope, is_class=True)
    for value in args[2]:
        if isinstance(value, Table):
            scope.names.update({str(key): values for key, values in value.entries.items()})
    definition = facts.ClassDef(name, (), (), (), (), line, line)
    cls = ClassValue(
        qualified, definition, tuple(bases[0].items if bases else ()), scope, frame.file
    )
    scope.names["__class__"] = (cls,)
    return (cls,)
