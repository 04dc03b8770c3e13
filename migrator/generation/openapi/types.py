"""Annotations as JSON Schema; what is not known is ``{}``, which allows everything.

https://json-schema.org/draft/2020-12/schema and https://spec.openapis.org/oas/v3.1.0
"""

import ast
from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]
Refer = Callable[[str], Schema | None]  # a name as written -> the schema of what it names

UUID: Schema = {"type": "string", "format": "uuid"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
PLAIN: dict[str, Schema] = {
    "bool": {"type": "boolean"},
    "bytes": {"type": "string", "format": "binary"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
    "timedelta": {"type": "string", "format": "duration"},
    "dict": {"type": "object"},
    "float": {"type": "number"},
    "int": {"type": "integer"},
    "list": {"type": "array"},
    "str": {"type": "string"},
    "None": {"type": "null"},
    **dict.fromkeys(("UUID", "UUID1", "UUID3", "UUID4", "UUID5"), UUID),
    "EmailStr": {"type": "string", "format": "email"},
    **dict.fromkeys(("AnyUrl", "AnyHttpUrl", "HttpUrl"), ADDRESS),
    "StrictStr": {"type": "string"},
    "StrictInt": {"type": "integer"},
    "StrictBool": {"type": "boolean"},
    "PositiveInt": {"type": "integer", "exclusiveMinimum": 0},
    "NonNegativeInt": {"type": "integer", "minimum": 0},
}
MANY = frozenset({"list", "List", "Sequence", "Iterable", "set", "Set", "frozenset", "FrozenSet"})
MAPS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "defaultdict"})
BOUNDS = {
    "ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum",
    "min_length": "minLength", "max_length": "maxLength", "pattern": "pattern",
    "regex": "pattern", "title": "title", "description": "description",
}  # fmt: skip


def schema_of(node: ast.expr | None, refer: Refer) -> Schema:
    """Turn an annotation into a schema.

    Args:
        node: the annotation.
        refer: makes the schema of a class of the monolith; None for what is none.
    """
    match node:
        case ast.Constant(value=None):
            return {"type": "null"}
        case ast.Constant(value=str() as text):
            return _of_text(text, refer)
        case ast.BinOp(op=ast.BitOr()):
            return any_of([schema_of(node.left, refer), schema_of(node.right, refer)])
        case ast.Subscript():
            return _of_generic(_last(node.value), _arguments(node), refer)
        case ast.Name() | ast.Attribute():
            own = refer(ast.unparse(node))
            return own if own is not None else dict(PLAIN.get(_last(node), {}))
        case _:
            return {}


def any_of(schemas: list[Schema]) -> Schema:
    """Join alternatives; where one is not known, none is."""
    if any(not schema for schema in schemas):
        return {}
    flat: list[Schema] = []
    for schema in schemas:
        for one in schema["anyOf"] if schema.keys() == {"anyOf"} else [schema]:
            if one not in flat:
                flat.append(one)
    return flat[0] if len(flat) == 1 else {"anyOf": flat}


def bounded(schema: Schema, call: ast.Call) -> Schema:
    """Add the bounds that ``Field(ge=0)`` and the like give."""
    found = {}
    for given in call.keywords:
        if given.arg in BOUNDS and isinstance(given.value, ast.Constant):
            name = BOUNDS[given.arg]
            if schema.get("type") == "array":
                name = {"minLength": "minItems", "maxLength": "maxItems"}.get(name, name)
            found[name] = given.value.value
    if not found or "$ref" in schema:
        return schema
    return schema | found


def _of_text(text: str, refer: Refer) -> Schema:
    try:
        return schema_of(ast.parse(text, mode="eval").body, refer)
    except SyntaxError:
        return {}


def _of_generic(name: str, inner: list[ast.expr], refer: Refer) -> Schema:
    if name == "Optional":
        return any_of([schema_of(inner[0], refer), {"type": "null"}])
    if name == "Union":
        return any_of([schema_of(one, refer) for one in inner])
    if name == "Annotated":
        return _annotated(inner, refer)
    if name == "Literal":
        values = [one.value for one in inner if isinstance(one, ast.Constant)]
        return {"enum": values} if len(values) == len(inner) else {}
    return _collection(name, inner, refer)


def _annotated(inner: list[ast.expr], refer: Refer) -> Schema:
    schema = schema_of(inner[0], refer)
    for call in inner[1:]:
        schema = bounded(schema, call) if isinstance(call, ast.Call) else schema
    return schema


def _collection(name: str, inner: list[ast.expr], refer: Refer) -> Schema:
    kind, key = ("array", "items") if name in MANY else ("object", "additionalProperties")
    if name not in MANY | MAPS:
        return {}
    element = schema_of(inner[-1], refer)
    return {"type": kind, key: element} if element else {"type": kind}


def _arguments(node: ast.Subscript) -> list[ast.expr]:
    return list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]


def _last(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]
