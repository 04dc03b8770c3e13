"""Questions about facts that need no interpretation: texts, names, functions."""

from collections.abc import Iterable, Iterator

import msgspec

from migrator.model import facts

Node = object

# Fields that hold words and numbers, never facts.
PLAIN = frozenset({"id", "attr", "kind", "name", "operator", "module", "level", "names"}) | {
    "line",
    "end_line",
    "is_nonlocal",
    "is_async",
}
KINDS: tuple[type[msgspec.Struct], ...] = (
    *facts.EXPRESSIONS,
    *facts.STATEMENTS,
    facts.Parameter,
)
BELOW = {
    kind: tuple(field for field in reversed(kind.__struct_fields__) if field not in PLAIN)
    for kind in KINDS
}
PLACED = frozenset(kind for kind in KINDS if "line" in kind.__struct_fields__)


def walk(node: Node, line: int = 1) -> Iterator[tuple[Node, int]]:
    """Yield every fact below ``node`` with the line it stands on; nested functions included."""
    waiting = [(node, line)]
    while waiting:
        node, line = waiting.pop()
        kind = type(node)
        if kind is tuple:
            waiting += [(item, line) for item in reversed(node)]  # type: ignore[call-overload]
        elif kind in BELOW:
            if kind in PLACED:
                line = node.line  # type: ignore[attr-defined]
            yield node, line
            for field in BELOW[kind]:
                below = getattr(node, field)
                if below:
                    waiting.append((below, line))


def last_line(node: Node) -> int:
    """Return the last line on which something below ``node`` starts, or a definition ends."""
    return max(max(line, getattr(below, "end_line", line)) for below, line in walk(node))


def functions_of(module: facts.ModuleFacts) -> Iterator[tuple[str, facts.FunctionDef]]:
    """Yield each function with its qualified name, outer before inner."""
    yield from _functions(module.body, f"{module.name}:")


def with_inner(definition: facts.FunctionDef) -> Iterator[facts.FunctionDef]:
    """Yield a function, and those that are defined in it."""
    yield definition
    for node, _ in walk(definition.body):
        if isinstance(node, facts.FunctionDef):
            yield node


def own_name(definition: facts.FunctionDef) -> str:
    """Return the name of a function: what sets a property is told from what reads it.

    Both are called ``price`` in the source; the setter is ``price@setter`` here.
    https://docs.python.org/3/library/functions.html#property
    """
    for decorator, _ in definition.decorators:
        match decorator:
            case facts.Attribute(value=facts.Name(id=name), attr="setter" | "deleter" as role):
                if name == definition.name:
                    return f"{name}@{role}"
    return definition.name


def _functions(
    body: Iterable[facts.Statement], prefix: str
) -> Iterator[tuple[str, facts.FunctionDef]]:
    for statement in body:
        match statement:
            case facts.FunctionDef(body=inner):
                name = own_name(statement)
                yield prefix + name, statement
                yield from _functions(inner, f"{prefix}{name}.")
            case facts.ClassDef(name=name, body=inner):
                yield from _functions(inner, f"{prefix}{name}.")
            case facts.Branch(blocks=blocks):
                for block in blocks:
                    yield from _functions(block, prefix)
            case facts.Loop(body=inner) | facts.With(body=inner):
                yield from _functions(inner, prefix)


def texts_in(body: tuple[facts.Statement, ...]) -> Iterator[tuple[str, int]]:
    """Yield string constants; an f-string is one text with ``x`` for what is computed."""
    inside: set[int] = set()
    for node, line in walk(body):
        match node:
            case facts.Joined(parts=parts):
                inside.update(id(part) for part in parts)
                yield text_of(node), line
            case facts.Constant(value=str(text)) if id(node) not in inside:
                yield text, line


def text_of(joined: facts.Joined) -> str:
    """Spell an f-string with ``x`` for what is computed."""
    return "".join(map(_part, joined.parts))


def _part(part: facts.Expression) -> str:
    return part.value if isinstance(part, facts.Constant) and isinstance(part.value, str) else "x"


def names_in(body: tuple[facts.Statement, ...] | tuple[facts.Expression, ...]) -> frozenset[str]:
    """Return the bare names that occur."""
    return frozenset(node.id for node, _ in walk(body) if isinstance(node, facts.Name))


def without_items(value: facts.Expression) -> facts.Expression:
    """Return what items are taken of: ``a.b`` of ``a.b[0]["c"]``."""
    while isinstance(value, facts.Subscript):
        value = value.value
    return value


def whole_names(node: Node) -> Iterator[facts.Name | facts.Attribute]:
    """Yield the names that occur, each with all attributes that are taken of it."""
    inside: set[int] = set()
    for below, _ in walk(node):
        if id(below) not in inside and isinstance(below, facts.Name | facts.Attribute):
            inside.update(id(part) for part, _ in walk(below))
            yield below


def dotted_name(value: facts.Expression) -> str:
    """Return ``a.b.c`` as it is written; empty where it begins with anything but a name."""
    match value:
        case facts.Name(id=name):
            return name
        case facts.Attribute(value=owner, attr=attr):
            front = dotted_name(owner)
            return f"{front}.{attr}" if front else ""
    return ""


def own_names(definition: facts.FunctionDef) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that a function declares to be global, and its local ones."""
    declared: set[str] = set()
    local = {parameter.name for parameter in definition.params}
    for node, _ in walk(definition.body):
        match node:
            case facts.Assign(targets=targets):
                local.update(targets_in(targets))
            case facts.Loop(target=target):
                local.update(targets_in((target,)))
            case facts.With(items=items):
                local.update(targets_in(tuple(t for _, t in items if t is not None)))
            case facts.Global(names=names, is_nonlocal=False):
                declared.update(names)
    return frozenset(declared), frozenset(local - declared)


def targets_in(targets: tuple[facts.Expression, ...]) -> Iterator[str]:
    """Yield the names to which an assignment or a loop gives something."""
    for target in targets:
        match target:
            case facts.Name(id=name):
                yield name
            case facts.Sequence(items=items):
                yield from targets_in(items)
            case facts.Starred(value=value):
                yield from targets_in((value,))
