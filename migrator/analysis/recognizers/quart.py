"""Quart: websockets; all other routes are registered as Flask's are, and read there.

https://quart.palletsprojects.com/en/latest/how_to_guides/websockets.html
"""

from collections.abc import Iterator

from migrator.analysis.flask_prefixes import find_prefixes, join_rule, owner_of, registrations
from migrator.analysis.flask_rules import Rule
from migrator.analysis.handlers import functions_of, handler_of, options_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import short_name, text_of
from migrator.analysis.routes import places_of
from migrator.model.program import EntryPoint, Unresolved, Websocket


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per websocket, and what could not be read."""
    mounts = registrations(log)
    for event in log.having("websocket()", "add_websocket"):
        owner = owner_of(event)
        if owner is None:
            continue
        options = options_of(event)
        rule = text_of(options.argument(0, "rule") or ())
        view = event.argument(0 if options is not event else 2, "view_func") or ()
        for prefix in find_prefixes(owner, mounts):
            if rule is None or not prefix.is_known or not functions_of(view):
                reason = "Quart websocket with a computed path or an unknown view"
                yield Unresolved(reason, options.location)
                continue
            places = (*places_of(options), *prefix.registered_at)
            for function in functions_of(view):
                handler = handler_of(function)
                path = Rule(join_rule(prefix.url, rule), frozenset(), "", places).path
                name = ".".join((*prefix.names, short_name(function)))
                yield EntryPoint(
                    Websocket(path), handler.name, handler.location, "quart", name, places
                )
