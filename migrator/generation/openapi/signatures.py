"""Handlers of FastAPI: annotations of parameters, and of the result.

https://fastapi.tiangolo.com/reference/parameters/
"""

import ast
from collections.abc import Iterator

from migrator.generation.openapi.code import constant, keyword, spelled
from migrator.generation.openapi.said import Said
from migrator.generation.openapi.types import Refer, Schema, bounded, schema_of

PLACES = {"Query": "query", "Header": "header", "Cookie": "cookie", "Path": "path"}


def read_signature(
    handler: ast.FunctionDef | ast.AsyncFunctionDef,
    variables: tuple[str, ...],
    said: Said,
    refer: Refer,
) -> None:
    """Read a handler of FastAPI: what is no path, body or dependency is in the query."""
    bodies: dict[str, Schema] = {}
    for argument, default in _parameters(handler):
        kind, call = _marked(argument.annotation, default)
        schema = schema_of(argument.annotation, refer)
        schema = bounded(schema, call) if call is not None else schema
        place = "path" if argument.arg in variables else PLACES.get(kind, "")
        if not place and "$ref" in schema and kind in {"", "Body"}:
            bodies[argument.arg] = schema
        elif place or (not kind and _is_scalar(schema)):
            name = _name(argument.arg, place, call)
            is_required = place == "path" or _is_required(default, call, kind)
            said.parameters.append((name, place or "query", schema, is_required))
    if len(bodies) == 1:
        (said.body,) = bodies.values()
    elif bodies:
        said.body = {"type": "object", "properties": bodies}
    if said.answer is None and handler.returns is not None and spelled(handler.returns) != "None":
        said.answer = schema_of(handler.returns, refer) or None


def _name(argument: str, place: str, call: ast.Call | None) -> str:
    alias = constant(keyword(call, "alias")) if call is not None else None
    if isinstance(alias, str):
        return alias
    return argument.replace("_", "-") if place == "header" else argument


def _parameters(
    handler: ast.FunctionDef | ast.AsyncFunctionDef,
) -> Iterator[tuple[ast.arg, ast.expr | None]]:
    arguments = handler.args
    positional = [*arguments.posonlyargs, *arguments.args]
    gap = len(positional) - len(arguments.defaults)
    yield from zip(positional, [None] * gap + list(arguments.defaults), strict=True)
    yield from zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)


def _marked(annotation: ast.expr | None, default: ast.expr | None) -> tuple[str, ast.Call | None]:
    """Say what a parameter is, ``Query`` or ``Depends``, by its default or its annotation."""
    marks = [default]
    if isinstance(annotation, ast.Subscript) and spelled(annotation.value).endswith("Annotated"):
        marks += annotation.slice.elts[1:] if isinstance(annotation.slice, ast.Tuple) else []
    for mark in marks:
        if isinstance(mark, ast.Call):
            return spelled(mark.func).rpartition(".")[2], mark
    return "", None


def _is_required(default: ast.expr | None, call: ast.Call | None, kind: str) -> bool:
    if default is None:
        return True
    if default is not call or kind not in PLACES:
        return False
    given = [*call.args[:1], keyword(call, "default"), keyword(call, "default_factory")]
    given = [one for one in given if one is not None]
    return not given or (isinstance(given[0], ast.Constant) and given[0].value is ...)


def _is_scalar(schema: Schema) -> bool:
    if "anyOf" in schema:
        return all(one.get("type") == "null" or _is_scalar(one) for one in schema["anyOf"])
    return "enum" in schema or schema.get("type") in {"string", "integer", "number", "boolean"}
