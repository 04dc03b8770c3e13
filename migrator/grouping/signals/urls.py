"""URL prefix, and blueprint or application: what people see as one area."""

from collections.abc import Iterator, Sequence

from migrator.grouping.chains import chained
from migrator.grouping.ties import Material, Tie
from migrator.model.program import EntryPoint, HttpRoute


def urls(material: Material) -> Iterator[Tie]:
    """Tie handlers whose paths begin alike, and those that one blueprint registers."""
    routes = [e for e in material.program.entry_points if isinstance(e.trigger, HttpRoute)]
    depth = _common_depth(routes)
    groups: dict[str, list[EntryPoint]] = {}
    for route in routes:
        for key in _keys(route, depth):
            groups.setdefault(key, []).append(route)
    for _, group in sorted(groups.items()):
        if len(group) < len(routes):
            for one, other in chained(group):
                if one.handler != other.handler:
                    yield Tie(one.handler, other.handler, 1.0, one.location)


def _keys(route: EntryPoint, depth: int) -> Iterator[str]:
    assert isinstance(route.trigger, HttpRoute)  # noqa: S101
    parts = _parts(route.trigger.path)[: depth + 1]
    if len(parts) > depth and not parts[-1].startswith("{"):
        yield "/" + "/".join(parts)
    blueprint = route.name.rpartition("." if "." in route.name else ":")[0]
    if blueprint:
        yield blueprint


def _common_depth(routes: Sequence[EntryPoint]) -> int:
    """Count the first parts that all paths share, ``/api/v1``."""
    paths = [_parts(r.trigger.path) for r in routes if isinstance(r.trigger, HttpRoute)]
    depth = 0
    while paths and all(len(p) > depth for p in paths) and len({p[depth] for p in paths}) == 1:
        depth += 1
    return depth


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
