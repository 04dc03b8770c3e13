"""Names that code gives to templates, and that no template of the service mentions.

``app.jinja_env.globals.update(lookup=lookup)``, ``app.jinja_env.filters["ago"] = ago``,
``app.add_template_filter(ago)``: such a statement does nothing for pages without the name, and
what only it uses goes with it.
https://flask.palletsprojects.com/en/stable/templating/#registering-filters
"""

import ast
from collections.abc import Collection, Iterable, Iterator

import msgspec

from migrator.generation.symbols.reading import suites
from migrator.generation.symbols.units import ModuleUnits
from migrator.generation.symbols.uses import last_name

KINDS = frozenset({"filters", "globals", "tests"})  # of a Jinja environment
ADDS = frozenset(
    {
        "add_app_template_filter", "add_app_template_global", "add_app_template_test",
        "add_template_filter", "add_template_global", "add_template_test",
    }
)  # fmt: skip


class Directive(msgspec.Struct, frozen=True, eq=False):
    """A statement that gives names to templates and does nothing else."""

    statement: ast.stmt
    names: tuple[str, ...]


class Suite(msgspec.Struct, frozen=True, eq=False):
    """A list of statements, some of which only give names to templates."""

    statements: list[ast.stmt]
    directives: tuple[Directive, ...]


def find_directives(units: ModuleUnits) -> Iterator[Suite]:
    """Yield each list of statements of a module that has such statements, and those."""
    for suite in suites(units.tree):
        found = tuple(Directive(s, names) for s in suite if (names := _names_of(s)))
        if found:
            yield Suite(suite, found)


def idle(
    suites: Iterable[Suite],
    mentioned: frozenset[str],
    cut: Collection[ast.AST],
) -> Iterator[Directive]:
    """Choose those of which no name is mentioned; a body keeps one statement, or is no Python."""
    for suite in suites:
        chosen = [d for d in suite.directives if not mentioned & set(d.names)]
        gone = {d.statement for d in chosen}
        if chosen and all(s in gone or s in cut for s in suite.statements):
            chosen.pop()
        yield from (d for d in chosen if d.statement not in cut)


def _names_of(statement: ast.stmt) -> tuple[str, ...]:
    match statement:
        case ast.Assign(
            targets=[ast.Subscript(value=registry, slice=ast.Constant(value=str(name)))],
            value=value,
        ) if _is_registry(registry) and _is_plain(value):
            return (name,)
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=registry, attr="update"), args=[]) as c
        ):
            if _is_registry(registry) and all(k.arg and _is_plain(k.value) for k in c.keywords):
                return tuple(k.arg for k in c.keywords if k.arg)
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=attr)) as call) if attr in ADDS:
            return _added(call)
    return ()


def _added(call: ast.Call) -> tuple[str, ...]:
    """Read ``add_template_filter(function, name)``; without a name, it is the function's."""
    given = [*call.args, *(k.value for k in call.keywords if k.arg == "name")]
    match given:
        case [ast.Name(id=name)]:
            return (name,)
        case [value, ast.Constant(value=str(name))] if _is_plain(value):
            return (name,)
    return ()


def _is_registry(node: ast.expr) -> bool:
    """Tell ``app.jinja_env.globals`` from any other attribute of that name."""
    if not isinstance(node, ast.Attribute) or node.attr not in KINDS:
        return False
    owner = node.value
    return last_name(owner) in {"jinja_env", "jinja_environment", "env", "environment"}


def _is_plain(value: ast.expr) -> bool:
    """Tell whether reading a value does nothing."""
    return isinstance(value, ast.Name | ast.Constant | ast.Lambda) or (
        isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name)
    )
