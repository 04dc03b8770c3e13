"""Django's admin site: URLs that the project's own classes of it add.

https://docs.djangoproject.com/en/stable/ref/contrib/admin/#django.contrib.admin.ModelAdmin.get_urls
https://docs.djangoproject.com/en/stable/ref/contrib/admin/#adding-views-to-admin-sites
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.interpreter.django_classes import MODELS
from migrator.analysis.interpreter.log import AdminUrls
from migrator.analysis.interpreter.naming import find_in_class, root_of
from migrator.analysis.interpreter.port import Interpreter
from migrator.analysis.interpreter.questions import external_kinds, text_of
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Value,
    Values,
)

DECORATORS = ("admin.register()", "admin.decorators.register()")
REGISTER = ("admin.site.register", "AdminSite.register")
METHOD = "get_urls"


class Admin:
    """What is registered on admin sites, with classes that have URLs of their own."""

    def __init__(self, machine: Interpreter) -> None:
        self._machine = machine
        self._registered: list[tuple[Values, ClassValue, Values, Event]] = []
        self._sites: list[tuple[Instance, Event]] = []

    def observe(self, event: Event) -> None:
        """Remember sites, ``@admin.register(Order)`` and ``site.register(Order, OrderAdmin)``."""
        made = event.receiver if event.name.endswith(".AdminSite") else None
        if isinstance(made, Instance) and is_site(made):
            self._sites.append((made, event))
        if event.name.endswith(DECORATORS) and event.origin is not None and event.args:
            models = tuple(value for values in event.origin.args for value in values)
            self._keep(models, event.args[0], event.origin.keywords.get("site", ()), event)
        elif event.name.endswith(REGISTER) and event.args:
            classes = event.argument(1, "admin_class") or ()
            site = (root_of(event.receiver),) if event.receiver is not None else ()
            self._keep(tuple(_each(event.args[0])), classes, site, event)

    def _keep(self, models: Values, classes: Values, site: Values, event: Event) -> None:
        self._registered += [
            (models, cls, site, event)
            for cls in classes
            if isinstance(cls, ClassValue) and find_in_class(cls, METHOD)
        ]

    def run(self) -> None:
        """Ask each of those classes for its URLs, as the site does; the log keeps them."""
        for site, event in self._sites:
            self._machine.log.admin_urls.append(
                AdminUrls(site, "", self._urls_of(site, event), event)
            )
        for models, cls, given, event in self._registered:
            for model in models:
                instance = Instance(cls, event.location)
                options = self._machine.model_options(model)
                instance.attributes |= {"model": (model,), "admin_site": given}
                instance.attributes |= {"opts": options} if options else {}
                own = next((value for value in given if isinstance(value, Instance)), None)
                urls = self._urls_of(instance, event)
                path = _path(model, options)
                self._machine.log.admin_urls.append(AdminUrls(own, path, urls, event))

    def _urls_of(self, owner: Instance, event: Event) -> Values:
        """Call ``get_urls`` of an object."""
        cls = owner.kind
        found = find_in_class(cls, METHOD) if isinstance(cls, ClassValue) else None
        for method in found or ():
            if isinstance(method, FunctionValue):
                frame = self._machine.frame(method.scope, None, None, None)
                return self._machine.call(Bound(method, owner), (), {}, frame, event.location.line)
        return ()


def is_site(value: Value) -> bool:
    """Tell whether an object is an admin site of a class of the project."""
    return any(name.endswith(".AdminSite") for name in external_kinds(value))


def _each(values: Values) -> Iterator[Value]:
    for value in values:
        if isinstance(value, Items):
            for item in value.items:
                yield from item
        else:
            yield value


def _path(model: Value, options: Values) -> str | None:
    """Return where a model's pages are on the site: ``shop/order/``."""
    match model, options:
        case _, (Instance(attributes=said),):
            label, name = text_of(said["app_label"]), text_of(said["model_name"])
            return f"{label}/{name}/"
        case External(name=name), _ if MODELS in name:
            package, _, cls = name.rpartition(MODELS)
            return f"{package.rpartition('.')[2]}/{cls.lower()}/"
    return None
