"""What stands at the top of a module: its functions, classes, names, and other statements.

Spans are those of the ``ast`` module, decorators included.
https://docs.python.org/3/library/ast.html#ast.AST.lineno
"""

import ast
from collections.abc import Iterator

import msgspec

STATEMENT = (
    ""  # the name of what defines nothing, or several names: imports, calls, `if` and `try`
)


class Statement(msgspec.Struct, frozen=True):
    """One statement at the top of a module.

    Attributes:
        name: what it defines; empty where it is an import, a call, or a block.
        first, last: its lines.
        text: its source.
    """

    name: str
    first: int
    last: int
    text: str


def statements_of(text: str) -> tuple[Statement, ...]:
    """List the statements of a module in source order; one that does not parse is one statement.

    The module's docstring is left out.
    """
    lines = text.splitlines(keepends=True)
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return (Statement(STATEMENT, 1, max(1, len(lines)), text),)
    return tuple(
        Statement(name, first, last, "".join(lines[first - 1 : last]))
        for statement in body
        for name, first, last in _spans(statement)
    )


def _spans(statement: ast.stmt) -> Iterator[tuple[str, int, int]]:
    last = statement.end_lineno or statement.lineno
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            first = min([statement.lineno, *(d.lineno for d in statement.decorator_list)])
            yield statement.name, first, last
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            yield name, statement.lineno, last
        case ast.Expr(value=ast.Constant(value=str())):
            return
        case _:
            yield STATEMENT, statement.lineno, last
