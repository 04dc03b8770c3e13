"""Texts as far as they are constant: addresses and paths, ``{}`` for what is not known."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import urlsplit

from migrator.analysis.interpreter.values import (
    PARTLY,
    Argument,
    Event,
    External,
    Instance,
    Known,
    Member,
    Value,
    Values,
)

UNKNOWN = "{}"
DEEPEST = 8  # calls in each other that make a text
ENVIRONMENT = frozenset({"os.environ.get", "os.getenv", "decouple.config"})
# What gives back the text that it is given, or one that starts with it.
PASSING = frozenset(
    {
        *("urllib.parse.urljoin", "urllib.request.Request", "yarl.URL", "httpx.URL", "furl.furl"),
        *("os.path.abspath", "os.path.realpath", "os.path.normpath", "os.path.expanduser"),
        *("os.fspath", "django.utils._os.safe_join", "<builtin>.str", "<builtin>.bytes"),
        *("flask.safe_join", "werkzeug.utils.safe_join"),
    }
)
JOINING = frozenset(
    {"os.path.join", "django.utils._os.safe_join", "flask.safe_join", "werkzeug.utils.safe_join"}
)
SAME = frozenset(
    {"strip", "lstrip", "rstrip", "lower", "encode", "resolve", "absolute", "expanduser"}
    | {"as_posix", "geturl", "removesuffix"}
)
SCRATCH = "/tmp"  # noqa: S108  (what the monolith's own code will be given)
FOLDERS = frozenset({"tempfile.gettempdir", "tempfile.tempdir", "tempfile.gettempprefix"})


def templates_of(values: Values) -> tuple[str, ...]:
    """Spell what ``values`` may be, each once; nothing where nothing is known of any."""
    found = (_template(value, 0) for value in values)
    return tuple(dict.fromkeys(text for text in found if text != UNKNOWN))


def template_of(values: Values, depth: int = 0) -> str:
    """Spell the first alternative of which something is known, else ``{}``."""
    found = (_template(value, depth) for value in values)
    return next((text for text in found if text != UNKNOWN), UNKNOWN)


def _template(value: Value, depth: int) -> str:  # noqa: PLR0911  (one case a kind of value)
    if depth > DEEPEST:
        return UNKNOWN
    match value:
        case Known(value=str(text)):
            return text
        case Argument(function=function, name=text) if function == PARTLY:
            return text
        case External(name=name) if name in FOLDERS:
            return SCRATCH
        case Member(receiver=receiver, name=name):
            return _of_member(_template(receiver, depth + 1), name)
        case Instance(kind=External(name=name), origin=Event() as made):
            return _made(name, made, depth + 1)
    return UNKNOWN


def _of_member(owner: str, name: str) -> str:
    if name == "parent" and owner != UNKNOWN:
        return posixpath.dirname(owner)
    return owner if name == "name" and owner.startswith(f"{SCRATCH}/") else UNKNOWN


def _made(name: str, made: Event, depth: int) -> str:
    if name in ENVIRONMENT:
        return template_of(made.argument(1, "default") or (), depth)
    if name.startswith("tempfile."):
        return SCRATCH if name in FOLDERS else scratch_of(made, depth)
    if name in JOINING or name.endswith("Path"):
        return joined([template_of(part, depth) for part in made.args])
    return _passed(name, made, depth)


def _passed(name: str, made: Event, depth: int) -> str:
    """Spell what a call gives that returns what it is given, or more or less of it."""
    given = made.args[0] if made.args else made.keywords.get("url", ())
    if name in PASSING:
        return template_of(given, depth)
    if name == "os.path.dirname":
        return posixpath.dirname(template_of(given, depth)) or UNKNOWN
    if made.receiver is None or made.member not in {"joinpath", *SAME}:
        return UNKNOWN
    owner = _template(made.receiver, depth)
    if made.member == "joinpath":
        return joined([owner, *(template_of(part, depth) for part in made.args)])
    return owner


def scratch_of(made: Event, depth: int = 0) -> str:
    """Spell a temporary file or folder: in ``dir`` where that is given."""
    folder = template_of(made.keywords.get("dir", ()), depth)
    return joined([SCRATCH if folder == UNKNOWN else folder, UNKNOWN])


def joined(parts: list[str]) -> str:
    """Join parts of a path; an absolute part starts anew."""
    return posixpath.join(*parts) if parts else UNKNOWN


def hosts_of(values: Values) -> Iterator[str]:
    """Yield the names of the hosts that addresses speak of, where these are constant."""
    for text in templates_of(values):
        if host := host_of(text):
            yield host


def host_of(address: str) -> str:
    """Return the host of an address; empty where it has none, or is not constant."""
    scheme, found, rest = address.partition("://")
    if not found or "{" in scheme:
        return ""
    authority = rest.partition("/")[0].partition("?")[0].partition("#")[0]
    host = authority.rpartition("@")[2]
    name = host if host.startswith("[") else host.partition(":")[0]
    if not name or "{" in name or ("{" in authority and "@" in authority and not host):
        return ""
    try:
        return urlsplit(f"//{name}").hostname or ""
    except ValueError:
        return ""
