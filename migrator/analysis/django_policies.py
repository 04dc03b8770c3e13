"""Django REST framework: classes that a view hands its work to, by attributes or by settings.

https://www.django-rest-framework.org/api-guide/settings/
https://www.django-rest-framework.org/api-guide/generic-views/#attributes
"""

from migrator.analysis.django_runs import around
from migrator.analysis.django_settings import entry, named_in, setting
from migrator.analysis.framework_methods import FrameworkMethods
from migrator.analysis.handlers import classes_of, decorations
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import ClassValue, External, Instance, Items, Values

# The attribute of a view -> the key in the setting REST_FRAMEWORK that is its default.
POLICIES = {
    "authentication_classes": "DEFAULT_AUTHENTICATION_CLASSES",
    "permission_classes": "DEFAULT_PERMISSION_CLASSES",
    "throttle_classes": "DEFAULT_THROTTLE_CLASSES",
    "renderer_classes": "DEFAULT_RENDERER_CLASSES",
    "parser_classes": "DEFAULT_PARSER_CLASSES",
    "content_negotiation_class": "DEFAULT_CONTENT_NEGOTIATION_CLASS",
    "versioning_class": "DEFAULT_VERSIONING_CLASS",
    "metadata_class": "DEFAULT_METADATA_CLASS",
    "pagination_class": "DEFAULT_PAGINATION_CLASS",
    "filter_backends": "DEFAULT_FILTER_BACKENDS",
}
# Further attributes of generic views; the last ones are those of Django's.
OWN = ("serializer_class", "filterset_class", "filter_class", "form_class")
HANDLER = "EXCEPTION_HANDLER"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
FRAMEWORK = "rest_framework."


class Policies:
    """What runs around views because their classes, or settings, say so."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._settings = tuple(setting(log, "REST_FRAMEWORK"))
        self._methods = FrameworkMethods(log)
        self._known: dict[tuple[str, bool], tuple[str, ...]] = {}
        self._decorated = self._decorations()
        self._defaults = {key: self._default(key) for key in (*POLICIES.values(), HANDLER)}

    def around(self, name: str, method: str) -> tuple[str, ...]:
        """Name what runs around the view that a class or function of the project is, sorted."""
        is_reading = method in READING
        if (name, is_reading) not in self._known:
            cls = self._log.classes.get(name)
            found = self._around(cls, is_reading) if cls else self._around_function(name)
            self._known[name, is_reading] = tuple(sorted(found))
        return self._known[name, is_reading]

    def _around_function(self, name: str) -> set[str]:
        """Name what runs around ``@api_view`` functions, with what stands above them.

        https://www.django-rest-framework.org/api-guide/views/#api-policy-decorators
        """
        said = self._decorated.get(name)
        if said is None:
            return set()
        found = set(self._defaults[HANDLER])
        for attribute, key in POLICIES.items():
            found.update(_methods(said[attribute]) if attribute in said else self._defaults[key])
        return found

    def _decorations(self) -> dict[str, dict[str, Values]]:
        found: dict[str, dict[str, Values]] = {}
        members = ("api_view", *POLICIES)
        for (member, function), made in decorations(self._log, FRAMEWORK, *members).items():
            said = found.setdefault(function.name, {})
            for event in made if member != "api_view" else ():
                said[member] = event.argument(0, member) or ()
        return found

    def _around(self, cls: ClassValue, is_reading: bool) -> set[str]:
        found: set[str] = set()
        is_rest = any(isinstance(c, External) and c.name.startswith(FRAMEWORK) for c in mro(cls))
        for attribute, key in POLICIES.items():
            given = find_in_class(cls, attribute)
            if given is not None:
                found.update(_methods(given))
            elif is_rest:
                found.update(self._defaults[key])
        for attribute in OWN:
            for named in classes_of(find_in_class(cls, attribute) or ()):
                found.update(self._methods.of(named, is_reading=is_reading))
        return found.union(self._defaults[HANDLER] if is_rest else ())

    def _default(self, key: str) -> frozenset[str]:
        named = tuple(named_in(self._log, entry(self._settings, key)))
        functions = frozenset(v.name for v in named if not isinstance(v, ClassValue))
        return functions.union(_methods(tuple(v for v in named if isinstance(v, ClassValue))))


def _methods(values: Values) -> frozenset[str]:
    """Name the methods of classes, alone or in lists; ``A & B`` of permissions is both."""
    found: set[str] = set()
    for value in values:
        if isinstance(value, Items):
            for item in value.items:
                found.update(_methods(item))
        elif isinstance(value, Instance) and value.carries:
            found.update(_methods(value.carries))
        for cls in classes_of((value,)):
            found.update(around(cls))
    return frozenset(found)
