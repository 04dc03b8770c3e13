"""Which methods of a class-based view run for an HTTP method, beside the one that answers.

https://docs.djangoproject.com/en/stable/ref/class-based-views/flattened-index/
https://www.django-rest-framework.org/api-guide/generic-views/#methods
"""

from collections.abc import Iterator

from migrator.analysis.handlers import VERBS
from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import ClassValue, FunctionValue
from migrator.model import facts

ANY = "ANY"
# Methods that frameworks call for these HTTP methods only; all others may run for any.
ONLY_FOR: dict[str, frozenset[str]] = {
    **{verb: frozenset({verb.upper()}) for verb in VERBS},
    "list": frozenset({"GET"}),
    "retrieve": frozenset({"GET"}),
    "create": frozenset({"POST"}),
    "update": frozenset({"PUT", "PATCH"}),
    "partial_update": frozenset({"PATCH"}),
    "destroy": frozenset({"DELETE"}),
    "perform_create": frozenset({"POST"}),
    "perform_update": frozenset({"PUT", "PATCH"}),
    "perform_destroy": frozenset({"DELETE"}),
    "form_valid": frozenset({"POST", "PUT", "DELETE"}),
    "form_invalid": frozenset({"POST", "PUT", "DELETE"}),
    "delete": frozenset({"DELETE", "POST"}),
}
ACTIONS = frozenset({"action", "detail_route", "list_route"})


def around(cls: ClassValue) -> tuple[str, ...]:
    """Name the methods that a view's class and its bases give the framework to call.

    Extra actions have routes of their own; what starts with an underscore is called by others.
    """
    return tuple(sorted(set(_methods(cls))))


def _methods(cls: ClassValue) -> Iterator[str]:
    for ancestor in mro(cls):
        names = ancestor.scope.names if isinstance(ancestor, ClassValue) else {}
        for name, values in names.items():
            is_own_verb = name in VERBS and ancestor is cls
            if not is_own_verb and (name.startswith("__") or not name.startswith("_")):
                for value in values:
                    if isinstance(value, FunctionValue) and not _is_action(value):
                        yield value.name


def runs_for(method: str, runs: tuple[str, ...], handler: str) -> tuple[str, ...]:
    """Leave out what runs for other HTTP methods, and the function that answers."""
    return tuple(name for name in runs if name != handler and _runs_for(name, method))


def is_answer_of_base(handler: str, cls: str) -> bool:
    """Tell whether a view answers by a method that frameworks have, and it does not define."""
    return handler == cls or (
        handler.rpartition(".")[2] in ONLY_FOR and handler.rpartition(".")[0] != cls
    )


def _runs_for(name: str, method: str) -> bool:
    cls, _, last = name.rpartition(":")[2].rpartition(".")
    return not cls or method == ANY or method in ONLY_FOR.get(last, {method})


def _is_action(function: FunctionValue) -> bool:
    definition = function.definition
    decorators = definition.decorators if isinstance(definition, facts.FunctionDef) else ()
    return any(_last(decorator) in ACTIONS for decorator, _ in decorators)


def _last(decorator: facts.Expression) -> str:
    """Return the last name of a decorator: ``action`` of ``@decorators.action(detail=True)``."""
    if isinstance(decorator, facts.Call):
        return _last(decorator.func)
    match decorator:
        case facts.Name(id=name) | facts.Attribute(attr=name):
            return name
    return ""
