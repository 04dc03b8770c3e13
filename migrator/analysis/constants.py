"""Which arguments of a call are constants."""

from collections.abc import Iterator

from migrator.analysis.interpreter.values import (
    PARTLY,
    Argument,
    Bound,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Member,
    Table,
    Values,
)

FIRST = 4  # items of a list: ``python -m pip install``
# Those that run later, or in a thread, what they are given.
LATER = frozenset(
    {"add_task", "BackgroundTask", "call_on_close", "run_in_executor", "run_in_threadpool"}
    | {"run_sync", "to_thread"}
)
RUNNING = ("asyncio.create_subprocess_", "os.popen", "os.system", "subprocess.")


def constants_of(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the arguments that are constants, by position or keyword, with their ``repr``.

    Those in a dictionary are dotted: ``connect_args.options``, ``2.Content-Type``. Of a list
    these are ``0.0``, its first item, and three more: the program, of a command, and what it is
    told. What another module holds goes by its name: ``sys.executable``.

    ``0()`` is the function that is given to be run later: ``os.remove``, ``shop.mail:send``,
    ``?.close`` of what is not known; of a command, where its program comes from where that
    cannot be known: ``<parameter>``, ``<environment>``.
    """
    given: list[tuple[str, Values]] = [
        *((str(position), values) for position, values in enumerate(event.args)),
        *sorted(event.keywords.items()),
    ]
    for name, values in given:
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
    if event.member in LATER or event.name.startswith(RUNNING):
        yield from _given(event, given)


def _given(event: Event, given: list[tuple[str, Values]]) -> Iterator[tuple[str, str]]:
    is_later = event.member in LATER
    for name, values in given:
        if is_later and (function := _function(values)):
            yield f"{name}()", function
        elif not is_later and name in {"0", "args"} and (source := _source(values)):
            yield f"{name}()", source


def _function(values: Values) -> str:
    """Name a function that is given; empty for anything else."""
    match values:
        case (FunctionValue(name=name) | Bound(function=FunctionValue(name=name)),):
            return name
        case (External(name=name),):
            return name
        case (Member(receiver=Instance(kind=External(name=kind)), name=name),):
            return f"{kind}.{name}"
        case (Member(name=name),):
            return f"?.{name}"
    return ""


def _source(values: Values) -> str:
    """Say where the program of a command comes from, where the project does not say which."""
    match values:
        case (Items(items=[first, *_]),):
            return _source(first)
        case (Argument(function=function),) if function != PARTLY:
            return "<parameter>"
        case (Instance(origin=Event(name="shlex.split", args=(text, *_))),):
            return _source(text)
        case (
            Instance(
                origin=Event(name="os.environ.get" | "os.environ[]" | "os.getenv", args=(_,))
            ),
        ):
            return "<environment>"
    return ""


def _first(name: str, items: list[Values]) -> Iterator[tuple[str, str]]:
    for position, item in enumerate(items):
        match item:
            case (Known(value=value),):
                yield f"{name}.{position}", repr(value)
            case (External(name=external),) if position == 0:
                yield f"{name}.{position}", external
