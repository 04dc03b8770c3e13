"""The call graph as calls happen: who calls whom, by name, also what the project does not define.

Names follow PyCG: ``ext.Cls.method``, ``<builtin>.len``, ``<**PyStr**>.join``.
https://github.com/vitsalis/PyCG
"""

from __future__ import annotations

from functools import cache

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import name_of
from migrator.analysis.interpreter.port import Frame, Site
from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import (
    PARTLY,
    Argument,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Member,
    Table,
    Value,
)

# By the type of a literal; what stands at the start of other names is no literal's method.
LITERALS = {
    "str": "<**PyStr**>",
    "int": "<**PyNum**>",
    "float": "<**PyNum**>",
    "list": "<**PyList**>",
    "tuple": "<**PyTuple**>",
    "set": "<**PySet**>",
    "dict": "<**PyDict**>",
}
OWNERS = (Instance, ClassValue, Member)
# Bases that bring nothing of their own: a member that nobody defines is not theirs.
# In names of results, of items, and of members that neither a class nor a base of it defines.
COMPUTED = ("()", "[]", ":")
EMPTY_BASES = ("<builtin>.object.", "typing.", "typing_extensions.", "abc.")


def note_function(log: Log, function: FunctionValue, site: Site) -> None:
    """Note the call of a function of the project."""
    log.edges.add((site.frame.owner, function.name))


def note_external(log: Log, callee: Value, site: Site) -> None:
    """Note the call of something else, where it has a name."""
    name = external_name(callee)
    if name:
        log.edges.add((site.frame.owner, name))


def note_decorator(log: Log, decorator: External, frame: Frame) -> None:
    """Note that a decorator of the language is called; ``staticmethod`` only says how to bind."""
    if decorator.name != "<builtin>.staticmethod":
        log.edges.add((frame.owner, decorator.name))


def note_constructor(log: Log, cls: ClassValue, site: Site) -> None:
    """Note that a class without ``__init__`` runs that of a base which the project imports."""
    base = next((base for base in mro(cls) if isinstance(base, External)), None)
    if base is not None and not base.name.startswith("<"):
        name = f"{base.name}.__init__"
        if not name.startswith(EMPTY_BASES):
            log.edges.add((site.frame.owner, name))


def external_name(callee: Value) -> str:
    """Name what is called; empty for results of results, of which nothing is known."""
    if isinstance(callee, External):
        return callee.name
    if not isinstance(callee, Member):
        return ""
    receiver = callee.receiver
    if isinstance(receiver, Known | Items | Table):
        return _of_literal(receiver, callee.name)
    if isinstance(receiver, Argument) and receiver.function == PARTLY:
        return f"{LITERALS['str']}.{callee.name}"
    if not isinstance(receiver, OWNERS):
        return ""
    name = name_of(callee)
    return name if _is_dotted(name) else ""


@cache
def _is_dotted(name: str) -> bool:
    if any(mark in name for mark in COMPUTED) or name.startswith(("?", *EMPTY_BASES)):
        return False
    return not name.startswith("<") or name.startswith("<builtin>")


def _of_literal(receiver: Known | Items | Table, name: str) -> str:
    literal = LITERALS.get(name_of(receiver)[1:-1])
    return f"{literal}.{name}" if literal else ""
