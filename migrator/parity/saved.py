"""Values that a step takes from an answer and later steps send: tokens, ids, CSRF fields."""

import re
from collections.abc import Mapping

import msgspec

from migrator.errors import PlanError
from migrator.model.parity import HttpResponse

_REFERENCE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def find_value(expression: str, response: HttpResponse) -> str | None:
    """Evaluate a ``save`` expression: JSON path, ``header Name`` or a regular expression."""
    if expression.startswith("$"):
        return _json_value(expression, response.body.content)
    if expression.startswith("header "):
        return response.header(expression.removeprefix("header ").strip()) or None
    found = re.search(expression, response.body.text)
    return found.group(1) if found and found.groups() else None


def fill_in(value: object, saved: Mapping[str, str]) -> object:
    """Replace ``{{name}}`` in every string of ``value``."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda found: _lookup(found.group(1), saved), value)
    if isinstance(value, Mapping):
        return {str(fill_in(key, saved)): fill_in(item, saved) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [fill_in(item, saved) for item in value]
    return value


def _lookup(name: str, saved: Mapping[str, str]) -> str:
    if name not in saved:
        raise PlanError(
            f"{{{{{name}}}}} is used, but no step before saved it",
            hint="saved so far: " + (", ".join(sorted(saved)) or "nothing"),
        )
    return saved[name]


def _json_value(path: str, body: bytes) -> str | None:
    try:
        value: object = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return None
    for key in re.findall(r"[^.\[\]$]+", path):
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
