"""Which arguments of a call are constants."""

from collections.abc import Iterator

from migrator.analysis.interpreter.values import (
    Bound,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Member,
    Table,
    Value,
    Values,
)
from migrator.analysis.programs import COMMAND, is_command, programs_of
from migrator.analysis.survey import TYING

# What stands for one call of a task of Celery's, for ``chain`` and ``group``.
# https://docs.celeryq.dev/en/stable/userguide/canvas.html#signatures
SIGNED = frozenset({"s", "si", "signature", "subtask"})
FIRST = 5  # items of a list: ``python -m pip install --dry-run``
# Those that run later, or in a thread, what they are given.
LATER = frozenset(
    {"add_task", "BackgroundTask", "call_on_close", "run_in_executor", "run_in_threadpool"}
    | {"run_sync", "start_new_thread", "Thread", "Timer", "to_thread"}
)


def constants_of(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the arguments that are constants, by position or keyword, with their ``repr``.

    Those in a dictionary are dotted: ``connect_args.options``, ``2.Content-Type``. Of a list
    these are ``0.0``, its first item, and four more: the program, of a command, and what it is
    told. What another module holds goes by its name: ``sys.executable``.

    ``0()`` is the function that is given to be run later: ``os.remove``, ``shop.mail:send``,
    ``?.close`` of what is not known. Where one task is all that is tied together, that is the way
    in which it is named: ``?.s``. Of a command the program is what ``programs_of`` says.
    """
    given: list[tuple[str, Values]] = [
        *((str(position), values) for position, values in enumerate(event.args)),
        *sorted(event.keywords.items()),
    ]
    programs = tuple(programs_of(given)) if is_command(event) else ()
    yield from (program for program in programs if not program[0].endswith("()"))
    for name, values in given:
        is_program = bool(programs) and name in COMMAND
        yield from _told(name, values) if is_program else _of_argument(name, values)
    yield from (program for program in programs if program[0].endswith("()"))
    if event.member in TYING:
        yield from _alone(event)
    if event.member in LATER:
        yield from ((f"{name}()", found) for name, values in given if (found := _function(values)))


def _alone(event: Event) -> Iterator[tuple[str, str]]:
    match event.args:
        case ((Instance(origin=Event(member=member)),),) if (
            member in SIGNED and not event.keywords
        ):
            yield "0()", f"?.{member}"


def _of_argument(name: str, values: Values) -> Iterator[tuple[str, str]]:
    match values:
        case (Known(value=value),):
            yield name, repr(value)
        case (Table(entries=entries),):
            for key, found in entries.items():
                match found:
                    case (Known(value=value),) if isinstance(key, str):
                        yield f"{name}.{key}", repr(value)
        case (Items(items=items),):
            yield from _first(name, items[:FIRST])


def _told(name: str, values: Values) -> Iterator[tuple[str, str]]:
    """Yield what a program is told, which is known by itself."""
    match values:
        case (Items(items=items),):
            yield from _constants(name, items[1:FIRST], 1)


def _function(values: Values) -> str:
    """Name a function that is given; empty for anything else.

    Of several alternatives this is the method of that name: ``?.unlink``.
    """
    found = {_function_of(value) for value in values}
    if len(found) == 1:
        return found.pop()
    members = {name.rpartition(".")[2] if ":" not in name else "" for name in found}
    return f"?.{members.pop()}" if len(members) == 1 and "" not in members else ""


def _function_of(value: Value) -> str:
    match value:
        case FunctionValue(name=name) | Bound(function=FunctionValue(name=name)):
            return name
        case External(name=name):
            return name
        case Member(receiver=Instance(kind=External(name=kind)), name=name):
            return f"{kind}.{name}"
        case Member(name=name):
            return f"?.{name}"
    return ""


def _first(name: str, items: list[Values]) -> Iterator[tuple[str, str]]:
    match items:
        case [(External(name=external),), *_]:
            yield f"{name}.0", external
    yield from _constants(name, items[:FIRST], 0)


def _constants(name: str, items: list[Values], start: int) -> Iterator[tuple[str, str]]:
    for position, item in enumerate(items, start):
        match item:
            case (Known(value=value),):
                yield f"{name}.{position}", repr(value)
