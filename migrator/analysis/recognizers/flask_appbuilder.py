"""Flask-AppBuilder: what views and APIs expose, below the route base of their class.

https://flask-appbuilder.readthedocs.io/en/latest/views.html
https://flask-appbuilder.readthedocs.io/en/latest/rest_api.html
"""

from collections.abc import Iterator

from migrator.analysis.exposed_views import Exposures, Inherited
from migrator.analysis.flask_prefixes import Prefix, join_rule
from migrator.analysis.flask_rules import Surroundings, entry_points
from migrator.analysis.flask_views import View
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import short, text_of, texts_of
from migrator.analysis.interpreter.values import ClassValue, Event, Known
from migrator.model.program import EntryPoint, Unresolved

PACKAGE = "flask_appbuilder"
ADDING = frozenset({"add_view", "add_view_no_menu", "add_api"})
CRUD = {
    "list": (("/list/", "GET"),),
    "show": (("/show/<pk>", "GET"),),
    "add": (("/add", "GET POST"),),
    "edit": (("/edit/<pk>", "GET POST"),),
    "delete": (("/delete/<pk>", "GET POST"),),
    "download": (("/download/<string:filename>", "GET"),),
    "action": (("/action/<string:name>/<pk>", "GET POST"),),
    "action_post": (("/action_post", "POST"),),
}
FORM = {"this_form_get": (("/form", "GET"),), "this_form_post": (("/form", "POST"),)}
CHART = {"chart": (("/chart/<group_by>", "GET"), ("/chart/", "GET"))}
# What the classes of FAB 3 to 5 have in common; ``/api/read`` and the like of ``ModelView`` in
# FAB before 5 are left out: https://github.com/dpgaspar/Flask-AppBuilder/blob/master/CHANGELOG.rst
INHERITED: Inherited = {
    "ModelView": CRUD,
    "CompactCRUDMixin": {
        "list": (("/list/", "GET POST"),),
        "add": (("/add/", "GET POST"),),
        "edit": (("/edit/<pk>", "GET POST"),),
        "delete": (("/delete/<pk>", "GET POST"),),
    },
    "MasterDetailView": {"list": (("/list/", "GET"), ("/list/<pk>", "GET"))},
    "MultipleView": {"list": (("/list/", "GET"),)},
    "SimpleFormView": FORM,
    "PublicFormView": FORM,
    "GroupByChartView": CHART,
    "DirectByChartView": CHART,
    "ChartView": CHART,
    "DirectChartView": CHART,
    "TimeChartView": {"chart": (("/chart/<group_by>/<period>", "GET"), ("/chart/", "GET"))},
    "IndexView": {"index": (("/", "GET"),)},
    "ModelRestApi": {
        "info": (("/_info", "GET"),),
        "get": (("/<pk>", "GET"),),
        "get_list": (("/", "GET"),),
        "post": (("/", "POST"),),
        "put": (("/<pk>", "PUT"),),
        "delete": (("/<pk>", "DELETE"),),
    },
}


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read."""
    around, exposures = Surroundings(log), Exposures(log, PACKAGE, INHERITED)
    for event in log.having("create_blueprint", *sorted(ADDING)):
        if event.member in ADDING:
            views, endpoint = event.argument(0, "baseview"), event.argument(1, "endpoint")
            is_named = event.member == "add_view_no_menu"
        elif event.member == "create_blueprint" and event.receiver is not None:
            views, endpoint, is_named = (event.receiver,), event.argument(1, "endpoint"), True
        else:
            continue
        cls = exposures.view_class(views)
        if cls is not None:
            name = text_of(endpoint or ()) if is_named else None
            yield from _routes(cls, name or short(cls.name), event, exposures, around)
        elif event.name.startswith(PACKAGE) and event.member in ADDING:
            yield Unresolved("Flask-AppBuilder view that is not in the source", event.location)


def _routes(
    cls: ClassValue, name: str, event: Event, exposures: Exposures, around: Surroundings
) -> Iterator[EntryPoint | Unresolved]:
    base = _route_base(cls, exposures)
    included = _names(cls, "include_route_methods")
    excluded = _names(cls, "exclude_route_methods")
    for exposed in exposures.methods(cls):
        if included is not None and excluded is not None:
            if exposed.name in excluded or (included and exposed.name not in included):
                continue
            if base is not None and exposed.url is not None and exposed.methods is not None:
                declared = join_rule(join_rule(None, base), exposed.url)
                rule = around.rule(
                    Prefix(None, (name,)), declared, exposed.methods, exposed.name, event
                )
                yield from entry_points(rule, (View(exposed.name, exposed.handler),))
                continue
        yield Unresolved(
            f"Flask-AppBuilder view {short(cls.name)} with a computed path or methods",
            event.location,
        )


def _names(cls: ClassValue, attribute: str) -> frozenset[str] | None:
    """Return a set of names of methods, empty where there is none; None where it is computed."""
    values = find_in_class(cls, attribute)
    names: list[str] = []
    for value in values or ():
        match value:
            case Known(value=None):
                continue
            case Known(value=str(name)):
                names.append(name)
            case _ if (texts := texts_of((value,))) is not None:
                names += texts
            case _:
                return None
    return None if values == () else frozenset(names)


def _route_base(cls: ClassValue, exposures: Exposures) -> str | None:
    name = short(cls.name).lower()
    if not any(base.endswith("Api") for base in exposures.bases(cls)):
        return _text(cls, "route_base", f"/{name}")
    version, resource = _text(cls, "version", "v1"), _text(cls, "resource_name", name)
    if version is None or resource is None:
        return None
    return _text(cls, "route_base", f"/api/{version}/{resource.lower()}")


def _text(cls: ClassValue, attribute: str, default: str) -> str | None:
    """Return an attribute that is text; None where it is computed."""
    values = find_in_class(cls, attribute)
    return default if values in (None, (Known(None),)) else text_of(values or ())
