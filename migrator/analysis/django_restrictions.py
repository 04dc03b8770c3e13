"""Django: the methods to which decorators confine a view.

https://docs.djangoproject.com/en/stable/topics/http/decorators/#allowed-http-methods
https://docs.djangoproject.com/en/stable/topics/class-based-views/intro/#decorating-the-class
"""

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of, texts_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Value,
)

DECORATORS = "django.views.decorators.http."
ALLOWED = {
    f"{DECORATORS}require_GET": frozenset({"GET"}),
    f"{DECORATORS}require_POST": frozenset({"POST"}),
    f"{DECORATORS}require_safe": frozenset({"GET"}),
}
# https://www.django-rest-framework.org/api-guide/views/#api_view
API_VIEW = "rest_framework.decorators.api_view()"
METHOD_DECORATOR = "django.utils.decorators.method_decorator()"
ANY = frozenset({"ANY"})


def confinements(log: Log) -> dict[Value, frozenset[str]]:
    """Map functions, and classes by their ``dispatch``, to what decorators confine them to."""
    found: dict[Value, frozenset[str]] = {}
    for event in log.events:
        if event.name.startswith(DECORATORS) or event.name == API_VIEW:
            methods = restriction_by(event.name, event.origin)
        elif event.name == METHOD_DECORATOR and event.origin is not None:
            methods = _restriction_of(event.origin)
        else:
            continue
        for value in event.args[0] if event.args else ():
            if isinstance(value, FunctionValue | ClassValue):
                found[value] = both(found.get(value, ANY), methods)
    return found


def _restriction_of(options: Event) -> frozenset[str]:
    """Return what ``method_decorator(decorator, name="dispatch")`` confines a class to."""
    if text_of(options.argument(1, "name") or (Known("dispatch"),)) != "dispatch":
        return ANY
    methods = ANY
    for value in options.args[0] if options.args else ():
        match value:
            case External(name=name):
                methods = both(methods, restriction_by(name, None))
            case Instance(kind=External(name=name), origin=origin):
                methods = both(methods, restriction_by(f"{name}()", origin))
    return methods


def restriction_by(name: str, options: object) -> frozenset[str]:
    """Return the methods that a decorator allows, ``ANY`` where it allows all."""
    if name in ALLOWED:
        return ALLOWED[name]
    if name == API_VIEW and isinstance(options, Event):
        texts = texts_of(options.argument(0, "http_method_names") or ())
        return frozenset(text.upper() for text in texts or ("GET",))
    arguments = getattr(options, "args", ()) if name.endswith("require_http_methods()") else ()
    match arguments:
        case ((Items() as items,), *_):
            texts = texts_of((items,))
            return frozenset(text.upper() for text in texts) if texts else ANY
    return ANY


def both(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Return what two restrictions leave."""
    if one == ANY:
        return other
    return one if other == ANY else one & other
