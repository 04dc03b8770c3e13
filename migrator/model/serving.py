"""How the routes of a service are answered: by the reduced application, or by the view alone."""

from collections.abc import Sequence

import msgspec

from migrator.model.location import Location


class Hindrance(msgspec.Struct, frozen=True, order=True):
    """Why a view needs its framework: where, and a sentence without its full stop.

    Attributes:
        is_shared: it holds for every route of the application.
    """

    location: Location
    says: str
    is_shared: bool = False


class Serving(msgspec.Struct, frozen=True):
    """A route, and why it is hosted; it could be native where nothing says so."""

    label: str
    hindrances: tuple[Hindrance, ...] = ()

    @property
    def is_native(self) -> bool:
        """Tell whether the view can answer without its framework."""
        return not self.hindrances

    @property
    def own(self) -> tuple[Hindrance, ...]:
        """Return what the view and its surroundings themselves are in need of."""
        return tuple(one for one in self.hindrances if not one.is_shared)


def why_hosted(servings: Sequence[Serving]) -> tuple[str, ...]:
    """Say why routes are hosted: what holds for all of them, then the first reason of each other.

    Routes with the same reason share a line.
    """
    shared = {h for one in servings for h in one.hindrances if h.is_shared}
    lines = [f"every route: {h.says} ({h.location})" for h in sorted(shared)]
    labels: dict[Hindrance, list[str]] = {}
    for one in servings:
        if one.own:
            labels.setdefault(one.own[0], []).append(one.label)
    lines += [f"{', '.join(found)}: {h.says} ({h.location})" for h, found in labels.items()]
    return tuple(lines)
