"""The route table of the running application, and how it differs from what was read."""

import msgspec


class LiveRoute(msgspec.Struct, frozen=True, order=True):
    """One method on one path, as the application itself lists it.

    Attributes:
        kind: ``http`` or ``websocket``; the latter has no method.
        declared: the framework's own spelling, all prefixes included.
        file: relative to SRC; empty where the handler is not of the monolith.
    """

    kind: str
    method: str
    declared: str
    handler: str
    file: str = ""
    line: int = 0

    @property
    def label(self) -> str:
        """Name the route as reports do."""
        return f"{self.method or self.kind} {self.declared}"


class LiveTable(msgspec.Struct, frozen=True):
    """All routes of an application; ``application`` is how the user named it."""

    application: str
    framework: str
    routes: tuple[LiveRoute, ...]


class LiveComparison(msgspec.Struct, frozen=True):
    """What only one side knows.

    Attributes:
        routes: how many the application lists.
        both: labels of the entry points that the application lists as well.
        only_live: routes that were not found in the source.
        only_static: labels of entry points that the application does not list.
    """

    application: str
    framework: str
    routes: int
    both: frozenset[str] = frozenset()
    only_live: tuple[LiveRoute, ...] = ()
    only_static: tuple[str, ...] = ()
