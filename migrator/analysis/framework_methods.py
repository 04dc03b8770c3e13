"""Methods that a framework calls on objects of the project: forms validate, serializers save.

https://docs.djangoproject.com/en/stable/ref/forms/validation/
https://www.django-rest-framework.org/api-guide/serializers/
https://marshmallow.readthedocs.io/en/stable/extending/index.html
https://wtforms.readthedocs.io/en/stable/validators/#custom-validators
"""

from __future__ import annotations

from collections import defaultdict

from migrator.analysis.django_runs import around
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import mro, short
from migrator.analysis.interpreter.values import ClassValue, External
from migrator.model.location import Location

# Who makes one of these has its methods called.
MADE = (
    "django.forms.",
    "django.contrib.auth.forms.",
    "django_filters.",
    "marshmallow.",
    "flask_marshmallow.",
    "wtforms.",
    "flask_wtf.",
    "flask_appbuilder.forms.",
)
SERIALIZERS = ("rest_framework.serializers.", "rest_framework_bulk.")
# What a serializer does only when it is given data.
TAKING = ("create", "update", "save", "to_internal_value", "run_validation", "validate", "delete")
TAKES = ("is_valid", "save", "run_validation")
STARTED = ("threading.Thread", "threading.Timer", "multiprocessing.Process")
STARTS = ("start",)


class FrameworkMethods:
    """The methods of classes that are called by what they derive from."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._nested: defaultdict[str, set[ClassValue]] = defaultdict(set)
        for cls, function, _ in log.constructions:
            if function in log.classes:
                self._nested[function].add(cls)
        self._families: dict[str, str] = {}

    def family(self, cls: ClassValue) -> str:
        """Tell what a class is: ``made``, ``serializer``, ``started`` or nothing of these."""
        if cls.name not in self._families:
            bases = [base.name for base in mro(cls) if isinstance(base, External)]
            self._families[cls.name] = next((found for b in bases if (found := _family(b))), "")
        return self._families[cls.name]

    def of(self, cls: ClassValue, *, is_reading: bool = False) -> frozenset[str]:
        """Name the methods of a class, and of those that stand in its fields.

        Those that only take data in are left out where it ``is_reading``.
        """
        found: set[str] = set()
        seen: set[str] = set()
        waiting = [cls]
        while waiting:
            current = waiting.pop()
            if current.name in seen:
                continue
            seen.add(current.name)
            found.update(around(current))
            for ancestor in mro(current):
                if isinstance(ancestor, ClassValue):
                    waiting += [c for c in self._nested[ancestor.name] if self.family(c)]
        if is_reading:
            found = {name for name in found if not _is_taking(name)}
        return frozenset(found)

    def uses(self) -> dict[tuple[str, str], Location]:
        """Map pairs of a function and a method that it makes run to where it does."""
        found: dict[tuple[str, str], Location] = {}
        for cls, function, location in self._log.constructions:
            family = self.family(cls)
            if family and family != "started" and function in self._log.functions:
                for name in self.of(cls, is_reading=family == "serializer"):
                    found.setdefault((function, name), location)
        for event in self._log.having(*TAKES, *STARTS):
            kind = getattr(event.receiver, "kind", None)
            if isinstance(kind, ClassValue) and self.family(kind):
                methods = self.of(kind)
                # What a method asks of its own base class, something outside has asked of it.
                for name in methods if event.function not in methods else ():
                    found.setdefault((event.function, name), event.location)
        return found


def _family(base: str) -> str:
    if base.startswith(MADE):
        return "made"
    if base.startswith(SERIALIZERS):
        return "serializer"
    return "started" if base in STARTED else ""


def _is_taking(method: str) -> bool:
    name = short(method)
    return name in TAKING or name.startswith(("validate_", "perform_"))
