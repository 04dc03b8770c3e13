"""What an expression may be: the abstract values of the interpreter.

An expression evaluates to a ``Values``: a tuple of alternatives, at most ``MOST`` of them, in the
order in which they were found; the empty tuple means that nothing is known. Objects are told apart
by where they are made (allocation site), as in points-to analysis.
"""

from __future__ import annotations

from collections.abc import Iterable
from sys import intern

import msgspec

from migrator.model import facts
from migrator.model.location import Location

MOST = 12  # alternatives kept for one expression
PARTLY = "<text>"  # in place of the function, of an ``Argument``: text of which a part is known


class Known(msgspec.Struct, frozen=True):
    """A constant of the source."""

    value: str | int | float | bool | None


class Items(msgspec.Struct, eq=False):
    """A list, tuple or set, or a type with remarks about it: ``annotated``.

    Attributes:
        is_whole: whether all of its items are known.
        home: the scope whose code displays it.
    """

    kind: str
    items: list[Values]
    is_whole: bool = True
    home: Scope | None = None


class Table(msgspec.Struct, eq=False):
    """A dictionary.

    Attributes:
        entries: values of known keys.
        rest: values of unknown keys.
        home: the scope whose code displays it.
        factory: what makes the value of a key that is not there.
    """

    entries: dict[Key, Values]
    rest: Values = ()
    home: Scope | None = None
    factory: Values = ()


class ModuleValue(msgspec.Struct, frozen=True):
    """A module (or package) of the project."""

    name: str


class External(msgspec.Struct, frozen=True):
    """Something that the project imports from elsewhere: ``flask.Blueprint``."""

    name: str


class Scope(msgspec.Struct, eq=False):
    """Names that are bound in a module, class body or function call; ``parent`` encloses it.

    Attributes:
        is_running: whether it is that of a function call that is not done yet.
    """

    module: str
    owner: str
    names: dict[str, Values] = {}
    parent: Scope | None = None
    is_class: bool = False
    globals: set[str] = set()
    nonlocals: set[str] = set()
    is_running: bool = False

    def bind(self, name: str, values: Values, *, weakly: bool) -> None:
        """Bind a name; weakly (in a branch) what it was before stays possible."""
        before = self.names.get(name, ())
        self.names[name] = join(values, before) if weakly else values


class FunctionValue(msgspec.Struct, eq=False):
    """A function of the project, with the scope in which its ``def`` ran.

    Attributes:
        name: ``package.module:outer.inner``.
        wrapped: what ``functools.wraps`` copied onto it: it stands in for that function.
        is_called: whether it has been run with known arguments.
        attributes: what was set on it, ``__name__`` where it bears that of another.
    """

    name: str
    definition: facts.FunctionDef | facts.Lambda
    scope: Scope
    file: str
    wrapped: Values = ()
    kind: str = "function"
    owner: ClassValue | None = None
    is_called: bool = False
    attributes: dict[str, Values] = {}

    @property
    def location(self) -> Location:
        """Where its ``def`` is."""
        return Location(self.file, self.definition.line)


class ClassValue(msgspec.Struct, eq=False):
    """A class of the project; ``scope`` holds what its body bound.

    Attributes:
        clients: what its objects speak to others with, by the attribute that holds it.
    """

    name: str
    definition: facts.ClassDef
    bases: tuple[Values, ...]
    scope: Scope
    file: str
    prototype: Instance | None = None
    ancestors: tuple[ClassValue | External, ...] = ()
    clients: dict[str, Values] = {}

    @property
    def location(self) -> Location:
        """Where its ``class`` statement is."""
        return Location(self.file, self.definition.line)


class Event(msgspec.Struct, eq=False):
    """A call of, a read from or a write to something that the project does not define.

    Attributes:
        name: what was called: ``flask.Blueprint``, ``flask.Blueprint.route``, ``os.environ[]``
            (subscript read), ``os.environ[]=`` (subscript write), ``flask.Flask.x=`` (attribute
            write). Calling the result of ``name`` is ``name()``: applying ``@app.route("/x")``
            to a view is an event ``flask.Flask.route()`` with the view as its argument.
            The receiver's unknown class is spelled ``?``.
        receiver: the object whose method this is, where there is one.
        origin: for ``name()`` and methods of results, the event that made the receiver.
        stack: the calls through which the project got here, innermost first; empty where the
            function was run without knowing who calls it.
        callers: the functions in which those calls stand.
        member: the last part of the name: ``route`` of ``flask.Blueprint.route``.
    """

    name: str
    function: str
    location: Location
    args: tuple[Values, ...] = ()
    keywords: dict[str, Values] = {}
    receiver: Value | None = None
    origin: Event | None = None
    stack: tuple[Location, ...] = ()
    callers: tuple[str, ...] = ()
    member: str = ""

    def argument(self, position: int, keyword: str) -> Values | None:
        """Return an argument by keyword or position; None where it is not given."""
        if keyword in self.keywords:
            return self.keywords[keyword]
        return self.args[position] if 0 <= position < len(self.args) else None

    def __post_init__(self) -> None:
        # A few names are those of millions of events: kept once, they hash once as well.
        self.name = intern(self.name)
        self.member = intern(self.name.rpartition(".")[2])


class Instance(msgspec.Struct, eq=False):
    """An object: of a class of the project, or what a call of something external gave.

    Attributes:
        kind: its class, or the external name that was called or read to get it.
        origin: the event that made it, for external objects.
        carries: classes of the project that went into it (``select(User)`` carries ``User``).
        content: its items, where its class derives from a dictionary.
        is_single: whether it stands for one object only: made by a module as it is imported.
    """

    kind: ClassValue | External
    location: Location
    attributes: dict[str, Values] = {}
    origin: Event | None = None
    carries: tuple[ClassValue, ...] = ()
    content: Table | None = None
    is_single: bool = False


class Bound(msgspec.Struct, frozen=True):
    """A method together with the object or class that it is called on."""

    function: FunctionValue
    receiver: Value


class Member(msgspec.Struct, frozen=True):
    """An attribute that the project does not define: ``blueprint.route``, ``task.delay``."""

    receiver: Value
    name: str


class Super(msgspec.Struct, frozen=True):
    """``super()`` in a method of ``owner``, called on ``receiver``."""

    owner: ClassValue
    receiver: Value


class Partial(msgspec.Struct, eq=False):
    """``functools.partial(function, …)``."""

    function: Values
    args: tuple[Values, ...]
    keywords: dict[str, Values]


class Argument(msgspec.Struct, frozen=True):
    """A parameter of a function that was run without knowing its caller.

    So little is known of it that for most it is as if nothing was. The same goes for an address or
    path of which only parts are constant: ``name`` is its text, ``{}`` for what is not.
    """

    function: str
    name: str


Value = (
    Known
    | Items
    | Table
    | ModuleValue
    | External
    | FunctionValue
    | ClassValue
    | Instance
    | Bound
    | Member
    | Partial
    | Argument
    | Super
)
Values = tuple[Value, ...]
# What a dictionary holds beside what is known of it, where that may be anything.
ANYTHING: Values = (Argument("<dict>", ""),)
NOTHING: Values = (Known(None),)
# Of a dictionary: a constant, or what there is one of (registries are kept by class or function).
Key = str | int | float | bool | ClassValue | FunctionValue | ModuleValue | External | None


def join(*alternatives: Iterable[Value]) -> Values:
    """Merge alternatives, first come first kept, at most ``MOST``."""
    known = [values for values in alternatives if values != ()]
    if not known:
        return ()
    first = known[0]
    if len(known) == 1 and type(first) is tuple and len(first) == 1:
        return first
    merged: dict[Value, None] = {}
    for values in known:
        for value in values:
            merged[value] = None
    return tuple(merged)[:MOST]


def join_fully(*alternatives: Values) -> Values:
    """Merge alternatives; None beside what is unknown is unknown, not to be taken for None."""
    found = join(*alternatives)
    return () if found == NOTHING and () in alternatives else found
