"""Parameters in paths, typed by the converters of Flask, Django and Starlette.

https://werkzeug.palletsprojects.com/en/stable/routing/#builtin-converters
https://docs.djangoproject.com/en/stable/topics/http/urls/#path-converters
"""

import re

from migrator.generation.openapi.types import Schema
from migrator.model.program import HttpRoute

VARIABLE = re.compile(r"\{(\w+)[^}]*\}")
ANGLED = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<arguments>[^)]*)\))?:)?(?P<name>\w+)>")
BRACED = re.compile(r"\{(?P<name>\w+):(?P<kind>\w+)\}")
GROUP = re.compile(r"\(\?P<(?P<name>\w+)>(?P<pattern>(?:[^()\\]|\\.)*)\)")
CONVERTERS: dict[str, Schema] = {
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "uuid": {"type": "string", "format": "uuid"},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
}
NUMBER = re.compile(r"\\d(\+|\*|\{\d+(,\d*)?\})|\[0-9\](\+|\*|\{\d+(,\d*)?\})")


def names_in(path: str) -> tuple[str, ...]:
    """Name the variables of a template, in order."""
    return tuple(VARIABLE.findall(path))


def path_schemas(route: HttpRoute) -> dict[str, Schema]:
    """Type each variable of a route's template; text where its converter says no more."""
    found: dict[str, Schema] = {}
    for match in GROUP.finditer(route.declared):
        pattern = match["pattern"]
        is_number = NUMBER.fullmatch(pattern)
        found[match["name"]] = (
            {"type": "integer"} if is_number else {"type": "string", "pattern": f"^{pattern}$"}
        )
    for match in (*ANGLED.finditer(route.declared), *BRACED.finditer(route.declared)):
        arguments = match.groupdict().get("arguments") or ""
        found.setdefault(match["name"], _of_converter(match["kind"] or "string", arguments))
    return {name: found.get(name, {"type": "string"}) for name in names_in(route.path)}


def _of_converter(kind: str, arguments: str) -> Schema:
    if kind == "any" and arguments:
        return {"enum": [word.strip(" \"'") for word in arguments.split(",")]}
    return dict(CONVERTERS.get(kind, {"type": "string"}))
