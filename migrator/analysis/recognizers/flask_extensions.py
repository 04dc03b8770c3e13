"""Flask extensions that register routes in ways of their own: seen, and said, not read yet."""

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import short
from migrator.analysis.interpreter.values import ClassValue, Event, FunctionValue, Instance
from migrator.model.program import Unresolved

# Package -> what it is called, and the calls that register. A name that ends in ``()`` is a
# decorator that is applied.
REGISTRATIONS: dict[str, tuple[str, frozenset[str]]] = {
    # https://luolingchun.github.io/flask-openapi3/latest/Usage/Route_Operation/
    "flask_openapi3": ("flask-openapi3 class view", frozenset({"register_api_view"})),
    # https://docs.python-eve.org/en/stable/features.html
    "eve": ("Eve", frozenset({"Eve"})),
    # https://flask-restless.readthedocs.io/en/latest/basicusage.html
    "flask_restless": ("Flask-Restless", frozenset({"create_api"})),
    # https://flask-rest-jsonapi.readthedocs.io/en/latest/routing.html
    "flask_rest_jsonapi": ("Flask-REST-JSONAPI", frozenset({"route"})),
    "flask_combo_jsonapi": ("Flask-COMBO-JSONAPI", frozenset({"route"})),
    # https://github.com/4Catalyzer/flask-resty
    "flask_resty": ("Flask-RESTy", frozenset({"add_resource"})),
    # https://flask-potion.readthedocs.io/en/latest/quickstart.html
    "flask_potion": ("Flask-Potion", frozenset({"add_resource"})),
    # https://flask-rebar.readthedocs.io/en/latest/quickstart/basics.html
    "flask_rebar": ("Flask-Rebar", frozenset({"handles()", "add_handler"})),
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
