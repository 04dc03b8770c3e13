"""Django: functions that run around every view because settings name them.

https://docs.djangoproject.com/en/stable/topics/http/middleware/
https://docs.djangoproject.com/en/stable/topics/auth/customizing/#specifying-authentication-backends
"""

from collections.abc import Iterator

from migrator.analysis.django_settings import named_in, setting
from migrator.analysis.handlers import functions_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import original
from migrator.analysis.interpreter.values import ClassValue, FunctionValue

MIDDLEWARE = ("MIDDLEWARE", "MIDDLEWARE_CLASSES")
STEPS = (
    "__call__",
    "__acall__",
    "process_request",
    "process_view",
    "process_exception",
    "process_template_response",
    "process_response",
)
# Whoever reads request.user asks the backend that logged the user in.
OF_EACH_USER = ("get_user",)


def find_hooks(log: Log) -> Iterator[str]:
    """Yield the functions that run around all views."""
    for name in MIDDLEWARE:
        for made in named_in(log, tuple(setting(log, name))):
            if isinstance(made, ClassValue):
                yield from methods(made, STEPS)
            else:
                yield from _inside(log, original(made))
    for backend in backends(log):
        yield from methods(backend, OF_EACH_USER)


def backends(log: Log) -> Iterator[ClassValue]:
    """Yield the project's own classes that tell who somebody is."""
    for cls in named_in(log, tuple(setting(log, "AUTHENTICATION_BACKENDS"))):
        if isinstance(cls, ClassValue):
            yield cls


def methods(cls: ClassValue, names: tuple[str, ...]) -> Iterator[str]:
    """Name the methods of a class, inherited ones too, that the project defines."""
    for name in names:
        for function in functions_of(find_in_class(cls, name) or ()):
            yield original(function).name


def _inside(log: Log, factory: FunctionValue) -> Iterator[str]:
    """Name the functions that a factory of middleware defines: it returns one of them."""
    start = f"{factory.name}."
    yield from (name for name in log.functions if name.startswith(start))
