"""Flask applications cut down to one service: its routes match, all others only build URLs.

https://werkzeug.palletsprojects.com/en/stable/routing/ (``build_only``)
"""

from collections.abc import Collection, Sequence
from copy import copy

from flask import Flask, Response
from werkzeug.routing import Map, Rule

from .envelope import to_http
from .errors import EnvelopeError

ForeignRule = tuple[str, str, tuple[str, ...]]


def reduce_to(
    app: Flask, endpoints: Collection[str], foreign: Sequence[ForeignRule] = ()
) -> Flask:
    """Let ``app`` answer for ``endpoints`` only, while ``url_for`` still knows every rule.

    Args:
        app: the application as its factory left it; it is changed and returned.
        endpoints: the endpoints of the service. One that is not there is an error at start.
        foreign: rule, endpoint and methods of what stayed in the monolith and did not travel.
    """
    present = list(app.url_map.iter_rules())
    missing = sorted(set(endpoints) - {rule.endpoint for rule in present})
    if missing:
        raise ValueError(f"the application has no endpoint {', '.join(missing)}")
    reduced = _empty_like(app)
    for rule in present:
        reduced.add(_unbound(rule, is_matched=rule.endpoint in endpoints))
    known = {(rule.rule, rule.endpoint) for rule in present}
    for path, endpoint, methods in foreign:
        if (path, endpoint) not in known:
            reduced.add(Rule(path, endpoint=endpoint, methods=methods, build_only=True))
    app.url_map = reduced
    return app


def answer_errors(app: Flask) -> Flask:
    """Let the errors of business code become envelopes in every view."""

    def answer(error: EnvelopeError) -> Response:
        code, body = to_http(error.envelope())
        return Response(body, code, mimetype="application/json")

    app.register_error_handler(EnvelopeError, answer)
    return app


def _empty_like(app: Flask) -> Map:
    """Return a map without rules but with every setting of the application's."""
    old = app.url_map
    new = app.url_map_class(
        default_subdomain=old.default_subdomain,
        strict_slashes=old.strict_slashes,
        merge_slashes=old.merge_slashes,
        redirect_defaults=old.redirect_defaults,
        sort_parameters=old.sort_parameters,
        sort_key=old.sort_key,
        host_matching=old.host_matching,
    )
    new.converters = dict(old.converters)
    return new


def _unbound(rule: Rule, *, is_matched: bool) -> Rule:
    """Copy a rule with all attributes, Flask's ``provide_automatic_options`` included.

    ``Rule.empty`` forgets that one, and also ``merge_slashes`` and ``websocket``.
    """
    result = copy(rule)
    result.map = None  # type: ignore[assignment] # what an unbound rule has
    result.build_only = rule.build_only or not is_matched
    return result
