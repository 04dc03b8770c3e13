"""Flask: functions that run around routes.

https://flask.palletsprojects.com/en/stable/api/#flask.Blueprint.before_request
https://flask-login.readthedocs.io/en/latest/#how-it-works
"""

from migrator.analysis.flask_prefixes import Prefix, kind_of, owner_of
from migrator.analysis.handlers import functions_of, handler_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import Event, Instance

# Around the routes of the object they are called on; ``app_…`` and those of an application are
# around all routes.
HOOKS = frozenset(
    {
        "before_request",
        "after_request",
        "teardown_request",
        "context_processor",
        "errorhandler()",
        "register_error_handler",
        "url_value_preprocessor",
        "url_defaults",
    }
)
ALL_HOOKS = frozenset(
    {
        "teardown_appcontext",
        "before_app_request",
        "after_app_request",
        "teardown_app_request",
        "app_context_processor",
        "app_errorhandler()",
        "app_url_value_preprocessor",
        "app_url_defaults",
    }
)
# What extensions that know who somebody is are given; they ask in any request.
LOADERS = frozenset(
    {
        "user_loader",
        "request_loader",
        "header_loader",
        "unauthorized_handler",
        "needs_refresh_handler",
        "user_lookup_loader",
        "user_identity_loader",
        "token_in_blocklist_loader",
        "additional_claims_loader",
    }
)
EXTENSIONS = ("flask_login.", "flask_jwt_extended.")


def hooks_by_owner(log: Log) -> dict[Instance | None, frozenset[str]]:
    """Map each blueprint to the hooks of its routes, None to those of all routes."""
    found: dict[Instance | None, frozenset[str]] = {}
    for event in log.having(*sorted(HOOKS | ALL_HOOKS)):
        owner = owner_of(event)
        if owner is None:
            continue
        is_everywhere = event.member in ALL_HOOKS or kind_of(owner) == "application"
        key = None if is_everywhere else owner
        found[key] = found.get(key, frozenset()) | _given(event)
    for event in log.having(*sorted(LOADERS)):
        if event.name.startswith(EXTENSIONS):
            found[None] = found.get(None, frozenset()) | _given(event)
    return found


def _given(event: Event) -> frozenset[str]:
    """Name the functions that an event is given, and those that they stand in for."""
    functions = (value for values in event.args for value in functions_of(values))
    return frozenset(name for f in functions for name in (handler_of(f).name, f.name))


def hooks_around(prefix: Prefix, hooks: dict[Instance | None, frozenset[str]]) -> tuple[str, ...]:
    """List the hooks that run around the routes of a blueprint that hangs by ``prefix``."""
    return tuple(sorted({name for owner in prefix.owners for name in hooks.get(owner, ())}))
