"""Flask: how a blueprint hangs below the application.

https://flask.palletsprojects.com/en/stable/blueprints/#nesting-blueprints
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import external_kinds, text_of
from migrator.analysis.interpreter.values import (
    Argument,
    Event,
    Instance,
    Known,
    Value,
    Values,
)
from migrator.model.location import Location

# Quart has the interface of Flask: https://quart.palletsprojects.com/en/latest/reference/api.html
# So have the subclasses of extensions:
# https://apiflask.com/api/app/, https://luolingchun.github.io/flask-openapi3/latest/,
# https://flask-smorest.readthedocs.io/en/latest/api_reference.html#flask_smorest.Blueprint
APPLICATIONS = frozenset(
    {
        "flask.Flask",
        "flask.app.Flask",
        "quart.Quart",
        "quart.app.Quart",
        "apiflask.APIFlask",
        "apiflask.app.APIFlask",
        "flask_openapi3.OpenAPI",
        "flask_openapi3.openapi.OpenAPI",
    }
)
BLUEPRINTS = frozenset(
    {
        "flask.Blueprint",
        "flask.blueprints.Blueprint",
        "quart.Blueprint",
        "quart.blueprints.Blueprint",
        "apiflask.APIBlueprint",
        "apiflask.blueprint.APIBlueprint",
        "flask_openapi3.APIBlueprint",
        "flask_openapi3.blueprint.APIBlueprint",
        "flask_smorest.Blueprint",
        "flask_smorest.blueprint.Blueprint",
        "flask_rest_api.Blueprint",
    }
)
SHORTCUTS = frozenset({"get", "post", "put", "patch", "delete"})
# Members that register a rule: ``()`` is applying the decorator that the member gave.
RULES = frozenset({"add_url_rule", "route()", *(f"{name}()" for name in SHORTCUTS)})
DEEPEST = 8  # blueprints in blueprints


@dataclass(frozen=True, slots=True)
class Prefix:
    """How a blueprint hangs below the application: URL prefix, names, and where it is said."""

    url: str | None
    names: tuple[str, ...] = ()
    registered_at: tuple[Location, ...] = ()
    is_known: bool = True
    owners: tuple[Instance, ...] = ()


def kind_of(value: Value) -> str:
    """Tell an application from a blueprint; empty for everything else."""
    kinds = external_kinds(value)
    if APPLICATIONS.intersection(kinds):
        return "application"
    return "blueprint" if BLUEPRINTS.intersection(kinds) else ""


def framework_of(value: Value) -> str:
    """Name the framework whose application or blueprint an object is."""
    kinds = external_kinds(value)
    return "quart" if any(kind.startswith("quart.") for kind in kinds) else "flask"


def owner_of(event: Event) -> Instance | None:
    """Return the application or blueprint on which a method, or decorator of it, is called."""
    receiver = event.receiver
    if event.name.endswith("()") and event.origin is not None:
        receiver = event.origin.receiver
    if isinstance(receiver, Instance) and kind_of(receiver):
        return receiver
    return None


def registrations(log: Log) -> tuple[Event, ...]:
    """List the calls that hang a blueprint below something."""
    return tuple(log.having("register_blueprint", "register_api"))


def find_prefixes(owner: Instance, events: tuple[Event, ...], depth: int = 0) -> Iterator[Prefix]:
    """Yield each way in which the object hangs below an application."""
    if kind_of(owner) == "application":
        yield Prefix(None)
        return
    constructor = owner.origin
    own = text_options(constructor, 5, "url_prefix")
    name, _ = text_option(constructor, 0, "name")
    for event in events:
        if depth > DEEPEST or owner not in (
            event.argument(0, "blueprint") or event.argument(0, "api") or ()
        ):
            continue
        named, _ = text_option(event, -1, "name")
        given = text_options(event, -1, "url_prefix")
        parent = event.receiver
        above = (
            find_prefixes(parent, events, depth + 1)
            if isinstance(parent, Instance) and kind_of(parent)
            else [Prefix(None)]
        )
        urls = own if given == (None,) else given
        for prefix in above:
            for url in urls or (None,):
                yield Prefix(
                    join_rule(prefix.url, url) if url is not None else prefix.url,
                    (*prefix.names, named or name or ""),
                    (event.location, *event.stack, *prefix.registered_at),
                    bool(urls) and prefix.is_known,
                    (owner, *prefix.owners),
                )


def text_option(event: Event | None, position: int, keyword: str) -> tuple[str | None, bool]:
    """Return a text option and whether it is known; not given is known to be None."""
    texts = text_options(event, position, keyword)
    return (texts[0], True) if len(texts) == 1 else (None, False)


def text_options(event: Event | None, position: int, keyword: str) -> tuple[str | None, ...]:
    """Return all that a text option may be: None alone where it is not given, () if computed.

    ``"/api" if behind_proxy else ""`` is two: which one is a matter of configuration.
    A default that callers which are not seen may replace is taken for what they mean.
    """
    values = event.argument(position, keyword) if event else None
    if values is None:
        return (None,)
    values = tuple(value for value in values if not isinstance(value, Argument))
    if values == (Known(None),):
        return (None,)
    return tuple(path for path in paths_of(values) if path is not None)


def paths_of(values: Values) -> tuple[str | None, ...]:
    """Return the paths that ``values`` may be; None among them where one is computed.

    A path that is another one with something before it is dropped: that is configuration's, as
    ``flask_choices`` says.
    """
    texts = tuple(dict.fromkeys(text_of((value,)) for value in values)) or (None,)
    return tuple(text for text in texts if text is None or not beginning(text, texts))


def beginning(text: str, texts: Iterable[str | None]) -> str:
    """Return what ``text`` has before another one of ``texts`` that it ends in."""
    ends = [end for end in texts if end is not None and text != end and text.endswith(end)]
    return text.removesuffix(min(ends, key=len)) if ends else ""


def join_rule(prefix: str | None, rule: str) -> str:
    """Join as ``BlueprintSetupState.add_url_rule`` does."""
    if prefix is None:
        return rule if rule.startswith("/") else f"/{rule}"
    if not rule:
        return prefix if prefix.startswith("/") else f"/{prefix}"
    joined = "/".join((prefix.rstrip("/"), rule.lstrip("/")))
    return joined if joined.startswith("/") else f"/{joined}"
