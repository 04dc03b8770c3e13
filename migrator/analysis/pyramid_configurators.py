"""Pyramid: below which prefix a configurator adds routes, and which packages it scans.

https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/urldispatch.html#using-a-route-prefix-to-compose-applications
"""

from collections.abc import Iterator

from migrator.analysis.handlers import is_one_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import root_of
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Instance, Known, ModuleValue, Value
from migrator.analysis.routes import Way, places_of

CONFIGURATORS = frozenset(
    {"pyramid.config.Configurator", "pyramid.config.Configurator.with_package"}
)
DEEPEST = 20  # configurators in configurators


def configurator_of(event: Event) -> Instance | None:
    """Return the configurator that a directive is called on."""
    owner = root_of(event.receiver) if event.receiver is not None else None
    return owner if is_one_of(owner, CONFIGURATORS) else None


def way_to(configurator: Value | None, depth: int = 0) -> Way:
    """Return the prefix of the routes that a configurator adds, and what includes it."""
    if not isinstance(configurator, Instance) or depth > DEEPEST:
        return Way()
    made = configurator.origin
    own = configurator.attributes.get("route_prefix")
    if own is not None:
        return Way(_slashed(text_of(own)))
    if made is None:
        return Way()
    given = made.keywords.get("route_prefix", (Known(None),))
    prefix = "" if given == (Known(None),) else text_of(given)
    if made.receiver is None or made.receiver is configurator:
        return Way(_slashed(prefix))
    above = way_to(configurator_of(made), depth + 1)
    known = above.prefix is not None and prefix is not None
    places = places_of(made) if made.member == "include" else ()
    below = _slashed(prefix)
    return Way(f"{above.prefix}{below}" if known else None, (*places, *above.registered_at))


def _slashed(prefix: str | None) -> str | None:
    return prefix and (f"/{prefix.strip('/')}" if prefix.strip("/") else "")


class Scans:
    """Which configurators scan which packages for what decorators left there."""

    def __init__(self, log: Log) -> None:
        self._scans = [
            (package, event, owner)
            for event in log.having("scan")
            if (owner := configurator_of(event)) is not None
            for package in _packages(event, log)
        ]

    def ways(self, module: str) -> Iterator[Way]:
        """Yield the ways down to what a module declares; what nothing scans is at the root."""
        found = [
            (event, owner)
            for package, event, owner in self._scans
            if module == package or module.startswith(f"{package}.")
        ]
        if not found:
            yield Way()
        for event, owner in found:
            way = way_to(owner)
            yield Way(way.prefix, (*places_of(event), *way.registered_at))


def _packages(event: Event, log: Log) -> Iterator[str]:
    """Name what is scanned: the package of the caller where nothing else is said."""
    module = event.function.partition(":")[0]
    own = module if any(name.startswith(f"{module}.") for name in log.scopes) else ""
    package = own or module.rpartition(".")[0] or module
    given = event.argument(0, "package")
    if given is None:
        yield package
    for value in given or ():
        match value:
            case ModuleValue(name=name):
                yield name
            case Known(value=str(text)):
                yield f"{package}{text}".rstrip(".") if text.startswith(".") else text
