"""Whether the code that travels says itself which templates it renders.

A name may come through parameters and variables, as long as some string says it. One that comes
from an object, from settings or from the database may be any.
https://flask.palletsprojects.com/en/stable/api/#template-rendering
"""

import ast
from collections.abc import Collection, Iterable, Iterator

from migrator.generation.symbols.uses import FUNCTIONS, last_name

NAMED = frozenset(
    {
        "TemplateResponse", "get_or_select_template", "get_template", "render_template",
        "render_to_string", "select_template", "stream_template",
    }
)  # fmt: skip
OF_TEXT = frozenset({"from_string", "render_template_string", "stream_template_string"})
KEYWORDS = frozenset({"name", "template", "template_name", "template_name_or_list"})
COUNT = 2  # TemplateResponse takes the request first


def find_unsaid(nodes: Iterable[ast.AST]) -> ast.Call | None:
    """Return a call that renders a template of which no string says the name or the text."""
    nodes = list(nodes)
    names = NAMED | OF_TEXT
    while True:
        handing: set[str] = set()
        for function, call in (pair for node in nodes for pair in _calls(node, names)):
            said, parameter = _is_said(call, function)
            if not said:
                return call
            if parameter and function is not None:
                handing.add(function.name)
        if handing <= names:
            return None
        names = names | handing


def _calls(
    node: ast.AST, names: Collection[str], around: "FUNCTIONS | None" = None
) -> Iterator[tuple["FUNCTIONS | None", ast.Call]]:
    if isinstance(node, ast.Call) and last_name(node.func) in names:
        yield around, node
    inside = node if isinstance(node, FUNCTIONS) else around
    for child in ast.iter_child_nodes(node):
        yield from _calls(child, names, inside)


def _is_said(call: ast.Call, function: "FUNCTIONS | None") -> tuple[bool, bool]:
    """Return whether a string says the template, and whether a parameter does instead."""
    given = [*call.args[:COUNT], *(k.value for k in call.keywords if k.arg in KEYWORDS)]
    if not given and not call.keywords:
        return True, False  # another function of that name
    if any(_has_text(value) for value in given):
        return True, False
    for value in given:
        if isinstance(value, ast.Name) and function is not None:
            if value.id in _parameters(function):
                return True, True
            bound = list(_bound_to(function, value.id))
            if bound and all(_has_text(one) for one in bound):
                return True, False
    return False, False


def _has_text(node: ast.expr) -> bool:
    """Tell whether a value is made of strings: each branch of a choice says one."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, str)
        case ast.IfExp(body=one, orelse=other):
            return _has_text(one) and _has_text(other)
        case ast.JoinedStr(values=values) | ast.List(elts=values) | ast.Tuple(elts=values):
            return any(_has_text(value) for value in values)
        case ast.BinOp(left=left, right=right):
            return _has_text(left) or _has_text(right)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="format")):
            return True
    return False


def _parameters(function: FUNCTIONS) -> set[str]:
    arguments = function.args
    return {a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}


def _bound_to(function: FUNCTIONS, name: str) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=value) if bound == name:
                yield value
