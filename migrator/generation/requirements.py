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

Metadata = Mapping[str, tuple[str, ...]]


class Requirements(msgspec.Struct, frozen=True):
    """The service's requirements.

    Attributes:
        lines: as the monolith has them, sorted by name.
        left_out: lines that do not travel.
        missing: imported names that no requirement provides.
        is_subset: False where everything travels, because nothing is known of dependencies.
    """

    lines: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    is_subset: bool = True


def choose(
    source: Source, file: str, imported: Collection[str], metadata: Metadata | None = None
) -> Requirements:
    """Choose from a requirements file what the ``imported`` top-level names need.

    Args:
        source: the monolith's files.
        file: the requirements file.
        imported: top-level names that the slice imports, without those of the monolith.
        metadata: names of the distributions that each installed distribution requires.
    """
    pins = dict(sorted(_pins(source, file, set())))
    wanted = {name: distribution_of(name, pins) for name in imported}
    direct = {dist for dist in wanted.values() if dist in pins}
    if metadata is None:
        kept = {name for name in pins if not is_development(name)} | direct
    else:
        kept = _closed(direct | {p for p in pins if DRIVERS.match(p)}, pins, metadata)
    return Requirements(
        lines=tuple(pins[name] for name in sorted(kept)),
        left_out=tuple(pins[name] for name in sorted(pins.keys() - kept)),
        missing=tuple(sorted(name for name, dist in wanted.items() if dist not in pins)),
        is_subset=metadata is not None,
    )


def distribution_of(imported: str, pins: Collection[str]) -> str:
    """Name the distribution that provides an imported name."""
    name = canonicalize_name(imported)
    usual = IMPORTED_AS.get(name, name)
    for candidate in (usual, name, f"python-{name}", f"py{name}", f"{usual}-binary"):
        if candidate in pins:
            return candidate
    if usual == "psycopg2-binary" and "psycopg2" in pins:
        return "psycopg2"
    return usual


def is_development(name: str) -> bool:
    """Tell whether a distribution is for developers or web servers only."""
    return name in NEVER or bool(_DEVELOPMENT.match(name))


def _closed(direct: set[str], pins: Collection[str], metadata: Metadata) -> set[str]:
    kept: set[str] = set()
    queue = sorted(direct)
    while queue:
        name = queue.pop()
        if name not in kept:
            kept.add(name)
            queue.extend(needed for needed in metadata.get(name, ()) if needed in pins)
    return kept


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
