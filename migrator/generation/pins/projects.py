"""Pipfile.lock, and pyproject.toml where nothing is locked.

https://pipenv.pypa.io/en/latest/pipfile.html
https://packaging.python.org/en/latest/specifications/pyproject-toml/
https://packaging.python.org/en/latest/specifications/dependency-groups/
https://python-poetry.org/docs/dependency-specification/
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from migrator.generation.pins.pin import Pin, Pins

DEVELOPMENT = re.compile(
    r"(?:^|[^a-z])(?:dev|develop|development|tests?|testing|lint|linters?|docs?|typing|types|ci"
    r"|tools|build|release|local|debug|benchmarks?)(?:[^a-z]|$)"
)


def is_for_development(group: str) -> bool:
    """Tell whether a group of dependencies is one for developers, by its name."""
    return bool(DEVELOPMENT.search(group.lower()))


def read_pipfile(text: str, python: str) -> Pins:
    """Read Pipfile.lock; it does not say who requires whom."""
    del python
    data = json.loads(text)
    pins = {}
    for section, is_development in (("develop", True), ("default", False)):
        for name, given in sorted(data.get(section, {}).items()):
            if "version" in given:
                extras = f"[{','.join(given['extras'])}]" if given.get("extras") else ""
                marker = f"; {given['markers']}" if given.get("markers") else ""
                line = f"{name}{extras}{given['version']}{marker}"
                pins[canonicalize_name(name)] = Pin((line,), is_development=is_development)
    return Pins("Pipfile.lock", dict(sorted(pins.items())))


def read_project(text: str, python: str) -> Pins:
    """Read pyproject.toml: what the project, its extras and its groups require."""
    del python
    pins: dict[str, Pin] = {}
    for group, line in (*_grouped(text), *(("", line) for line in roots_of(text))):
        name = _name_of(line)
        if name:
            pins[name] = Pin((line,), is_development=is_for_development(group))
    return Pins("pyproject.toml", dict(sorted(pins.items())))


def roots_of(text: str) -> Iterator[str]:
    """Yield what runs needs: ``project.dependencies``, or what Poetry has instead."""
    data = tomllib.loads(text)
    yield from data.get("project", {}).get("dependencies", ())
    yield from _of_poetry(data.get("tool", {}).get("poetry", {}).get("dependencies", {}))


def _grouped(text: str) -> Iterator[tuple[str, str]]:
    """Yield the requirements of extras and groups, with the name of the group."""
    data = tomllib.loads(text)
    groups = dict(data.get("project", {}).get("optional-dependencies", {}))
    groups |= data.get("dependency-groups", {})
    for group, lines in groups.items():
        yield from ((group, line) for line in lines if isinstance(line, str))
    poetry = data.get("tool", {}).get("poetry", {})
    sections = {"dev": poetry.get("dev-dependencies", {})}
    sections |= {k: v.get("dependencies", {}) for k, v in poetry.get("group", {}).items()}
    for group, section in sections.items():
        yield from ((group, line) for line in _of_poetry(section))


def _of_poetry(section: Mapping[str, Any]) -> Iterator[str]:
    for name, given in section.items():
        if name == "python":
            continue
        for one in given if isinstance(given, list) else [given]:
            said = one if isinstance(one, dict) else {"version": one}
            if "path" in said or "git" in said or "url" in said:
                continue
            extras = f"[{','.join(said['extras'])}]" if said.get("extras") else ""
            marker = f"; {said['markers']}" if said.get("markers") else ""
            yield f"{name}{extras}{_versions(str(said.get('version', '*')))}{marker}"


def _versions(text: str) -> str:
    """Translate ``^1.2`` and ``~1.2`` of Poetry."""
    if text == "*":
        return ""
    return ",".join(_version(part.strip()) for part in text.split(","))


def _version(text: str) -> str:
    if text[:1] not in "^~" or text.startswith("~="):
        return text if text[:1] in "<>=!~" else f"=={text}"
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if text.startswith("~"):
        kept = numbers[: min(2, len(numbers))]
    else:
        first = next((i for i, number in enumerate(numbers) if number), len(numbers) - 1)
        kept = numbers[: first + 1]
    upper = [*kept[:-1], kept[-1] + 1]
    return f">={text[1:]},<{'.'.join(map(str, upper))}"


def _name_of(line: str) -> str:
    try:
        return canonicalize_name(Requirement(line).name)
    except InvalidRequirement:
        return ""
