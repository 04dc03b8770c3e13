"""Lock files that say who requires whom: uv, Poetry, PDM.

https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile
https://github.com/python-poetry/poetry/blob/main/src/poetry/packages/locker.py
https://github.com/pdm-project/pdm/blob/main/src/pdm/project/lockfile/pdmlock.py
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from migrator.generation.pins.pin import Pin, Pins, closure
from migrator.generation.pins.projects import is_for_development
from migrator.model.markers import holds

Table = Mapping[str, Any]


class Edge(msgspec.Struct, frozen=True):
    """One distribution needs another, with these extras of it."""

    name: str
    extras: tuple[str, ...] = ()


class Package(msgspec.Struct, frozen=True):
    """A locked distribution.

    Attributes:
        optional: what its extras need.
        is_development: None where the file does not say.
    """

    line: str
    needs: tuple[Edge, ...]
    optional: Mapping[str, tuple[Edge, ...]]
    is_development: bool | None = None


Packages = dict[str, list[Package]]


def read_uv(text: str, python: str) -> Pins:
    """Read uv.lock: the project itself is in it, and what it requires."""
    packages: Packages = defaultdict(list)
    roots: list[Edge] = []
    for table in tomllib.loads(text).get("package", ()):
        kind = table.get("source", {})
        if "editable" in kind or "virtual" in kind:
            roots += _uv_edges(table.get("dependencies", ()), python)
            groups = table.get("optional-dependencies", {}) | table.get("dev-dependencies", {})
            for extra, items in groups.items():
                roots += _uv_edges(items, python) if not is_for_development(extra) else ()
            continue
        markers = table.get("resolution-markers", ())
        if markers and not any(holds(marker, python) for marker in markers):
            continue
        optional = table.get("optional-dependencies", {})
        packages[canonicalize_name(table["name"])].append(
            Package(
                _spelled(table, kind.get("url", "") or kind.get("git", "")),
                tuple(_uv_edges(table.get("dependencies", ()), python)),
                {extra: tuple(_uv_edges(items, python)) for extra, items in optional.items()},
            )
        )
    return _pins("uv.lock", packages, roots)


def read_poetry(file: str, text: str, python: str, required: Iterable[str]) -> Pins:
    """Read poetry.lock; which packages developers alone need, its project says where it does not.

    Args:
        file: its name.
        text: what it holds.
        python: the version that the service runs on.
        required: what the pyproject.toml beside it requires.
    """
    packages: Packages = defaultdict(list)
    for table in tomllib.loads(text).get("package", ()):
        needs = tuple(_poetry_edges(table.get("dependencies", {}), python, is_optional=False))
        optional = {
            extra: tuple(edge for item in items if (edge := _edge(item.split(" ")[0], python)))
            for extra, items in table.get("extras", {}).items()
        }
        groups = table.get("groups") or ([table["category"]] if "category" in table else None)
        is_development = None if groups is None else all(map(is_for_development, groups))
        packages[canonicalize_name(table["name"])].append(
            Package(_spelled(table), needs, optional, is_development)
        )
    roots = [edge for item in required if (edge := _edge(item, python))]
    return _pins(file, packages, roots)


def read_pdm(text: str, python: str) -> Pins:
    """Read pdm.lock: each package has its groups and its requirements as text."""
    packages: Packages = defaultdict(list)
    for table in tomllib.loads(text).get("package", ()):
        items = table.get("dependencies", ())
        groups = table.get("groups", ["default"])
        packages[canonicalize_name(table["name"])].append(
            Package(
                _spelled(table),
                tuple(edge for item in items if (edge := _edge(item, python))),
                {},
                all(map(is_for_development, groups)),
            )
        )
    return _pins("pdm.lock", packages, [])


def _pins(file: str, packages: Packages, roots: Iterable[Edge]) -> Pins:
    """Put it together: extras that somebody asks for count as needed by who has them."""
    edges = [*roots, *(e for found in packages.values() for p in found for e in p.needs)]
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for edge in edges:
        asked[edge.name].update(edge.extras)
    requires = {name: _requires(found, asked[name]) for name, found in packages.items()}
    main = closure((edge.name for edge in roots), requires) if roots else None
    return Pins(
        file,
        {
            name: Pin(
                lines=tuple(sorted({_with_extras(p.line, asked[name], p) for p in found})),
                requires=requires[name],
                is_development=_is_development(name, found, main),
            )
            for name, found in sorted(packages.items())
        },
    )


def _requires(found: Iterable[Package], extras: set[str]) -> tuple[str, ...]:
    names: set[str] = set()
    for package in found:
        names.update(edge.name for edge in package.needs)
        for extra in extras & package.optional.keys():
            names.update(edge.name for edge in package.optional[extra])
    return tuple(sorted(names))


def _is_development(name: str, found: list[Package], main: set[str] | None) -> bool:
    said = [package.is_development for package in found if package.is_development is not None]
    return all(said) if said else main is not None and name not in main


def _with_extras(line: str, extras: set[str], package: Package) -> str:
    known = sorted(extras & package.optional.keys())
    return re.sub(r"(?=[ =@])", f"[{','.join(known)}]", line, count=1) if known else line


def _spelled(table: Table, url: str = "") -> str:
    """Spell a requirement; the marker where the file has one for this package."""
    marker = table.get("markers") or table.get("marker")
    end = f"; {marker}" if isinstance(marker, str) else ""
    if url and "://" in url:
        at = url if url.startswith("http") and "git" not in url else f"git+{url}"
        return f"{table['name']} @ {at}{end}"
    return f"{table['name']}=={table['version']}{end}"


def _uv_edges(items: Iterable[Table], python: str) -> Iterator[Edge]:
    for item in items:
        if holds(item.get("marker", ""), python):
            yield Edge(canonicalize_name(item["name"]), tuple(item.get("extra", ())))


def _poetry_edges(items: Table, python: str, *, is_optional: bool) -> Iterator[Edge]:
    for name, given in items.items():
        for one in given if isinstance(given, list) else [given]:
            said = one if isinstance(one, dict) else {}
            if bool(said.get("optional")) is is_optional and holds(
                said.get("markers", ""), python
            ):
                yield Edge(canonicalize_name(name), tuple(said.get("extras", ())))


def _edge(text: str, python: str) -> Edge | None:
    try:
        read = Requirement(text)
    except InvalidRequirement:
        return None
    if not holds(str(read.marker or ""), python):
        return None
    return Edge(canonicalize_name(read.name), tuple(sorted(read.extras)))
