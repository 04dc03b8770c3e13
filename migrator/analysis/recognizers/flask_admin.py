"""Flask-Admin: what views expose, below the URL of the admin and their own.

https://flask-admin.readthedocs.io/en/latest/api/mod_base/
"""

from collections.abc import Iterator

from migrator.analysis.exposed_views import Exposures
from migrator.analysis.flask_prefixes import Prefix, join_rule, text_option
from migrator.analysis.flask_rules import Surroundings, entry_points
from migrator.analysis.flask_views import View
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import short
from migrator.analysis.interpreter.values import ClassValue, Event, Instance, Value, Values
from migrator.model.program import EntryPoint, Unresolved

PACKAGE = "flask_admin"
MODEL = {
    "index_view": (("/", "GET"),),
    "create_view": (("/new/", "GET POST"),),
    "edit_view": (("/edit/", "GET POST"),),
    "details_view": (("/details/", "GET"),),
    "delete_view": (("/delete/", "POST"),),
    "action_view": (("/action/", "POST"),),
    "export": (("/export/<export_type>/", "GET"),),
    "ajax_lookup": (("/ajax/lookup/", "GET"),),
    "ajax_update": (("/ajax/update/", "POST"),),
}
INHERITED = {
    "ModelView": MODEL,
    "BaseModelView": MODEL,
    "AdminIndexView": {"index": (("/", "GET"),)},
}
MODELS = frozenset({"ModelView", "BaseModelView"})


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read."""
    around, exposures = Surroundings(log), Exposures(log, PACKAGE, INHERITED)
    for event in log.having("add_view", "add_views", "Admin"):
        added: tuple[Values, ...]
        if not event.name.startswith(PACKAGE):
            continue
        if event.member == "Admin":
            added = (event.argument(4, "index_view") or (),)
            base = _admin_url(event)
        else:
            added = event.args
            admin = event.receiver
            base = _admin_url(admin.origin if isinstance(admin, Instance) else None)
        for view in (value for values in added for value in values):
            yield from _routes(view, base, event, exposures, around)


def _admin_url(made: Event | None) -> str | None:
    """Return the URL that all views hang below; None where it is computed."""
    url, is_known = text_option(made, 2, "url")
    for index in (made and made.argument(4, "index_view")) or ():
        if url is None and isinstance(index, Instance):
            url, is_known = text_option(index.origin, 3, "url")
    return (url or "/admin") if is_known else None


def _routes(
    view: Value, base: str | None, event: Event, exposures: Exposures, around: Surroundings
) -> Iterator[EntryPoint | Unresolved]:
    cls = exposures.view_class((view,))
    if cls is None or not isinstance(view, Instance):
        if event.member != "Admin" or isinstance(view, Instance):
            yield Unresolved("Flask-Admin view that is not in the source", event.location)
        return
    endpoint, url = _endpoint(view, cls, exposures), _url(view, cls, base, exposures)
    for exposed in exposures.methods(cls):
        if endpoint is None or url is None or exposed.url is None or exposed.methods is None:
            yield Unresolved(
                f"Flask-Admin view {short(cls.name)} with a computed path or methods",
                event.location,
            )
            continue
        declared = join_rule(url, exposed.url)
        prefix = Prefix(None, (endpoint,))
        rule = around.rule(prefix, declared, exposed.methods, exposed.name, event)
        yield from entry_points(rule, (View(exposed.name, exposed.handler),))


def _url(view: Instance, cls: ClassValue, base: str | None, exposures: Exposures) -> str | None:
    """Return the URL of a view, as ``BaseView._get_view_url`` does."""
    bases = set(exposures.bases(cls))
    if "AdminIndexView" in bases:
        return base
    url, is_known = text_option(view.origin, 5 if bases & MODELS else 3, "url")
    if url is None and is_known:
        url = _endpoint(view, cls, exposures)
    if url is None or not is_known:
        return None
    if url.startswith("/"):
        return url
    return None if base is None else f"{base.rstrip('/')}/{url}"


def _endpoint(view: Instance, cls: ClassValue, exposures: Exposures) -> str | None:
    """Name a view: as it is told, else after its model, else after its class."""
    bases = set(exposures.bases(cls))
    endpoint, is_known = text_option(view.origin, 4 if bases & MODELS else 2, "endpoint")
    if endpoint is not None or not is_known:
        return endpoint
    if "AdminIndexView" in bases:
        return "admin"
    if not bases & MODELS:
        return short(cls.name).lower()
    models = (view.origin and view.origin.argument(0, "model")) or ()
    return next((short(m.name).lower() for m in models if isinstance(m, ClassValue)), None)
