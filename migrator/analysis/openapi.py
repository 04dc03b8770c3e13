"""Operations of an OpenAPI or Swagger document.

https://spec.openapis.org/oas/v3.0.3#operation-object
https://swagger.io/specification/v2/
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

METHODS = ("get", "put", "post", "delete", "patch", "trace")
CONTROLLERS = ("x-openapi-router-controller", "x-swagger-router-controller")


class Operation(msgspec.Struct, frozen=True):
    """One method on one path.

    Attributes:
        types: the type of each path parameter that says one, ``path`` for such a format.
        identifier: its ``operationId``, empty where there is none.
        controller: the module that its function is in, as Connexion has it.
    """

    method: str
    path: str
    types: dict[str, str]
    identifier: str = ""
    controller: str = ""


class Document(msgspec.Struct, frozen=True):
    """A document; ``base`` is the path of its first server, or ``basePath``."""

    base: str
    operations: tuple[Operation, ...]


def read(text: str) -> Document | None:
    """Read a document, YAML or JSON; None where it is none."""
    try:
        content = YAML(typ="safe").load(text)
    except (YAMLError, ValueError):
        return None
    paths = content.get("paths") if isinstance(content, dict) else None
    if not isinstance(paths, dict):
        return None
    operations = tuple(
        operation
        for path, item in paths.items()
        if isinstance(item, dict)
        for operation in _operations(str(path), item, content)
    )
    return Document(_base(content), operations)


def _operations(path: str, item: dict[str, object], content: object) -> Iterator[Operation]:
    for method in METHODS:
        operation = item.get(method)
        if not isinstance(operation, dict):
            continue
        said = [*_list(item.get("parameters")), *_list(operation.get("parameters"))]
        types = dict(_types([_resolve(parameter, content) for parameter in said]))
        places = [found.get(name) for found in (operation, item) for name in CONTROLLERS]
        controller = next((str(place) for place in places if place), "")
        yield Operation(
            method.upper(), path, types, str(operation.get("operationId") or ""), controller
        )


def _types(parameters: list[object]) -> Iterator[tuple[str, str]]:
    for parameter in parameters:
        if not isinstance(parameter, dict) or parameter.get("in") != "path":
            continue
        schema = parameter.get("schema")
        said = schema if isinstance(schema, dict) else parameter
        is_path = said.get("format") == "path"
        yield str(parameter.get("name")), "path" if is_path else str(said.get("type"))


def _resolve(value: object, content: object) -> object:
    """Follow a reference into the document itself."""
    reference = value.get("$ref") if isinstance(value, dict) else None
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return value
    for part in reference[2:].split("/"):
        content = content.get(part) if isinstance(content, dict) else None
    return content


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _base(content: dict[str, object]) -> str:
    servers = _list(content.get("servers"))
    first = servers[0] if servers else None
    if not isinstance(first, dict):
        return str(content.get("basePath") or "").rstrip("/")
    url = str(first.get("url") or "")
    variables = first.get("variables")
    for name, variable in variables.items() if isinstance(variables, dict) else ():
        if isinstance(variable, dict):
            url = url.replace("{" + str(name) + "}", str(variable.get("default", "")))
    return urlsplit(url).path.rstrip("/")
