"""Structural comparison of two JSON values; every difference has a path such as ``$.a[0].b``."""

import re
from collections.abc import Iterator

import msgspec

from migrator.model.parity import Aspect, Difference

_LONGEST = 200


def compare_json(monolith: object, service: object, path: str = "$") -> Iterator[Difference]:
    """Yield the smallest places at which the two differ; order of keys does not matter."""
    if isinstance(monolith, dict) and isinstance(service, dict):
        for key in sorted(monolith.keys() | service.keys()):
            yield from _compare_member(monolith, service, key, f"{path}.{key}")
    elif isinstance(monolith, list) and isinstance(service, list):
        for index, (left, right) in enumerate(zip(monolith, service, strict=False)):
            yield from compare_json(left, right, f"{path}[{index}]")
        for index in range(len(service), len(monolith)):
            yield Difference(Aspect.BODY, f"{path}[{index}]", _short(monolith[index]))
        for index in range(len(monolith), len(service)):
            yield Difference(Aspect.BODY, f"{path}[{index}]", "", _short(service[index]))
    elif monolith != service or isinstance(monolith, bool) is not isinstance(service, bool):
        yield Difference(Aspect.BODY, path, _short(monolith), _short(service))


def matches_path(pattern: str, path: str) -> bool:
    """Say whether ``path`` is at or below ``pattern``, in which ``*`` stands for any key."""
    expression = re.escape(pattern).replace(r"\*", r"[^.\[\]]+")
    return re.match(expression + r"(?=$|[.\[])", path) is not None


def _compare_member(
    monolith: dict[str, object], service: dict[str, object], key: str, path: str
) -> Iterator[Difference]:
    if key not in service:
        yield Difference(Aspect.BODY, path, _short(monolith[key]))
    elif key not in monolith:
        yield Difference(Aspect.BODY, path, "", _short(service[key]))
    else:
        yield from compare_json(monolith[key], service[key], path)


def _short(value: object) -> str:
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
