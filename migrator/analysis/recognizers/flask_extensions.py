"""Flask extensions that register routes in ways of their own: seen, and said, not read yet."""

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import short
from migrator.analysis.interpreter.values import ClassValue, Event, FunctionValue, Instance
from migrator.model.program import Unresolved

# Package -> what it is called, and the calls that register. A name that ends in ``()`` is a
# decorator that is applied.
REGISTRATIONS: dict[str, tuple[str, frozenset[str]]] = {
    # https://flask-smorest.readthedocs.io/en/latest/api_reference.html#flask_smorest.Blueprint
    "flask_smorest": ("flask-smorest", frozenset({"route()"})),
    # https://flask-admin.readthedocs.io/en/latest/api/mod_base/
    "flask_admin": ("Flask-Admin", frozenset({"add_view"})),
}


def recognize(log: Log) -> Iterator[Unresolved]:
    """Yield one doubt per registration, naming the class or function where that is known."""
    for event in log.events:
        package = event.name.partition(".")[0]
        if package not in REGISTRATIONS or "." not in event.name:
            continue
        title, members = REGISTRATIONS[package]
        if event.member in members:
            what = _registered(event)
            place = event.origin if event.name.endswith("()") and event.origin else event
            yield Unresolved(
                f"{title} registration{what and f' of {what}'}: its routes are not read yet",
                place.location,
            )


def _registered(event: Event) -> str:
    """Name what is registered: the first argument, or the class that registers itself."""
    owner = (event.receiver,) if isinstance(event.receiver, ClassValue) else ()
    for value in owner or (event.args[0] if event.args else ()):
        match value:
            case ClassValue(name=name) | FunctionValue(name=name):
                return short(name)
            case Instance(kind=ClassValue(name=name)):
                return short(name)
    return ""
