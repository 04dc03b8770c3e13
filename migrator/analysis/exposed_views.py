"""Views whose methods are routes where ``@expose`` says so: Flask-AppBuilder and Flask-Admin.

https://flask-appbuilder.readthedocs.io/en/latest/views.html#baseview
https://flask-admin.readthedocs.io/en/latest/introduction/#creating-your-own-views
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from migrator.analysis.handlers import Handler, class_handler, decorations, handler_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import mro, original, text_of, texts_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Values,
)

# What classes of a package expose themselves: class -> method -> (URL, HTTP methods).
Inherited = Mapping[str, Mapping[str, tuple[tuple[str, str], ...]]]


@dataclass(frozen=True, slots=True)
class Exposed:
    """A method that is a route; None for a URL or methods that are computed."""

    name: str
    handler: Handler
    url: str | None
    methods: frozenset[str] | None


class Exposures:
    """What the ``@expose`` of a package says of which function."""

    def __init__(self, log: Log, package: str, inherited: Inherited) -> None:
        self._package, self._inherited = package, inherited
        self._said = decorations(log, package, "expose")

    def view_class(self, values: Values | None) -> ClassValue | None:
        """Return the class of the project that is a view, or whose object is handed over."""
        for value in values or ():
            cls = value.kind if isinstance(value, Instance) else value
            if isinstance(cls, ClassValue) and any(self.bases(cls)):
                return cls
        return None

    def bases(self, cls: ClassValue) -> Iterator[str]:
        """Yield the names of the package's classes that a class inherits from."""
        for base in mro(cls):
            if isinstance(base, External) and base.name.startswith(self._package):
                yield base.name.rpartition(".")[2]

    def methods(self, cls: ClassValue) -> Iterator[Exposed]:
        """Yield what a class exposes, by name; what a class nearer defines hides the rest."""
        seen: dict[str, list[Exposed]] = {}
        for ancestor in mro(cls):
            if isinstance(ancestor, ClassValue):
                for name, values in ancestor.scope.names.items():
                    if name not in seen:
                        seen[name] = list(self._own(name, values))
            else:
                known = self._inherited.get(ancestor.name.rpartition(".")[2], {})
                for name, rules in known.items():
                    if ancestor.name.startswith(self._package):
                        seen.setdefault(name, _inherited(cls, name, rules))
        for name in sorted(seen):
            yield from seen[name]

    def _own(self, name: str, values: Values) -> Iterator[Exposed]:
        for value in values:
            if not isinstance(value, FunctionValue):
                continue
            for said in self._said.get(("expose", original(value)), ()):
                given = said.argument(1, "methods")
                verbs = ("GET",) if given is None else texts_of(given)
                url = said.argument(0, "url")
                yield Exposed(
                    name,
                    handler_of(value),
                    "/" if url is None else text_of(url),
                    None if verbs is None else frozenset(verb.upper() for verb in verbs),
                )


def _inherited(cls: ClassValue, name: str, rules: tuple[tuple[str, str], ...]) -> list[Exposed]:
    handler = class_handler(cls)
    return [Exposed(name, handler, url, frozenset(verbs.split())) for url, verbs in rules]
