"""Which of the monolith's pinned requirements a service needs.

Where the distributions' own metadata is not at hand, everything travels but what only developers
and web servers use: a missing package is an outage, a superfluous one some megabytes.
"""

import re
from collections.abc import Collection, Iterator, Mapping

import msgspec
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from migrator.generation.source import Source, text_of

IMPORTED_AS = {
    "attr": "attrs", "bs4": "beautifulsoup4", "crypto": "pycryptodome", "cv2": "opencv-python",
    "dateutil": "python-dateutil", "dotenv": "python-dotenv", "fitz": "pymupdf",
    "flask-sqlalchemy": "flask-sqlalchemy", "git": "gitpython", "jose": "python-jose",
    "jwt": "pyjwt", "ldap": "python-ldap", "magic": "python-magic", "mysqldb": "mysqlclient",
    "openssl": "pyopenssl", "pil": "pillow", "pkg-resources": "setuptools",
    "psycopg2": "psycopg2-binary", "saml2": "pysaml2", "serial": "pyserial",
    "sklearn": "scikit-learn", "slugify": "python-slugify", "socks": "pysocks", "yaml": "pyyaml",
    "zmq": "pyzmq",
}  # fmt: skip
NEVER = frozenset(
    {
        "black", "circus", "coverage", "debugpy", "factory-boy", "flake8", "freezegun", "gevent",
        "gunicorn", "honcho", "hypercorn", "hypothesis", "ipdb", "ipython", "isort",
        "meinheld", "mock", "moto", "mypy", "nose", "pip", "pip-tools", "pre-commit", "pylint",
        "pytest", "pyright", "responses", "ruff", "supervisor", "time-machine", "tox", "uvicorn",
        "uwsgi", "virtualenv", "waitress", "watchdog",
    }
)  # fmt: skip
DRIVERS = re.compile(
    r"^(psycopg.*|mysqlclient|pymysql|asyncpg|mysql-connector.*|cx-oracle|oracledb|pyodbc|redis)$"
)
_DEVELOPMENT = re.compile(r"^(pytest-.*|types-.*|.*-stubs|flake8-.*|pylint-.*)$")


class Distribution(msgspec.Struct, frozen=True):
    """What an installed distribution says of itself.

    Attributes:
        requires: names of other distributions, without those that only an extra needs.
        provides: top-level names that can be imported.
    """

    requires: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()


Metadata = Mapping[str, Distribution]


class Requirements(msgspec.Struct, frozen=True):
    """The service's requirements.

    Attributes:
        lines: as the monolith has them, sorted by name.
        left_out: lines that do not travel.
        missing: imported names that no requirement provides.
        absent: imported names that the monolith's interpreter does not have either.
        is_subset: False where everything travels, because nothing is known of dependencies.
    """

    lines: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    is_subset: bool = True


def choose(
    source: Source, file: str, imported: Collection[str], metadata: Metadata | None = None
) -> Requirements:
    """Choose from a requirements file what the ``imported`` top-level names need.

    Args:
        source: the monolith's files.
        file: the requirements file.
        imported: top-level names that the slice imports, without those of the monolith.
        metadata: the distributions that the monolith's interpreter has.
    """
    pins = dict(sorted(_pins(source, file, set())))
    if metadata is None:
        return _without_metadata(pins, imported)
    providers = {name: _providers(name, pins, metadata) for name in imported}
    direct = {dist for found in providers.values() for dist in found if dist in pins}
    reached = _closed(direct | {p for p in pins if DRIVERS.match(p)}, metadata)
    kept = reached & pins.keys()
    unmet = {name for name, found in providers.items() if not found & reached}
    absent = {name for name in unmet if not providers[name] & metadata.keys()}
    return Requirements(
        lines=tuple(pins[name] for name in sorted(kept)),
        left_out=tuple(pins[name] for name in sorted(pins.keys() - kept)),
        missing=tuple(sorted(unmet - absent)),
        absent=tuple(sorted(absent)),
    )


def _without_metadata(pins: Mapping[str, str], imported: Collection[str]) -> Requirements:
    wanted = {name: distribution_of(name, pins) for name in imported}
    kept = {name for name in pins if not is_development(name)} | (pins.keys() & wanted.values())
    return Requirements(
        lines=tuple(pins[name] for name in sorted(kept)),
        left_out=tuple(pins[name] for name in sorted(pins.keys() - kept)),
        missing=tuple(sorted(name for name, dist in wanted.items() if dist not in pins)),
        is_subset=False,
    )


def _providers(imported: str, pins: Collection[str], metadata: Metadata) -> set[str]:
    """Name the installed distributions that provide a name; several share a namespace package."""
    found = {name for name, dist in metadata.items() if imported in dist.provides}
    return found or {distribution_of(imported, pins)}


def distribution_of(imported: str, pins: Collection[str]) -> str:
    """Name the distribution that provides an imported name."""
    name = canonicalize_name(imported)
    usual = IMPORTED_AS.get(name, name)
    for candidate in (usual, name, f"python-{name}", f"py{name}", f"{usual}-binary"):
        if candidate in pins:
            return candidate
    if usual == "psycopg2-binary" and "psycopg2" in pins:
        return "psycopg2"
    squeezed = (pin for pin in sorted(pins) if pin.replace("-", "") == name.replace("-", ""))
    return next(squeezed, usual)


def is_development(name: str) -> bool:
    """Tell whether a distribution is for developers or web servers only."""
    return name in NEVER or bool(_DEVELOPMENT.match(name))


def _closed(direct: set[str], metadata: Metadata) -> set[str]:
    """Add what is required, and what that requires, pinned or not."""
    reached: set[str] = set()
    queue = sorted(direct)
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue.extend(metadata.get(name, Distribution()).requires)
    return reached


def _pins(source: Source, file: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    if file in seen or file not in source.paths():
        return
    seen.add(file)
    text = re.sub(r"\\\n", " ", text_of(source, file))
    for raw in text.splitlines():
        line = re.sub(r"(^|\s+)#.*$", "", raw).strip()
        included = re.match(r"(?:-r|--requirement)[ =]?\s*(\S+)", line)
        if included:
            folder = file.rpartition("/")[0]
            yield from _pins(source, f"{folder}/{included[1]}".lstrip("/"), seen)
            continue
        try:
            requirement = Requirement(line.split(" --hash")[0].strip())
        except InvalidRequirement:
            continue
        yield canonicalize_name(requirement.name), str(requirement)
