"""Flask-RESTful and its descendants: how an ``Api`` hangs below the application.

https://flask-restful.readthedocs.io/en/latest/api.html#flask_restful.Api
https://flask-restx.readthedocs.io/en/latest/api.html#flask_restx.Api
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from migrator.analysis import flask_views as views
from migrator.analysis.flask_prefixes import Prefix, paths_of, text_option
from migrator.analysis.flask_rules import Surroundings, entry_points
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import external_kinds, short, text_of, texts_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    Instance,
    Value,
    Values,
)
from migrator.model.program import EntryPoint, Unresolved

UNBOUND = "Api that nothing hangs below an application as far as is seen: its routes are left out"


@dataclass(frozen=True, slots=True)
class Registration:
    """One statement that registers resources.

    Attributes:
        said: the call, or what gave the decorator.
        path: what stands before each URL, below the ``Api``.
        name: how the endpoint of a class is called where the statement does not say.
    """

    said: Event
    resources: Values
    urls: tuple[Values, ...]
    name: Callable[[ClassValue], str]
    path: str | None = ""


class Apis:
    """All ``Api`` objects of the packages, and what they hang below."""

    def __init__(self, log: Log, title: str, packages: frozenset[str], prefix: int) -> None:
        self.title = title
        self._position = prefix  # of ``Api``'s parameter ``prefix``
        self._packages = packages
        self._around = Surroundings(log)
        self._bound: dict[Instance, list[Event]] = defaultdict(list)
        for event in log.having("init_app"):
            if (api := self.api(event.receiver)) is not None:
                self._bound[api].append(event)

    def is_a(self, value: Value | None, name: str) -> bool:
        """Tell whether a value is an object of the packages' class of that name."""
        return value is not None and any(
            kind.partition(".")[0] in self._packages and kind.rpartition(".")[2] == name
            for kind in external_kinds(value)
        )

    def api(self, value: Value | None) -> Instance | None:
        """Return the ``Api`` that a value is, below what documents it: ``docs(Api(app))``."""
        match value:
            case Instance() if self.is_a(value, "Api"):
                return value
            case Instance(kind=External(name=name), origin=Event(args=((inner, *_), *_))) if (
                name.partition(".")[0] in self._packages and name.endswith(".docs")
            ):
                return self.api(inner)
        return None

    def prefixes(self, api: Instance) -> Iterator[Prefix | Unresolved]:
        """Yield each way in which an ``Api`` hangs below an application."""
        made = [api.origin] if api.origin else []
        for event in (*made, *self._bound[api]):
            own, is_known = text_option(event, self._position, "prefix")
            if event.member == "init_app" and api.origin is not None and own is None:
                own, is_known = text_option(api.origin, self._position, "prefix")
            for above in self._around.prefixes(event.argument(0, "app")):
                if isinstance(above, Unresolved):
                    yield above
                    continue
                yield replace(
                    above,
                    url=f"{above.url or ''}{own or ''}",
                    registered_at=(event.location, *event.stack, *above.registered_at),
                    is_known=is_known and above.is_known,
                )

    def routes(
        self, api: Instance, registration: Registration
    ) -> Iterator[EntryPoint | Unresolved]:
        """Yield the entry points of resources, and what could not be read of them."""
        said = registration.said
        prefixes = list(self.prefixes(api))
        if not prefixes:
            yield Unresolved(f"{self.title} {UNBOUND}", api.location)
        classes = [value for value in registration.resources if isinstance(value, ClassValue)]
        if not classes:
            yield Unresolved(f"{self.title} resource that is not in the source", said.location)
        for cls in classes:
            endpoint = text_of(said.argument(-1, "endpoint") or ()) or registration.name(cls)
            view = views.of_class(cls, endpoint)
            if not view.by_method:
                yield Unresolved(
                    f"{self.title} resource {short(cls.name)}: its methods are not in the source",
                    said.location,
                )
                continue
            for prefix in prefixes:
                if isinstance(prefix, Unresolved):
                    yield prefix
                else:
                    yield from self._routes(prefix, registration, view)

    def _routes(
        self, prefix: Prefix, registration: Registration, view: views.View
    ) -> Iterator[EntryPoint | Unresolved]:
        said = registration.said
        given = said.argument(-1, "methods")
        methods = view.methods if given is None else frozenset(texts_of(given) or ())
        for text in (path for values in registration.urls or ((),) for path in paths_of(values)):
            if text is None or registration.path is None or not prefix.is_known:
                yield Unresolved(f"{self.title} resource with a computed path", said.location)
                continue
            path = f"{prefix.url}{registration.path}{text}"
            rule = self._around.rule(prefix, path, methods, view.endpoint, said)
            yield from entry_points(rule, (view,))
