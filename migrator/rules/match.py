"""A place where a condition of a rule holds."""

import msgspec

from migrator.model.location import Location


class Match(msgspec.Struct, frozen=True, order=True):
    """A place where a condition holds, before asking who reaches it.

    Attributes:
        name: what was found there: the external name, the module's name, the label.
        functions: where it happens; whoever reaches one of them is affected.
        value: what it was found to be: a number, a setting's value, the other service.
        labels: the entry points that are affected, where it is no matter of functions.
        shown: those of ``functions`` that show it best; empty for any.
    """

    location: Location
    name: str
    functions: tuple[str, ...]
    value: str = ""
    labels: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
