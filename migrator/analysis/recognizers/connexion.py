"""Connexion: the operations of an OpenAPI document, and the functions that it names.

https://connexion.readthedocs.io/en/latest/routing.html
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from migrator.analysis import openapi
from migrator.analysis.flask_prefixes import Prefix, text_option
from migrator.analysis.flask_rules import Surroundings, entry_points
from migrator.analysis.flask_views import View
from migrator.analysis.handlers import functions_of, handler_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import external_kinds, text_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    Instance,
    Known,
    ModuleValue,
    Values,
)
from migrator.model.program import EntryPoint, Unresolved

PACKAGE = "connexion."
# Calls that a path or the text of a file goes through: how many of their arguments are its parts.
PATHS = defaultdict(int, {"join": 99, "joinpath": 99, "Path": 99, "open": 1, "str": 1})
LOADS = frozenset({"safe_load", "load", "loads", "full_load"})
CONVERTERS = {"integer": "int", "number": "float", "path": "path"}


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per operation, and what could not be read."""
    around = Surroundings(log)
    for event in log.having("add_api", "FlaskApi"):
        if not event.name.startswith(PACKAGE):
            continue
        file = _file(log, event)
        text = log.documents.get(file or "")
        document = openapi.read(text) if text is not None else None
        base, is_known = text_option(event, 1, "base_path")
        if document is None or not is_known:
            yield Unresolved(
                "Connexion API whose OpenAPI document is not found or not read", event.location
            )
            continue
        base = document.base if base is None else base.rstrip("/")
        for operation in document.operations:
            yield from _routes(log, event, base, operation, around)


def _routes(
    log: Log, event: Event, base: str, operation: openapi.Operation, around: Surroundings
) -> Iterator[EntryPoint | Unresolved]:
    name = _function_name(_resolver(event), operation)
    functions = functions_of(_look_up(log, name))
    if not functions:
        yield Unresolved(
            f"Connexion operation {operation.method} {operation.path}: "
            f"its function {name or 'is not named'}{' is not in the source' if name else ''}",
            event.location,
        )
        return
    path = re.sub(r"\{([^}]*)\}", lambda match: _parameter(match[1], operation), operation.path)
    endpoint = name.replace(".", "_")
    prefix = Prefix(base, ((base or "/").replace(".", "_"),))
    rule = around.rule(prefix, base + path, frozenset({operation.method}), endpoint, event)
    yield from entry_points(rule, (View(endpoint, handler_of(functions[0])),))


def _parameter(name: str, operation: openapi.Operation) -> str:
    converter = CONVERTERS.get(operation.types.get(name, ""))
    return (
        f"<{converter}:{name.replace('-', '_')}>" if converter else f"<{name.replace('-', '_')}>"
    )


def _resolver(event: Event) -> tuple[str, str]:
    """Return the kind of the resolver, and the module that it starts from."""
    made = event.receiver.origin if isinstance(event.receiver, Instance) else None
    values = event.argument(-1, "resolver") or (made and made.argument(-1, "resolver")) or ()
    for value in values:
        kinds = [kind.rpartition(".")[2] for kind in external_kinds(value)]
        if isinstance(value, Instance) and value.origin is not None and kinds:
            given = value.origin.args[0] if value.origin.args else ()
            module = next((v.name for v in given if isinstance(v, ModuleValue)), text_of(given))
            return kinds[0], module or ""
    return "Resolver", ""


def _function_name(resolver: tuple[str, str], operation: openapi.Operation) -> str:
    """Name the function as the resolver does; REST semantics where the document does not."""
    kind, module = resolver
    if operation.identifier:
        start = operation.controller or (module if kind == "RelativeResolver" else "")
        return f"{start}.{operation.identifier}" if start else operation.identifier
    if kind not in {"RestyResolver", "MethodViewResolver", "MethodResolver"}:
        return ""
    parts = [part for part in operation.path.split("/") if part]
    fixed = [part.replace("-", "_") for part in parts if not part.startswith("{")]
    is_list = operation.method == "GET" and bool(fixed) and not parts[-1].startswith("{")
    function = "search" if is_list else operation.method.lower()
    if kind != "RestyResolver" and fixed:
        words = re.split(r"[_-]", fixed[-1])
        fixed[-1] = "".join(word[:1].upper() + word[1:] for word in words) + "View"
    return ".".join((operation.controller or ".".join((module, *fixed)), function))


def _look_up(log: Log, dotted: str) -> Values:
    """Return what a dotted name means: a function of a module, or a method of a class."""
    parts = dotted.split(".")
    for length in range(len(parts) - 1, 0, -1):
        scope = log.scopes.get(log.find(".".join(parts[:length])))
        values = scope.names.get(parts[length], ()) if scope is not None else ()
        for part in parts[length + 1 :]:
            values = next(
                (find_in_class(v, part) or () for v in values if isinstance(v, ClassValue)), ()
            )
        if values:
            return values
    return ()


def _file(log: Log, event: Event) -> str | None:
    """Find the document: below where its directory is said to be, else the one of that name."""
    ending = _path(event.argument(0, "specification") or ())
    made = event.receiver.origin if isinstance(event.receiver, Instance) else None
    folder = _path((made and made.argument(-1, "specification_dir")) or ())
    if not ending:
        return None
    for tried in (f"{folder}/{ending}", ending) if folder else (ending,):
        wanted = "/" + re.sub(r"(^|/)(\.{1,2}/)+", r"\1", tried).lstrip("/")
        found = [file for file in sorted(log.documents) if f"/{file}".endswith(wanted)]
        here = event.location.file.rpartition("/")[0]
        near = [file for file in found if file.rpartition("/")[0] == here]
        if len(found) == 1 or near:
            return (near or found)[0]
    return None


def _path(values: Values) -> str:
    """Put together what is known of the end of a path, through the calls that made it."""
    for value in values:
        match value:
            case Known(value=str(text)):
                return text
            case Instance(kind=External(), origin=Event() as made):
                return _path_of(made)
    return ""


def _path_of(made: Event) -> str:
    is_loaded = made.member in LOADS
    parts = [_path_of(made.origin)] if made.origin is not None and not is_loaded else []
    parts += [_path(values) for values in made.args[: 1 if is_loaded else PATHS[made.member]]]
    return "/".join(part for part in parts if part)
