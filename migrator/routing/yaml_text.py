"""Data -> YAML text, the same bytes for the same data.

Route tables have tens of thousands of lines; general YAML writers take seconds for them.
"""

import json
import re
from collections.abc import Iterator

# Text that no YAML reader takes for a number, a boolean or a null needs no quotes.
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
_NOT_TEXT = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def dump(data: dict[str, object] | list[object]) -> str:
    """Write ``data`` (dicts, lists, scalars) as block YAML, keys in the order they have."""
    return "".join(f"{line}\n" for line in _lines(data, ""))


def _lines(data: object, margin: str) -> Iterator[str]:
    if isinstance(data, dict) and data:
        for key, value in data.items():
            if isinstance(value, dict | list) and value:
                yield f"{margin}{_scalar(key)}:"
                yield from _lines(value, margin if isinstance(value, list) else margin + "  ")
            else:
                yield f"{margin}{_scalar(key)}: {_scalar(value)}"
    elif isinstance(data, list) and data:
        for value in data:
            first, *rest = _lines(value, margin + "  ")
            yield f"{margin}- {first.removeprefix(margin + '  ')}"
            yield from rest
    else:
        yield margin + _scalar(data)


def _scalar(value: object) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT:
        return value
    return json.dumps(value, ensure_ascii=False)
