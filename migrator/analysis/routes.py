"""Routes as most frameworks know them: a path, what answers it, and what it hangs below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from migrator.analysis.handlers import Handler
from migrator.analysis.interpreter.values import Event, Value, Values
from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute, Websocket

DEEPEST = 8  # applications in applications
ADDED = frozenset({"HEAD", "OPTIONS"})  # by frameworks, to answer what they know without asking


@dataclass(frozen=True, slots=True)
class Rule:
    """A path as the framework spells it (``declared``) and as a template, and where it is said."""

    framework: str
    declared: str
    path: str
    registered_at: tuple[Location, ...]
    name: str = ""

    def answered_by(
        self, answers: Mapping[str, Handler], *, added: frozenset[str] = ADDED
    ) -> Iterator[EntryPoint]:
        """Yield one entry point per HTTP method.

        Args:
            answers: which method is answered by what.
            added: methods to leave out, because the framework answers them by itself.
        """
        methods = tuple(sorted(answers.keys() - added))
        for method in methods:
            yield EntryPoint(
                HttpRoute(method, self.path, self.declared),
                answers[method].name,
                answers[method].location,
                self.framework,
                self.name,
                tuple(dict.fromkeys(self.registered_at)),
                methods,
            )

    def upgraded_by(self, handler: Handler) -> EntryPoint:
        """Return the entry point of a websocket."""
        return EntryPoint(
            Websocket(self.path),
            handler.name,
            handler.location,
            self.framework,
            self.name,
            tuple(dict.fromkeys(self.registered_at)),
        )


@dataclass(frozen=True, slots=True)
class Mount:
    """``child`` hangs below ``parent``; ``prefix`` is None where it is computed."""

    child: Values
    parent: Value | None
    prefix: str | None
    event: Event


@dataclass(frozen=True, slots=True)
class Way:
    """One way from an application down to an object: all prefixes, and the mounts."""

    prefix: str | None = ""
    registered_at: tuple[Location, ...] = ()


class Mounts:
    """Which object hangs below which."""

    def __init__(self, mounts: Iterable[Mount]) -> None:
        self._above: dict[Value, list[Mount]] = {}
        for mount in mounts:
            for child in mount.child:
                self._above.setdefault(child, []).append(mount)

    def __contains__(self, child: Value) -> bool:
        return child in self._above

    def ways(self, owner: Value | None, depth: int = 0) -> Iterator[Way]:
        """Yield each way down to an object; what hangs below nothing is an application."""
        above = self._above.get(owner, []) if owner is not None else []
        if not above:
            yield Way()
        for mount in above if depth < DEEPEST else ():
            for way in self.ways(mount.parent, depth + 1):
                known = way.prefix is not None and mount.prefix is not None
                yield Way(
                    f"{way.prefix}{mount.prefix}" if known else None,
                    (*places_of(mount.event), *way.registered_at),
                )


def places_of(event: Event) -> tuple[Location, ...]:
    """List where something is said, innermost first."""
    return (event.location, *event.stack)
