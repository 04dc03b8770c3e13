"""Celery: which functions and classes are tasks, and what they are called.

https://docs.celeryq.dev/en/stable/userguide/tasks.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from migrator.analysis.handlers import functions_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import find_in_class, is_unknown
from migrator.analysis.interpreter.questions import mro, original, short, text_of
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Known,
    Member,
    Value,
    Values,
)
from migrator.model.location import Location

DECORATORS = frozenset({"shared_task", "periodic_task"})
# What the application is called, with its subclasses in other distributions.
APPLICATIONS = (".Celery", ".CeleryApp", ".current_app")
# https://docs.celeryq.dev/en/v4.4.7/internals/deprecation.html#compat-task-modules
COMPATIBLE = frozenset({"celery.decorators", "celery.task", "celery.task.base"})
REGISTERS = ("register_task", "tasks.register")
LIMITS = ("time_limit", "soft_time_limit")
# Until Celery 4 a subclass of these was a task without being registered.
SELF_REGISTERING = frozenset(
    f"{module}.{name}" for module in COMPATIBLE for name in ("Task", "PeriodicTask")
)


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the project.

    Attributes:
        name: what messages carry; None where it is computed.
        value: the function, or the class of a task that is an object.
        handler: the function that runs it, ``module:Class.run`` for a class.
        declared_at: the statement that makes it a task.
        run_every: when it runs, for one with its own clock.
        seconds: after which a worker ends it; 0 where the task says nothing.
    """

    name: str | None
    value: FunctionValue | ClassValue
    handler: str
    location: Location
    declared_at: Location
    run_every: Values = ()
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A task is made here of something that is not known."""

    declared_at: Location


def find(log: Log) -> Iterator[Task | Unreadable]:
    """Yield the tasks of a monolith, in the order in which they are declared."""
    for event in log.events:
        if _is_decorator(event.name.removesuffix("()")) and event.args:
            yield from _decorated(event)
        elif event.name.endswith(REGISTERS) and event.args:
            for value in event.args[0]:
                cls = value.kind if isinstance(value, Instance) else value
                if isinstance(cls, ClassValue) and find_in_class(cls, "run"):
                    yield _of_class(cls, event.location)
    for name in sorted(log.classes):
        cls = log.classes[name]
        if cls.scope.names.get("abstract") != (Known(value=True),) and any(
            isinstance(base, External) and base.name in SELF_REGISTERING for base in mro(cls)
        ):
            yield _of_class(cls, cls.location)


def task_of(value: Value | None) -> FunctionValue | ClassValue | None:  # noqa: PLR0911  (one case a kind)
    """Return what a task object, a signature of it or the decorated function stands for."""
    match value:
        case FunctionValue():
            return original(value)
        case Bound(function=function):
            return original(function)
        case Member(receiver=receiver, name="s" | "si" | "signature" | "subtask" | "name"):
            return task_of(receiver)
        case Instance(kind=ClassValue() as cls):
            return cls
        case Instance(origin=Event(args=(values, *_)) as event) if event.name.endswith(REGISTERS):
            return next((task for one in values if (task := task_of(one))), None)
        case Instance(origin=Event(receiver=receiver, args=args)):
            return task_of(receiver) or _handed(args)
    return None


def _handed(args: tuple[Values, ...]) -> FunctionValue | None:
    """Return the function by which something looks its task up: ``config.task(send)``."""
    functions = [value for value in args[0] if isinstance(value, FunctionValue)] if args else []
    return original(functions[0]) if len(functions) == 1 else None


def _is_decorator(name: str) -> bool:
    owner, _, last = name.rpartition(".")
    if last in DECORATORS:
        return owner.startswith(("celery", "django_celery"))
    return last == "task" and (
        owner in {"celery", "celery.app", *COMPATIBLE} or owner.endswith(APPLICATIONS)
    )


def _decorated(event: Event) -> Iterator[Task | Unreadable]:
    options = event.origin if event.name.endswith("()") and event.origin else event
    functions = functions_of(event.args[0])
    if not functions and not is_unknown(event.args[0]):
        yield Unreadable(options.location)
    for function in functions:
        inner = original(function)
        given = options.keywords.get("name")
        module = inner.name.partition(":")[0]
        yield Task(
            f"{module}.{short(inner.name)}" if _is_absent(given) else text_of(given or ()),
            inner,
            inner.name,
            inner.location,
            options.location,
            options.keywords.get("run_every", ()),
            _seconds(options.keywords.get(name) for name in LIMITS),
        )


def _of_class(cls: ClassValue, declared_at: Location) -> Task:
    given = find_in_class(cls, "name")
    runs = [v for v in find_in_class(cls, "run") or () if isinstance(v, FunctionValue)]
    handler = original(runs[0]) if runs else cls
    return Task(
        cls.name.replace(":", ".") if _is_absent(given) else text_of(given or ()),
        cls,
        handler.name,
        handler.location,
        declared_at,
        find_in_class(cls, "run_every") or (),
        _seconds(find_in_class(cls, name) for name in LIMITS),
    )


def _seconds(limits: Iterable[Values | None]) -> int:
    """Return the longer of the limits that are known; 0 where none is."""
    return max((_number(value) for values in limits for value in values or ()), default=0)


def _number(value: Value) -> int:
    match value:
        case Known(value=int() | float() as number):
            return int(number)
    return 0


def _is_absent(given: Values | None) -> bool:
    return given is None or given == (Known(None),)
