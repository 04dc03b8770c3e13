"""Which of the monolith's pinned requirements a service needs.

Who provides an imported name, and who requires whom, is said by the metadata of the monolith's
interpreter, or by the file that locks its dependencies. Where neither does, everything travels but
what only developers and web servers use: a missing package is an outage, a superfluous one some
megabytes.
"""

import re
from collections.abc import Collection, Iterable, Mapping

import msgspec
from packaging.utils import canonicalize_name

from migrator.generation.pins import Pins, read_pins
from migrator.generation.pins.pin import Pin, closure
from migrator.generation.source import Source

IMPORTED_AS = {
    "attr": "attrs", "bs4": "beautifulsoup4", "corsheaders": "django-cors-headers",
    "crypto": "pycryptodome", "cv2": "opencv-python", "dateutil": "python-dateutil",
    "django-filters": "django-filter", "docx": "python-docx", "dotenv": "python-dotenv",
    "fitz": "pymupdf", "git": "gitpython", "github": "pygithub", "gitlab": "python-gitlab",
    "googleapiclient": "google-api-python-client", "grpc": "grpcio", "jose": "python-jose",
    "jwt": "pyjwt", "ldap": "python-ldap", "magic": "python-magic",
    "multipart": "python-multipart", "mysqldb": "mysqlclient", "nacl": "pynacl",
    "openssl": "pyopenssl", "pil": "pillow", "pkg-resources": "setuptools",
    "psycopg2": "psycopg2-binary",
    "rest-framework": "djangorestframework", "ruamel": "ruamel-yaml", "saml2": "pysaml2",
    "serial": "pyserial", "sklearn": "scikit-learn", "slugify": "python-slugify",
    "socks": "pysocks", "websocket": "websocket-client", "yaml": "pyyaml", "zmq": "pyzmq",
}  # fmt: skip
# What these import where it is there, so that no import of the monolith shows it.
USED_BY = {
    "django": ("argon2-cffi", "bcrypt", "jinja2", "pillow", "pyyaml"),
    "fastapi": ("email-validator", "itsdangerous", "jinja2", "orjson", "python-multipart"),
    "passlib": ("argon2-cffi", "bcrypt"),
    "pydantic": ("email-validator",),
    "requests": ("pysocks",),
    "sqlalchemy": ("greenlet",),
    "starlette": ("itsdangerous", "jinja2", "python-multipart"),
    "werkzeug": ("cryptography",),
    "wtforms": ("email-validator",),
}
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
    r"^(psycopg.*|pg8000|asyncpg|mysqlclient|pymysql|aiomysql|asyncmy|cymysql|mariadb"
    r"|mysql-connector.*|aiosqlite|(py)?sqlcipher3.*|cx-oracle|oracledb|pyodbc|aioodbc|pymssql"
    r"|redis)$"
)
EXTRAS = re.compile(r"^[\w.-]+\s*\[([^]]*)\]")
_DEVELOPMENT = re.compile(r"^(pytest-.*|types-.*|.*-stubs|flake8-.*|pylint-.*)$")


MOST_BYTES = 262_144_000  # of an unzipped function: 250 MB, as AWS counts
HEAVIEST = 5


class Distribution(msgspec.Struct, frozen=True):
    """What an installed distribution says of itself.

    Attributes:
        requires: names of other distributions, without those that only an extra needs.
        provides: top-level names that can be imported.
        extras: names of other distributions that an extra needs, by extra.
        size: bytes of its files, as it lists them; 0 where it does not.
        version: as its metadata has it.
    """

    requires: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()
    extras: tuple[tuple[str, tuple[str, ...]], ...] = ()
    size: int = 0
    version: str = ""


Metadata = Mapping[str, Distribution]


class Heavy(msgspec.Struct, frozen=True):
    """A large distribution, and why it travels.

    Attributes:
        size: bytes.
        by: the requirement that needs it; empty where the service imports it itself.
        imported: the top-level name that is imported of it, or of ``by``; empty for a driver.
    """

    name: str
    size: int
    by: str = ""
    imported: str = ""


class Requirements(msgspec.Struct, frozen=True):
    """The service's requirements.

    Attributes:
        lines: as the monolith has them, sorted by name.
        left_out: lines that do not travel.
        missing: imported names that no requirement provides.
        absent: imported names that the monolith's interpreter does not have either.
        development: imported names that only developers of the monolith have.
        is_subset: False where everything travels, because nothing is known of dependencies.
        file: where the monolith has them.
        unzipped: bytes that they take, with all that they require; None where that is not known.
        heaviest: the largest of them.
        unread: lines and files that nothing is known of.
    """

    lines: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    development: tuple[str, ...] = ()
    is_subset: bool = True
    file: str = ""
    unzipped: int | None = None
    heaviest: tuple[Heavy, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def is_too_large(self) -> bool:
        """Tell whether Lambda would refuse them, before a line of the service is added."""
        return self.unzipped is not None and self.unzipped > MOST_BYTES


def choose(
    source: Source,
    file: str,
    imported: Collection[str],
    metadata: Metadata | None = None,
    *,
    mentioned: Collection[str] = (),
    python: str = "3.12",
) -> Requirements:
    """Choose from the monolith's requirements what the ``imported`` top-level names need.

    Args:
        source: the monolith's files.
        file: the file that has its requirements, in any of the usual forms.
        imported: top-level names that the slice imports, without those of the monolith.
        metadata: the distributions that the monolith's interpreter has.
        mentioned: names in strings of the slice that may be top-level names (INSTALLED_APPS).
        python: the version that the service runs on.
    """
    pins = read_pins(source, file, python)
    own = {name: pin for name, pin in pins.by_name.items() if not pin.is_development}
    named = {*imported, *(n for n in mentioned if _providers(n, own, metadata or {}) & own.keys())}
    if metadata is not None:
        return _with_metadata(pins, own, named, metadata)
    imported = named
    wanted = {name: distribution_of(name, pins.by_name) for name in imported}
    if pins.is_closed and not wanted.values() - pins.by_name.keys():
        direct = {*wanted.values(), *(name for name in own if DRIVERS.match(name))}
        kept = closure(
            direct & own.keys(), _with_used({n: p.requires or () for n, p in own.items()})
        )
    else:
        kept = {name for name in own if not is_development(name)} | set(wanted.values())
    return msgspec.structs.replace(
        _requirements(pins, kept & own.keys()),
        missing=tuple(sorted(name for name, d in wanted.items() if d not in pins.by_name)),
        development=_only_developers(wanted, pins, own),
        is_subset=pins.is_closed and not wanted.values() - pins.by_name.keys(),
    )


def _with_metadata(
    pins: Pins, own: Mapping[str, Pin], imported: Collection[str], metadata: Metadata
) -> Requirements:
    providers = {name: _providers(name, own, metadata) for name in imported}
    names = {d: name for name in sorted(providers, reverse=True) for d in providers[name]}
    direct = own.keys() & names.keys()
    needs = _with_used(_installed(own, metadata), own)
    reached = closure(direct | {p for p in own if DRIVERS.match(p)}, needs)
    unmet = {name for name, found in providers.items() if not found & reached}
    wanted = {name: distribution_of(name, pins.by_name) for name in unmet}
    development = _only_developers(wanted, pins, own)
    unmet -= set(development)
    absent = {name for name in unmet if not providers[name] & metadata.keys()}
    sizes = {name: metadata[name].size for name in reached if name in metadata}
    is_known = all(sizes.values()) and sizes.keys() >= reached & own.keys()
    heaviest = sorted((-size, name) for name, size in sizes.items() if size)[:HEAVIEST]
    return msgspec.structs.replace(
        _requirements(pins, reached & own.keys()),
        missing=tuple(sorted(unmet - absent)),
        absent=tuple(sorted(absent)),
        development=development,
        unzipped=sum(sizes.values()) if is_known else None,
        heaviest=tuple(
            _why(name, -size, names, reached & own.keys(), needs) for size, name in heaviest
        ),
    )


def _why(
    name: str,
    size: int,
    imported: Mapping[str, str],
    pinned: Collection[str],
    needs: Mapping[str, Iterable[str]],
) -> Heavy:
    """Say by which requirement something travels: one that is imported, if there is one."""
    if name in imported:
        return Heavy(name, size, "", imported[name])
    needing = (one for one in sorted(pinned) if one != name and name in closure({one}, needs))
    by = min(needing, key=lambda one: one not in imported, default="")
    return Heavy(name, size, by, imported.get(by, ""))


def _requirements(pins: Pins, kept: Collection[str]) -> Requirements:
    def lines(is_kept: bool) -> tuple[str, ...]:
        names = (name for name in sorted(pins.by_name) if (name in kept) is is_kept)
        return tuple(line for name in names for line in pins.by_name[name].lines)

    return Requirements(
        lines=lines(is_kept=True),
        left_out=lines(is_kept=False),
        file=pins.file,
        unread=pins.unread,
    )


def _only_developers(
    wanted: Mapping[str, str], pins: Pins, own: Mapping[str, Pin]
) -> tuple[str, ...]:
    """Name what is imported, but comes with a group that is never installed in production."""
    known = pins.by_name.keys() - own.keys()
    return tuple(sorted(name for name, distribution in wanted.items() if distribution in known))


def _with_used(
    requires: Mapping[str, Iterable[str]], pinned: Collection[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Add what a distribution uses where it is there."""
    known = requires.keys() if pinned is None else pinned
    return {
        name: (*needs, *(used for used in USED_BY.get(name, ()) if used in known))
        for name, needs in requires.items()
    }


def _installed(pins: Mapping[str, Pin], metadata: Metadata) -> dict[str, Iterable[str]]:
    """Say what each installed distribution needs, with the extras that its pin asks for."""
    found: dict[str, Iterable[str]] = {}
    for name, distribution in metadata.items():
        needs = set(distribution.requires)
        extras = EXTRAS.search(pins[name].lines[0]) if name in pins else None
        asked = {canonicalize_name(e.strip()) for e in extras[1].split(",")} if extras else set()
        for extra, names in distribution.extras:
            needs.update(names if extra in asked else ())
        found[name] = needs
    return found


def _providers(imported: str, pins: Collection[str], metadata: Metadata) -> set[str]:
    """Name the installed distributions that provide a name; several share a namespace package."""
    found = {name for name, dist in metadata.items() if imported in dist.provides}
    return found or {distribution_of(imported, pins)}


def distribution_of(imported: str, pins: Collection[str]) -> str:
    """Name the distribution that provides an imported name."""
    name = canonicalize_name(imported)
    usual = IMPORTED_AS.get(name, name)
    others = (f"python-{name}", f"py{name}", f"django-{name}", f"{usual}-binary")
    for candidate in (usual, name, *others):
        if candidate in pins:
            return candidate
    if usual == "psycopg2-binary" and "psycopg2" in pins:
        return "psycopg2"
    squeezed = (pin for pin in sorted(pins) if pin.replace("-", "") == name.replace("-", ""))
    return next(squeezed, usual)


def is_development(name: str) -> bool:
    """Tell whether a distribution is for developers or web servers only."""
    return name in NEVER or bool(_DEVELOPMENT.match(name))
