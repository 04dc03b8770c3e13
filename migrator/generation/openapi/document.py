"""OpenAPI 3.1 of a service: paths, and what is known of requests and answers.

https://spec.openapis.org/oas/v3.1.0
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from migrator.generation.openapi.code import Code
from migrator.generation.openapi.models import Models
from migrator.generation.openapi.operations import read
from migrator.generation.openapi.parameters import names_in, path_schemas
from migrator.generation.openapi.said import Said
from migrator.generation.openapi.types import Schema
from migrator.generation.source import Source
from migrator.model.extraction import Selection
from migrator.model.plan import ResponseStyle
from migrator.model.program import EntryPoint, HttpRoute, Program

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
ANY = ("get", "post")  # of a route that takes any method; the extension says so
ENVELOPE: Schema = {
    "type": "object",
    "properties": {
        "status": {
            "enum": [
                *("success", "skipped", "badRequest", "notAuthenticated", "unauthorized"),
                *("error", "notImplemented"),
            ]
        },
        "message": {"type": "string"},
        "data": {},
    },
    "required": ["status", "message", "data"],
    "additionalProperties": False,
}


def openapi(program: Program, selection: Selection, source: Source, version: str) -> str:
    """Write the document, an operation or a schema a line."""
    models = Models(Code(program, source))
    paths: dict[str, dict[str, Any]] = {}
    spellings: dict[str, str] = {}
    taken: set[str] = set()
    for route in selection.routes:
        trigger = route.trigger
        if not isinstance(trigger, HttpRoute):
            continue
        shape = re.sub(r"\{\w+[^}]*\}", "{}", trigger.path)
        path = spellings.setdefault(shape, trigger.path)
        for method in ANY if trigger.method == "ANY" else (trigger.method.lower(),):
            if method in METHODS and method not in paths.setdefault(path, {}):
                said = read(route, trigger, method.upper(), models)
                made = _operation(route, trigger, path, said, selection.service.response)
                name = f"{method}_{route.handler.rpartition(':')[2]}"
                paths[path][method] = {"operationId": _unique(name, taken), **made}
    components = dict(sorted(models.components.items()))
    if selection.service.response is not ResponseStyle.LEGACY:
        components = {"Envelope": ENVELOPE, **components}
    head = {"title": f"{selection.service.name} of {selection.org}", "version": version}
    return _spelled(head, paths, components)


def _operation(
    route: EntryPoint, trigger: HttpRoute, path: str, said: Said, style: ResponseStyle
) -> dict[str, Any]:
    body = {} if said.body is None else {"requestBody": {"content": _json(said.body)}}
    parameters = list(_parameters(trigger, path, said))
    return {
        **({"summary": said.summary} if said.summary else {}),
        **({"x-any-method": True} if trigger.method == "ANY" else {}),
        **({"parameters": parameters} if parameters else {}),
        **body,
        "responses": _responses(said, style),
        "x-handler": f"{route.handler} ({route.location})",
    }


def _parameters(trigger: HttpRoute, path: str, said: Said) -> Iterator[dict[str, Any]]:
    """Yield those of the path under the names that this path has here, then the others."""
    typed = {name: schema for name, where, schema, _ in said.parameters if where == "path"}
    schemas = path_schemas(trigger)
    for shown, name in zip(names_in(path), names_in(trigger.path), strict=True):
        schema = typed.get(name) or schemas[name]
        yield {"name": shown, "in": "path", "required": True, "schema": schema}
    for name, where, schema, is_required in said.parameters:
        if where != "path":
            yield {"name": name, "in": where, "required": is_required, "schema": schema}


def _responses(said: Said, style: ResponseStyle) -> dict[str, Any]:
    """Describe success where it is known, and everything where all answers have one form."""
    answers: dict[str, Any] = {}
    known = said.answer
    if style is not ResponseStyle.LEGACY:
        wrapped: Schema = {"$ref": "#/components/schemas/Envelope"}
        success = wrapped
        if known is not None:
            success = {"allOf": [wrapped, {"properties": {"data": known}}]}
        known = success if style is ResponseStyle.ENVELOPE else _either(success, known)
        answers["default"] = {"description": "Any other answer", "content": _json(wrapped)}
    if known is not None or said.status != 200:
        content = {"content": _json(known)} if known is not None and said.status != 204 else {}
        answers = {str(said.status): {"description": "Success", **content}, **answers}
    return answers or {"default": {"description": "As the monolith answers"}}


def _either(envelope: Schema, plain: Schema | None) -> Schema:
    return {"anyOf": [envelope, plain]} if plain is not None else {}


def _json(schema: Schema) -> dict[str, Any]:
    return {"application/json": {"schema": schema} if schema else {}}


def _unique(name: str, taken: set[str]) -> str:
    plain = re.sub(r"\W+", "_", name)
    found, number = plain, 2
    while found in taken:
        found, number = f"{plain}_{number}", number + 1
    taken.add(found)
    return found


def _spelled(
    head: dict[str, str], paths: dict[str, dict[str, Any]], components: dict[str, Schema]
) -> str:
    """Write JSON of which a person can read the differences."""
    blocks = [
        f"    {json.dumps(path)}: {_operations(operations)}"
        for path, operations in sorted(paths.items())
    ]
    end = ""
    if components:
        end = f',\n  "components": {{"schemas": {{\n{_lines(components, "    ")}\n  }}}}'
    body = ",\n".join(blocks)
    return (
        f'{{\n  "openapi": "3.1.0",\n  "info": {json.dumps(head)},\n'
        f'  "paths": {{\n{body}\n  }}{end}\n}}\n'
    )


def _operations(operations: dict[str, Any]) -> str:
    """Write a path with one operation, or one for any method, on its line."""
    if len(operations) == 1 or all("x-any-method" in one for one in operations.values()):
        return json.dumps(operations)
    return f"{{\n{_lines(operations, '      ')}\n    }}"


def _lines(items: dict[str, Any], indent: str) -> str:
    rows: Iterable[tuple[str, Any]] = items.items()
    return ",\n".join(f"{indent}{json.dumps(key)}: {json.dumps(value)}" for key, value in rows)
