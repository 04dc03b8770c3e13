"""What the index keeps of one file: a small tree of statements and symbolic expressions.

Nothing downstream of the index sees a syntax tree. The tree here keeps what a program *does*
(bind, call, branch, loop, return) and drops how it is written. ``line`` is where the construct
starts; statements that define something also know where they end.
"""

from __future__ import annotations

from typing import get_args

import msgspec


class Fact(msgspec.Struct, frozen=True, tag=True, array_like=True, gc=False):
    """A statement or an expression.

    Millions of them travel from worker processes and are kept on disk: as arrays they take half
    the bytes. They hold nothing that could hold them, so the garbage collector need not look.
    """


class Name(Fact, frozen=True):
    """A bare name."""

    id: str


class Attribute(Fact, frozen=True):
    """``value.attr``."""

    value: Expression
    attr: str
    line: int


class Call(Fact, frozen=True):
    """A call; a keyword of ``**`` is spelled ``**``, a starred argument is a ``Starred``."""

    func: Expression
    args: tuple[Expression, ...]
    keywords: tuple[tuple[str, Expression], ...]
    line: int


class Constant(Fact, frozen=True):
    """A literal; bytes are kept as ``Other``."""

    value: str | int | float | bool | None


class Sequence(Fact, frozen=True):
    """A list, tuple or set display."""

    kind: str
    items: tuple[Expression, ...]
    line: int


class Mapping(Fact, frozen=True):
    """A dictionary display; the key of ``**other`` is None."""

    items: tuple[tuple[Expression | None, Expression], ...]
    line: int


class Joined(Fact, frozen=True):
    """An f-string: constants and expressions, in order."""

    parts: tuple[Expression, ...]


class Binary(Fact, frozen=True):
    """An operation: ``+``, ``%``, ``|``, ``*``, or a comparison of two."""

    operator: str
    left: Expression
    right: Expression
    line: int = 1


class Subscript(Fact, frozen=True):
    """``value[index]``."""

    value: Expression
    index: Expression
    line: int


class Starred(Fact, frozen=True):
    """``*value`` in a call or display."""

    value: Expression


class Lambda(Fact, frozen=True):
    """A lambda; its body is one expression.

    Attributes:
        number: which lambda it is of the function, class body or module around it, from 1.
    """

    params: tuple[Parameter, ...]
    body: Expression
    line: int
    number: int = 1


class Either(Fact, frozen=True):
    """One of several values: a conditional expression, ``and``, ``or`` (``operator``)."""

    tests: tuple[Expression, ...]
    options: tuple[Expression, ...]
    operator: str = "if"


class Comprehension(Fact, frozen=True):
    """A comprehension or generator; ``key`` is set for dictionaries."""

    kind: str
    element: Expression
    key: Expression | None
    loops: tuple[tuple[Expression, Expression, tuple[Expression, ...]], ...]
    line: int


class Other(Fact, frozen=True):
    """Anything else; its parts are still evaluated, because they may call something."""

    kind: str
    parts: tuple[Expression, ...] = ()


Expression = (
    Name
    | Attribute
    | Call
    | Constant
    | Sequence
    | Mapping
    | Joined
    | Binary
    | Subscript
    | Starred
    | Lambda
    | Either
    | Comprehension
    | Other
)

EXPRESSIONS = get_args(Expression)


class Parameter(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A parameter; ``kind`` is ``positional``, ``keyword``, ``*`` or ``**``."""

    name: str
    kind: str
    default: Expression | None = None
    annotation: Expression | None = None


class Import(Fact, frozen=True):
    """``import a.b as c``: pairs of dotted name and alias (empty where there is none)."""

    names: tuple[tuple[str, str], ...]
    line: int


class ImportFrom(Fact, frozen=True):
    """``from ..module import name as alias``; ``level`` counts the dots."""

    module: str
    level: int
    names: tuple[tuple[str, str], ...]
    line: int


class Assign(Fact, frozen=True):
    """``a = b = value``, ``a: T = value`` and ``a += value`` (``operator`` is then ``+``)."""

    targets: tuple[Expression, ...]
    value: Expression | None
    line: int
    operator: str = ""
    annotation: Expression | None = None


class Evaluate(Fact, frozen=True):
    """An expression that stands as a statement, also what ``raise`` and ``assert`` evaluate."""

    value: Expression
    line: int


class Delete(Fact, frozen=True):
    """``del target``."""

    targets: tuple[Expression, ...]
    line: int


class Return(Fact, frozen=True):
    """``return value``."""

    value: Expression | None
    line: int


class Jump(Fact, frozen=True):
    """``break`` or ``continue`` (``kind``)."""

    kind: str
    line: int


class Branch(Fact, frozen=True):
    """``if``, ``try``, ``match``, ``while``: blocks of which any may run.

    Where ``tests`` are those of an ``if`` or ``while``, there is one block more than tests: that
    of ``else``. The subject of a ``match`` is an ``Other``: it decides nothing by being true.
    """

    tests: tuple[Expression, ...]
    blocks: tuple[tuple[Statement, ...], ...]
    line: int


class Loop(Fact, frozen=True):
    """``for target in iterable``; ``orelse`` follows ``body``."""

    target: Expression
    iterable: Expression
    body: tuple[Statement, ...]
    line: int


class With(Fact, frozen=True):
    """``with context as target``."""

    items: tuple[tuple[Expression, Expression | None], ...]
    body: tuple[Statement, ...]
    line: int
    is_async: bool = False


class Global(Fact, frozen=True):
    """``global`` or ``nonlocal``."""

    names: tuple[str, ...]
    is_nonlocal: bool = False


class FunctionDef(Fact, frozen=True):
    """A function; ``line`` is that of ``def``, decorators have their own."""

    name: str
    params: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    decorators: tuple[tuple[Expression, int], ...]
    line: int
    end_line: int
    returns: Expression | None = None


class ClassDef(Fact, frozen=True):
    """A class; ``keywords`` holds ``metaclass=`` and the like."""

    name: str
    bases: tuple[Expression, ...]
    keywords: tuple[tuple[str, Expression], ...]
    body: tuple[Statement, ...]
    decorators: tuple[tuple[Expression, int], ...]
    line: int
    end_line: int


Statement = (
    Import
    | ImportFrom
    | Assign
    | Evaluate
    | Delete
    | Return
    | Jump
    | Branch
    | Loop
    | With
    | Global
    | FunctionDef
    | ClassDef
)

STATEMENTS = get_args(Statement)


class SqlTable(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A table in an SQL string: its name, empty where it is computed, and what is done to it.

    Attributes:
        mode: ``read``, ``write`` or ``create``.
    """

    name: str
    mode: str


class SqlText(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What one SQL string does.

    Attributes:
        function: the function that has the string, or uses the module's constant that has it.
        is_read: whether it could be parsed.
        is_given: whether it is handed to something that runs SQL.
    """

    function: str
    line: int
    tables: tuple[SqlTable, ...] = ()
    is_read: bool = True
    is_given: bool = False


class Bound(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A name that a module binds; ``kind`` is ``dict``, ``list``, ``set`` or empty."""

    name: str
    kind: str
    line: int


class Changed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A function changes a name that is not its own; ``is_rebound`` where ``global`` says so.

    ``is_handed``: what it stores may come from its caller or from a request; ``is_asked``: it
    does, and is not taken back by the same function.
    """

    function: str
    name: str
    change: str
    is_rebound: bool
    is_handed: bool = True
    is_asked: bool = False


class Stretch(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Lines of a function that run in a certain way; see ``constructs.Span`` for ``kind``."""

    function: str
    kind: str
    line: int
    end_line: int
    name: str = ""


class Written(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A dotted name where it is written, not resolved yet.

    Attributes:
        kind: ``read`` (of an attribute, not called), ``write`` (of one; it is a ``read`` as well),
            ``decorator`` or ``annotation``.
        owner: the function that reads, or what is decorated or annotated, with its module.
        detail: the parameter that is annotated.
    """

    kind: str
    owner: str
    text: str
    line: int
    detail: str = ""


class Ignore(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A comment ``# migrate: ignore[rule] reason`` that speaks of lines ``first`` to ``last``."""

    line: int
    first: int
    last: int
    rules: tuple[str, ...] = ()
    reason: str = ""


class Digest(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a file says by itself, gathered once when it is read: no other file is needed.

    Attributes:
        imports: import statements, each with the function it stands in (empty for the module).
        mentions: strings that may name a module, with their lines.
        stretches: loops, ``with`` blocks, awaited calls and calls whose result is dropped.
        written: decorators, annotations, and attributes of what is imported.
    """

    imports: tuple[tuple[Import | ImportFrom, str], ...] = ()
    mentions: tuple[tuple[str, int], ...] = ()
    sql: tuple[SqlText, ...] = ()
    bound: tuple[Bound, ...] = ()
    changes: tuple[Changed, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    written: tuple[Written, ...] = ()
    ignores: tuple[Ignore, ...] = ()


class ModuleFacts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file of the monolith, read.

    Attributes:
        error: why the file does not parse, with ``error_line``; its body is then empty.
    """

    name: str
    file: str
    is_package: bool
    lines: int
    body: tuple[Statement, ...] = ()
    error: str = ""
    error_line: int = 1
    digest: Digest = Digest()
