"""Names of routes: which entry points a name means, in code and in templates.

https://flask.palletsprojects.com/en/stable/api/#flask.url_for
https://docs.djangoproject.com/en/stable/topics/http/urls/#reversing-namespaced-urls
https://www.starlette.dev/routing/#reverse-url-lookups
"""

from collections import defaultdict
from collections.abc import Iterable

from migrator.model.program import EntryPoint, HttpRoute, Websocket
from migrator.model.reach import module_of

FOLLOWED = ("GET", "ANY")  # what a link asks for
ANY_FORMAT = ".{format}"  # REST framework adds these to each path


class UrlNames:
    """The routes of a program by their names."""

    def __init__(self, entry_points: Iterable[EntryPoint]) -> None:
        self._points: defaultdict[str, list[EntryPoint]] = defaultdict(list)
        self._blueprints: defaultdict[str, set[str]] = defaultdict(set)
        self._by_handler: defaultdict[str, list[EntryPoint]] = defaultdict(list)
        for point in entry_points:
            if isinstance(point.trigger, HttpRoute | Websocket):
                self._points[point.name].append(point)
                self._by_handler[point.handler].append(point)
                blueprint = point.name.rpartition(".")[0]
                self._blueprints[point.handler].add(blueprint)
                self._blueprints[module_of(point.handler)].add(blueprint)

    def labels(self, name: str, function: str) -> tuple[str, ...]:
        """Return the entry points that a name means where ``function`` says it.

        ``.show`` is an endpoint of the blueprint that answers: that of the function, else those
        of its module. Of several routes with a name those of the same module come first: routers
        of Starlette are asked for their own.
        """
        if name.startswith("."):
            owners = self._blueprints.get(function) or self._blueprints.get(module_of(function))
            names = [f"{owner}{name}".lstrip(".") for owner in sorted(owners or ())]
            return tuple(label for one in names for label in _labels(self._points.get(one, ())))
        points = self._points.get(name, [])
        near = [p for p in points if module_of(p.handler) == module_of(function)]
        return _labels(near or points)

    def of_handler(self, handler: str) -> tuple[str, ...]:
        """Return the entry points that a view answers: names may be given as the view itself."""
        return _labels(self._by_handler.get(handler, ()))


def _labels(points: Iterable[EntryPoint]) -> tuple[str, ...]:
    found = sorted({point.label for point in points})
    asked = [label for label in found if label.startswith(FOLLOWED)] or found
    return tuple(label for label in asked if not label.endswith(ANY_FORMAT)) or tuple(asked)
