"""Constants given to attributes and items of what is not the project's, for rules to match.

``response.mimetype = "application/pdf"``, ``response.headers["Content-Type"] = "text/csv"``.
"""

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import Event, Known, Values
from migrator.model.constructs import Assignment

UNKNOWN = ("?", ".", "<function>", "<NoneType>")  # begin the names of what has none


def find_assignments(log: Log) -> Iterator[Assignment]:
    """Yield one fact per assignment; what is unknown about either side is none."""
    for event in log.events:
        name = event.name
        if name.endswith("=") and not name.startswith(UNKNOWN):
            target = _item(name, event) if name.endswith("[]=") else name[:-1]
            value = _constant(event.args[-1]) if event.args else None
            if target and value is not None:
                yield Assignment(target, repr(value.value), event.function, event.location)


def _item(name: str, event: Event) -> str:
    """Spell an item by its key; empty where that is not known."""
    key = _constant(event.args[0])
    return f"{name.removesuffix('[]=')}[{key.value}]" if key is not None else ""


def _constant(values: Values) -> Known | None:
    match values:
        case (Known() as known,):
            return known
    return None
