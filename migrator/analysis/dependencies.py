"""Distributions that the project requires, from the files that say so.

Groups for development do not count, nor do extras: what runs may do without them.
https://pip.pypa.io/en/stable/reference/requirements-file-format/
https://packaging.python.org/en/latest/specifications/pyproject-toml/
https://python-poetry.org/docs/dependency-specification/
https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
https://pipenv.pypa.io/en/latest/pipfile.html
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from configparser import ConfigParser
from configparser import Error as ConfigError
from pathlib import PurePosixPath

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from migrator.analysis.documents import Documents, is_requirements
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Items
from migrator.errors import first_line
from migrator.model.constructs import Dependency
from migrator.model.location import Location
from migrator.model.markers import holds
from migrator.model.program import Unresolved

SETUPS = frozenset({"setuptools.setup", "distutils.core.setup"})
DEVELOPMENT = re.compile(
    r"(?:^|[^a-z])(?:dev|develop|development|tests?|testing|lint|linters?|docs?|doc|typing|types"
    r"|ci|tools|build|release|local|debug|benchmarks?)(?:[^a-z]|$)"
)
# Files of what may be there as well, as extras are.
EXTRA = re.compile(r"(?:^|[^a-z])(?:conditional|optional|extras?|gpu|cuda)(?:[^a-z]|$)")
BESIDE = frozenset(
    {"benchmark", "benchmarks", "ci", "demo", "demos", "dev", "doc", "docs", "documentation"}
    | {"example", "examples", "notebooks", "samples", "test", "testing", "tests", "tutorials"}
)
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
COMMENT = re.compile(r"(?:^|\s)#.*")
OPTIONS = re.compile(r"\s--?[a-z-]+[= ].*|\s*\\$")  # hashes and the like, after a requirement
NAMED = re.compile(r"#egg=(?P<name>[\w.-]+)")


def find_dependencies(documents: Documents) -> Iterator[Dependency | Unresolved]:
    """Yield one fact per requirement and place, sorted by file, and files that cannot be read."""
    for file in sorted(documents):
        path = PurePosixPath(file)
        if is_requirements(file) and not _is_beside(path):
            reader = READERS.get(path.name, _listed)
            try:
                listed = tuple(reader(documents[file]))
            except (tomllib.TOMLDecodeError, ConfigError) as error:
                reason = f"requirements of a file that cannot be read: {first_line(error)}"
                yield Unresolved(reason, Location(file, 1))
                continue
            found = (_dependency(text, at, Location(file, line)) for text, at, line in listed)
            yield from (one for one in found if one is not None)


def _is_beside(path: PurePosixPath) -> bool:
    """Tell requirements of developers, examples and extras by the name of the file or a folder."""
    name = path.name.lower()
    folders = {folder.lower() for folder in path.parts[:-1]}
    is_extra = path.name not in READERS and EXTRA.search(name) is not None
    return is_extra or DEVELOPMENT.search(name) is not None or not BESIDE.isdisjoint(folders)


def find_in_setup(log: Log) -> Iterator[Dependency]:
    """Yield what ``setup(install_requires=[…])`` lists, as far as it is constant."""
    for event in log.having("setup"):
        if event.name in SETUPS:
            for value in event.keywords.get("install_requires", ()):
                for item in value.items if isinstance(value, Items) else ():
                    found = _dependency(text_of(item) or "", None, event.location)
                    if found is not None:
                        yield found


def _dependency(text: str, versions: str | None, place: Location) -> Dependency | None:
    """Read ``name[extra]>=1; marker``; ``versions`` says which ones where the text does not."""
    try:
        read = Requirement(text)
    except InvalidRequirement:
        return None  # an option, a path, a placeholder of a template
    if not _is_for_lambda(str(read.marker or "")):
        return None
    given = read.url or str(read.specifier)
    return Dependency(canonicalize_name(read.name), versions or given, place)


def _is_for_lambda(marker: str) -> bool:
    """Tell what is wanted there from what is for another system, or an older Python."""
    return any(holds(marker, python) for python in PYTHONS)


Found = Iterator[tuple[str, str | None, int]]


def _listed(text: str) -> Found:
    """Read requirements files; those that ``-r`` names are read by themselves."""
    for number, line in enumerate(text.splitlines(), 1):
        plain = OPTIONS.sub("", COMMENT.sub("", line)).strip()
        if plain and not plain.startswith("-") and "://" not in plain.partition("@")[0]:
            yield plain, None, number
        elif egg := NAMED.search(line):
            yield egg["name"], plain.removeprefix("-e").partition("#")[0].strip(), number


def _project(text: str) -> Found:
    """Read pyproject.toml: the standard's table, groups and poetry's."""
    document = tomllib.loads(text)
    lines = text.splitlines()
    project, poetry = _table(document, "project"), _table(document, "tool", "poetry")
    groups = {**_table(document, "dependency-groups")}
    for requirements in (project.get("dependencies"), *_for_running(groups)):
        yield from _placed(requirements, lines)
    yield from _pinned(_table(poetry, "dependencies"), lines)
    for group in _for_running(_table(poetry, "group")):
        yield from _pinned(_table(group, "dependencies"), lines)


def _pipfile(text: str) -> Found:
    yield from _pinned(_table(tomllib.loads(text), "packages"), text.splitlines())


def _setup(text: str) -> Found:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.read_string(text)
    listed = parser.get("options", "install_requires", fallback="").splitlines()
    yield from _placed([line.strip() for line in listed], text.splitlines())


READERS = {"pyproject.toml": _project, "Pipfile": _pipfile, "setup.cfg": _setup}


def _table(table: object, *keys: str) -> Mapping[str, object]:
    for key in keys:
        table = table.get(key) if isinstance(table, Mapping) else None
    return table if isinstance(table, Mapping) else {}


def _for_running(groups: Mapping[str, object]) -> list[object]:
    return [group for name, group in groups.items() if not DEVELOPMENT.search(name.lower())]


def _placed(requirements: object, lines: list[str]) -> Found:
    """Find the line of each requirement of a list: the first one that spells it in full."""
    for text in requirements if isinstance(requirements, list) else ():
        if isinstance(text, str) and text:
            yield text, None, _line_of(lines, (f'"{text}"', f"'{text}'", text))


def _pinned(table: Mapping[str, object], lines: list[str]) -> Found:
    """Read ``name = "^1.2"`` and ``name = {version = "^1.2", …}``, but for Python itself."""
    for name, given in table.items():
        said = _table(given)
        versions = given if isinstance(given, str) else said.get("version")
        is_wanted = said.get("optional") is not True and _is_for_lambda(
            str(said.get("markers", ""))
        )
        if name != "python" and is_wanted:
            spelled = versions if isinstance(versions, str) else ""
            starts = (f"{name} =", f"{name}=", f'"{name}"', f"[{name}", name)
            yield name, spelled, _line_of(lines, starts, is_start=True)


def _line_of(lines: list[str], spellings: Iterable[str], *, is_start: bool = False) -> int:
    for spelling in spellings:
        for number, line in enumerate(lines, 1):
            if line.lstrip().startswith(spelling) if is_start else spelling in line:
                return number
    return 1
