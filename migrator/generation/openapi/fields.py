"""Fields of marshmallow's schemas and REST framework's serializers.

https://marshmallow.readthedocs.io/en/stable/marshmallow.fields.html
https://www.django-rest-framework.org/api-guide/fields/
"""

import ast
from collections.abc import Iterator

from migrator.generation.openapi.code import constant, keyword, spelled
from migrator.generation.openapi.types import Refer, Schema

TEXT: Schema = {"type": "string"}
TYPES: dict[str, Schema] = {
    **dict.fromkeys(("Str", "String", "Char", "Regex", "Slug"), TEXT),
    **{name: {"type": "integer"} for name in ("Int", "Integer")},
    **{name: {"type": "number"} for name in ("Float", "Number")},
    **{name: {"type": "boolean"} for name in ("Bool", "Boolean")},
    **{name: {"type": "string", "format": "date-time"} for name in ("DateTime", "AwareDateTime")},
    "Date": {"type": "string", "format": "date"},
    "Time": {"type": "string", "format": "time"},
    "Email": {"type": "string", "format": "email"},
    **{name: {"type": "string", "format": "uri"} for name in ("Url", "URL")},
    "UUID": {"type": "string", "format": "uuid"},
    **{name: {} for name in ("Dict", "Mapping", "JSON")},
}
Field = tuple[str, Schema, bool]  # name, schema, whether it is required


def fields_of(node: ast.ClassDef, refer: Refer, *, is_django: bool) -> Iterator[Field]:
    """Yield the fields that a class declares itself, as ``name = fields.Integer(…)``."""
    for statement in node.body:
        target = _target(statement)
        if target and isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            field = _field(target, statement.value, refer, is_django=is_django)
            if field is not None:
                yield field
    yield from _of_meta(node)


def _target(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id
    return ""


def _field(name: str, call: ast.Call, refer: Refer, *, is_django: bool) -> Field | None:
    kind = spelled(call.func).rpartition(".")[2]
    schema = _schema(kind, call, refer)
    if schema is None:
        return None
    is_read_only = bool(
        constant(keyword(call, "read_only")) or constant(keyword(call, "dump_only"))
    )
    is_write_only = bool(
        constant(keyword(call, "write_only")) or constant(keyword(call, "load_only"))
    )
    has_default = any(keyword(call, word) is not None for word in ("default", "load_default"))
    said = constant(keyword(call, "required"))
    is_required = bool(is_django if said is None else said)
    if _says(call, "allow_null", "allow_none"):
        schema = {"anyOf": [schema, {"type": "null"}]} if schema else {}
    marks = {"readOnly": True} if is_read_only else {"writeOnly": True} if is_write_only else {}
    key = constant(keyword(call, "data_key"))
    return (
        key if isinstance(key, str) else name,
        {**schema, **marks},
        is_required and not has_default and not is_read_only,
    )


def _says(call: ast.Call, *names: str) -> bool:
    return any(constant(keyword(call, name)) is True for name in names)


def _schema(kind: str, call: ast.Call, refer: Refer) -> Schema | None:
    """Return the schema of a field; None for what is no field."""
    plain = kind.removesuffix("Field")
    first = call.args[0] if call.args else None
    if kind in {"Nested", "Pluck"}:
        inner = _nested(first, refer)
        return _listed(inner) if constant(keyword(call, "many")) else inner
    if plain == "List":
        element = first if first is not None else keyword(call, "child")
        items = None
        if isinstance(element, ast.Call):
            items = _schema(spelled(element.func).rpartition(".")[2], element, refer)
        return _listed(items or {})
    if plain in TYPES:
        return dict(TYPES[plain])
    own = refer(spelled(call.func))
    if own is not None:  # a serializer as a field of another
        return _listed(own) if constant(keyword(call, "many")) else own
    return {} if kind.endswith("Field") or spelled(call.func).startswith("fields.") else None


def _nested(node: ast.expr | None, refer: Refer) -> Schema:
    if isinstance(node, ast.Lambda):
        node = node.body
    if isinstance(node, ast.Call):
        inner = refer(spelled(node.func)) or {}
        return _listed(inner) if constant(keyword(node, "many")) else inner
    return refer(spelled(node)) or {}


def _listed(items: Schema) -> Schema:
    return {"type": "array", "items": items} if items else {"type": "array"}


def _of_meta(node: ast.ClassDef) -> Iterator[Field]:
    """Yield what ``Meta.fields`` names; the types are those of a model, and not read."""
    for inner in node.body:
        if isinstance(inner, ast.ClassDef) and inner.name == "Meta":
            for statement in inner.body:
                names = constant(statement.value) if isinstance(statement, ast.Assign) else None
                if _target(statement) == "fields" and isinstance(names, list | tuple):
                    yield from ((str(name), {}, False) for name in names)
