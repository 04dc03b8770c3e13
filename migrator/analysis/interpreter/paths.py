"""Paths of files that are put together with ``pathlib``: what is known of their end.

https://docs.python.org/3/library/pathlib.html#operators
"""

from __future__ import annotations

from migrator.analysis.interpreter.naming import name_of, root_of
from migrator.analysis.interpreter.port import Frame
from migrator.analysis.interpreter.values import Event, External, Instance, Value, Values
from migrator.model.location import Location


def is_path(value: Value) -> bool:
    """Tell whether a value is a path, or an attribute of one."""
    return name_of(value).startswith("pathlib.")


def below(left: Values, right: Values, frame: Frame, line: int) -> Values:
    """Return ``left / right`` as ``left.joinpath(right)``; nothing where it is no path."""
    location = Location(frame.file, line)
    found = []
    for value in left:
        if is_path(value):
            root = root_of(value)
            made = root.origin if isinstance(root, Instance) else None
            name = "pathlib.Path.joinpath"
            event = Event(name, frame.owner, location, (right,), receiver=value, origin=made)
            found.append(Instance(External(name), location, origin=event))
    return tuple(found)


def parent(owner: Value, location: Location) -> Values:
    """Return ``path.parents[n]``: a path of which nothing more is known."""
    is_parent = is_path(owner) and name_of(owner).endswith(".parents")
    return (Instance(External("pathlib.Path"), location),) if is_parent else ()
