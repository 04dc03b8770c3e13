"""The cut list of a service: what has to be broken so that it stands alone, each with a remedy."""

import msgspec

from migrator.model.location import Location


class Cut(msgspec.Struct, frozen=True):
    """Edges of one kind that lead to one thing, and what to do about them.

    Attributes:
        kind: ``call``, ``import`` or ``inheritance`` (a client is generated), ``code`` (it travels
            along instead), ``read``, ``write``, ``foreign-key``, ``transaction``, or the kind of a
            hidden edge.
        is_outgoing: whether the service depends on the other side; else others depend on it.
        target: a function or class, a table, a module (for ``code``), or what is met by.
        services: the other side, sorted; empty where that is the rest of the monolith.
        effort: in points.
        places: where the edges are written, sorted.
        names: for ``code`` what travels, for a transaction the tables; sorted.
        lines: for ``code`` how many.
    """

    kind: str
    is_outgoing: bool
    target: str
    services: tuple[str, ...]
    effort: int
    places: tuple[Location, ...]
    names: tuple[str, ...] = ()
    lines: int = 0


class CutList(msgspec.Struct, frozen=True):
    """What to cut of a service, by effort, the least first."""

    service: str
    cuts: tuple[Cut, ...] = ()

    @property
    def effort(self) -> int:
        """The points in all."""
        return sum(cut.effort for cut in self.cuts)
