"""What decorators say of parameters: options of the command line, and a task that is bound.

What operators may say there, and what holds where they do not.
https://docs.python.org/3/library/argparse.html#the-add-argument-method
https://click.palletsprojects.com/en/stable/options/
https://docs.celeryq.dev/en/stable/userguide/tasks.html#bound-tasks
"""

from __future__ import annotations

from migrator.analysis.interpreter.questions import original, text_of
from migrator.analysis.interpreter.values import (
    Argument,
    Bound,
    Event,
    External,
    FunctionValue,
    Instance,
    Known,
    Value,
    Values,
    join,
)
from migrator.model import facts

TASKS = frozenset({"shared_task()", "task()"})
MEMBERS = frozenset({"add_argument", "option()"}) | TASKS
TASK = "celery.Task"
OF_TASKS = frozenset({"retry", "update_state"})  # what is known of these
MOST_DECORATORS = 4
PARSED = (".parse_args", ".parse_known_args")  # what gives an object with all options
OPTION = "<option>"  # in place of the function, of an ``Argument``: anything may be said
FLAGS = {"store_true": False, "store_false": True}


class Options:
    """Defaults by the attribute or parameter that bears the option."""

    def __init__(self) -> None:
        self._attributes: dict[str, Values] = {}
        self._parameters: dict[tuple[int, str], Values] = {}
        self._tasks: dict[int, Values] = {}

    def observe(self, event: Event) -> None:
        """Learn from ``add_argument(…)``, and from an option that decorates a function."""
        if event.member == "add_argument":
            if name := _name(event):
                self._attributes[name] = join(_default(event), self._attributes.get(name, ()))
        elif event.member in TASKS:
            self._bind(event)
        elif event.origin is not None and event.args:
            name = _name(event.origin)
            for value in event.args[0]:
                function = value.function if isinstance(value, Bound) else value
                if isinstance(function, FunctionValue) and name:
                    key = id(original(function).definition), name
                    self._parameters[key] = _default(event.origin)

    def _bind(self, event: Event) -> None:
        """Learn that a function is given the task that it is, before all else."""
        made = event.origin
        if made is None or not made.name.startswith("celery."):
            return
        if made.keywords.get("bind") == (Known(value=True),):
            for value in map(_undecorated, event.args[0] if event.args else ()):
                if isinstance(value, FunctionValue):
                    task = Instance(External(TASK), event.location, origin=made)
                    self._tasks[id(original(value).definition)] = (task,)

    def attribute(self, name: str) -> Values:
        """Return what a parsed option may be; () where no such option was seen."""
        return _with_others(self._attributes.get(name, ()), name)

    def parameter(self, definition: facts.FunctionDef | facts.Lambda, name: str) -> Values:
        """Return what a function is given for an option that decorates it, or as a bound task."""
        task = self._tasks.get(id(definition))
        if task is not None and definition.params[0].name == name:
            return task
        return _with_others(self._parameters.get((id(definition), name), ()), name)


def _undecorated(value: Value) -> Value:
    """Return the function below decorators of others."""
    for _ in range(MOST_DECORATORS):
        if not isinstance(value, Instance) or value.origin is None or not value.origin.args:
            break
        value = next(iter(value.origin.args[0]), value)
    return value


def is_option(values: Values | None) -> bool:
    """Tell whether values are a default in whose place operators may put another value."""
    others = [value for value in values or () if not isinstance(value, Argument)]
    return bool(others) and any(
        isinstance(value, Argument) and value.function == OPTION for value in values or ()
    )


def _with_others(values: Values, name: str) -> Values:
    return join(values, (Argument(OPTION, name),)) if values else ()


def _name(event: Event) -> str:
    """Name the attribute or parameter as argparse and click do: after the first long option."""
    texts = [text for values in event.args if (text := text_of(values))]
    given = text_of(event.keywords.get("dest", ()))
    plain = [text for text in texts if text.isidentifier() and event.member != "add_argument"]
    long = [text for text in texts if text.startswith("--")] or texts
    named = given or next(iter(plain), "") or next(iter(long), "")
    return named.partition("/")[0].lstrip("-").replace("-", "_")


def _default(event: Event) -> Values:
    action = text_of(event.keywords.get("action", ()))
    if "default" in event.keywords:
        return event.keywords["default"]
    is_flag = event.keywords.get("is_flag") == (Known(value=True),)
    return (Known(FLAGS.get(action or "", False if is_flag else None)),)
