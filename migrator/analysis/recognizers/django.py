"""Django: the routes of every URLconf that is the root of a site.

https://docs.djangoproject.com/en/stable/topics/http/urls/#how-django-processes-a-request
"""

from collections.abc import Callable, Iterator

import msgspec

from migrator.analysis import drf_routers, drf_views, ninja_urls
from migrator.analysis.django_admin import Sites
from migrator.analysis.django_class_views import View
from migrator.analysis.django_languages import Languages
from migrator.analysis.django_patterns import Expander
from migrator.analysis.django_policies import Policies
from migrator.analysis.django_roots import find_roots
from migrator.analysis.django_runs import is_answer_of_base, runs_for
from migrator.analysis.django_urls import Route, Urls
from migrator.analysis.django_views import Reader, Views
from migrator.analysis.interpreter.log import Log
from migrator.model.program import EntryPoint, HttpRoute, Unresolved

# What needs more than the value itself, also that of frameworks on top of Django; kinds of views.
EXPANDERS: tuple[Callable[[Log], Expander], ...] = (
    Languages,
    drf_routers.Routers,
    ninja_urls.Apis,
    Sites,
)
READERS: tuple[Reader, ...] = (drf_views.read,)


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per (method, path), and what could not be read.

    What answers one route of a class runs around no other: actions of a view set.
    """
    found = list(_read(log))
    handlers = {point.handler for point in found if isinstance(point, EntryPoint)}
    for point in found:
        if isinstance(point, EntryPoint):
            hooks = tuple(name for name in point.hooks if name not in handlers)
            yield msgspec.structs.replace(point, hooks=hooks)
        else:
            yield point


def _read(log: Log) -> Iterator[EntryPoint | Unresolved]:
    urls, views = Urls(log, tuple(made(log) for made in EXPANDERS)), Views(log, READERS)
    policies = Policies(log)
    for found in find_roots(log, urls):
        if isinstance(found, Unresolved):
            yield found
            continue
        answers = found.leaf.views or views.find(found.leaf.view)
        if not answers:
            yield Unresolved("Django route whose view is not known", found.registered_at[0])
        for view in answers:
            yield from _entry_points(found, view, policies)


def _entry_points(route: Route, view: View, policies: Policies) -> Iterator[EntryPoint]:
    for method in sorted(view.methods):
        handler = view.handler(method)
        cls = view.cls or view.default.name
        runs = dict.fromkeys((*view.runs, *policies.around(cls, method)))
        # What a class does by a method that it inherits has that name.
        is_inherited = bool(view.by_method) and is_answer_of_base(handler.name, cls)
        inherited = (f"{cls}.{method.lower()}",) if is_inherited else ()
        yield EntryPoint(
            HttpRoute(method, route.path, route.declared),
            handler.name,
            handler.location if handler.location.line else route.registered_at[0],
            "django",
            ":".join(route.names),
            route.registered_at,
            tuple(sorted(view.methods)),
            (*inherited, *runs_for(method, tuple(runs), handler.name)),
        )
