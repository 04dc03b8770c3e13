"""Drift: what changed in the monolith since migration.yaml was written."""

import msgspec

from migrator.model.location import Location


class Change(msgspec.Struct, frozen=True):
    """One difference between the monolith and its plan.

    Attributes:
        kind: ``entry-point-without-service``, ``table-without-owner``, ``call-without-mode``:
            the plan has to say more; ``entry-point-gone``, ``module-gone``, ``table-gone``,
            ``call-gone``, ``constraint-gone``: the monolith no longer has what the plan names.
        name: of what is new or gone.
        service: whose it is, or would be by ``migrate plan``; empty where that is nobody.
        place: where it is in the monolith, or on which line of the plan it is named.
        remedy: what to do.
    """

    kind: str
    name: str
    service: str
    place: Location | None
    remedy: str
