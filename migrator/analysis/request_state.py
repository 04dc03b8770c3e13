"""What functions leave for others on a request, or in the session of a visitor.

https://flask.palletsprojects.com/en/stable/appcontext/#storing-data
https://flask.palletsprojects.com/en/stable/api/#sessions
https://docs.djangoproject.com/en/stable/topics/http/sessions/
https://www.starlette.dev/requests/#other-state
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from migrator.analysis.constructs import Names
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.modules import Modules
from migrator.analysis.survey import REQUEST, STATE
from migrator.analysis.walk import functions_of, walk
from migrator.model import facts
from migrator.model.effects import HiddenEdge
from migrator.model.location import Location

# Objects on which anything may be left: their spelling in code -> how keys begin.
HOLDERS = {
    "flask.g.": "g.",
    "quart.g.": "g.",
    f"{STATE}.": f"{STATE}.",
    "flask.request.": f"{REQUEST}.",
    f"{REQUEST}.": f"{REQUEST}.",
}
OF_G = frozenset({"flask.g", "quart.g"})
SESSIONS = frozenset({"flask.session", "quart.session"})
SESSION = "request.session"
ASKS = ("get", "pop", "setdefault", "__contains__", "has_key")


class Use(msgspec.Struct, frozen=True, order=True):
    """A function reads or writes what others may have left under a key."""

    key: str
    is_write: bool
    function: str
    location: Location


def find_edges(log: Log, modules: Modules) -> Iterator[HiddenEdge]:
    """Yield an edge from each function that reads a key to each that writes it."""
    yield from _edges("request-global", (*_attributes(modules), *_of_g(log)))
    yield from _edges("session-key", (*_flask_sessions(log), *_sessions(modules)))


def _edges(kind: str, uses: Iterable[Use]) -> Iterator[HiddenEdge]:
    readers: defaultdict[str, dict[str, Location]] = defaultdict(dict)
    writers: defaultdict[str, set[str]] = defaultdict(set)
    for use in sorted(set(uses)):
        if use.is_write:
            writers[use.key].add(use.function)
        else:
            readers[use.key].setdefault(use.function, use.location)
    for key, functions in writers.items():
        for reader, location in readers[key].items():
            for writer in functions - {reader}:
                yield HiddenEdge(kind, reader, writer, location, key)


def _attributes(modules: Modules) -> Iterator[Use]:
    """Yield reads and writes of attributes of ``g``, ``request`` and ``request.state``."""
    for module in modules.by_name.values():
        written = [one for one in module.digest.written if one.kind in {"read", "write"}]
        writes = {(one.text, one.line) for one in written if one.kind == "write"}
        names = Names(module, modules) if written else None
        for one in written if names else ():
            is_write = one.kind == "write"
            key = _key(names.resolve(one.text)) if names else ""
            if key and (is_write or (one.text, one.line) not in writes):
                yield Use(key, is_write, one.owner, Location(module.file, one.line))


def _key(name: str) -> str:
    for holder, front in HOLDERS.items():
        if name.startswith(holder):
            return front + name.removeprefix(holder).partition(".")[0]
    return ""


def _of_g(log: Log) -> Iterator[Use]:
    """Yield what is asked of ``g`` by a text."""
    for event in log.having(*ASKS):
        if event.name.rpartition(".")[0] in OF_G and event.args:
            key, is_write = text_of(event.args[0]), event.member == "setdefault"
            if key is not None:
                yield Use(f"g.{key}", is_write, event.function, event.location)


def _flask_sessions(log: Log) -> Iterator[Use]:
    members = ("session[]", "session[]=", *ASKS)
    for event in log.having(*members):
        owner = event.name.removesuffix("=").removesuffix("[]")
        if event.member in ASKS:
            owner = event.name.rpartition(".")[0]
        if owner in SESSIONS and event.args and (key := text_of(event.args[0])):
            yield Use(_spelled(key), event.member.endswith("="), event.function, event.location)


def _sessions(modules: Modules) -> Iterator[Use]:
    """Yield uses of ``request.session``: few modules have any, and only these are looked into."""
    for module in modules.by_name.values():
        if any(one.text.startswith(SESSION) for one in module.digest.written):
            found: dict[tuple[str, bool, int], str] = {}
            for function, definition in functions_of(module):
                for key, is_write, line in _in_body(definition.body):
                    found[key, is_write, line] = function  # the innermost comes last
            for (key, is_write, line), function in found.items():
                yield Use(_spelled(key), is_write, function, Location(module.file, line))


def _in_body(body: tuple[facts.Statement, ...]) -> Iterator[tuple[str, bool, int]]:
    targets: set[int] = set()
    for node, line in walk(body):
        match node:
            case facts.Assign(targets=assigned, operator=""):
                targets.update(map(id, assigned))
            case facts.Subscript(value=owner, index=facts.Constant(value=str(key))) if _is_session(
                owner
            ):
                yield key, id(node) in targets, line
            case facts.Call(
                func=facts.Attribute(value=owner, attr=asked),
                args=(facts.Constant(value=str(key)), *_),
            ) if asked in ASKS and _is_session(owner):
                yield key, asked == "setdefault", line
            case facts.Binary(left=facts.Constant(value=str(key)), right=owner) if _is_session(
                owner
            ):
                yield key, False, line


def _is_session(owner: facts.Expression) -> bool:
    match owner:
        case facts.Attribute(value=facts.Name(id="request"), attr="session"):
            return True
        case facts.Attribute(value=facts.Attribute(attr="request"), attr="session"):
            return True
    return False


def _spelled(key: str) -> str:
    return f'session["{key}"]'
