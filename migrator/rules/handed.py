"""What calls are given to run: later, or in a thread."""

from collections.abc import Iterable

from migrator.model.program import ExternalCall
from migrator.rules.index import Index, is_named

# Awaited, they run in a thread what they are given.
IN_THREADS = (
    *("anyio.to_thread.run_sync", "asyncio.to_thread", "asyncio.*.run_in_executor"),
    *("fastapi.concurrency.run_in_threadpool", "starlette.concurrency.run_in_threadpool"),
)


def handed(call: ExternalCall) -> str:
    """Name the function that a call is given to run; empty where none is known."""
    return next((value for name, value in call.constants if name.endswith("()")), "")


def is_handed(call: ExternalCall, names: Iterable[str], index: Index) -> bool:
    """Tell whether a call is given one of ``names`` to run.

    So it is with a function of the project that calls these and nothing else.
    """
    function = handed(call)
    if not function:
        return False
    called = index.called_by(function) if ":" in function else (function,)
    return bool(called) and all(is_named(name, names) for name in called)


def functions_that_wait(names: Iterable[str], index: Index) -> Iterable[ExternalCall]:
    """Yield the awaited calls that run one of ``names`` in a thread."""
    for call in index.calls.matching(IN_THREADS):
        function = handed(call)
        if is_named(function, names) and "awaited" in index.ways(
            call, call.name.rpartition(".")[2]
        ):
            yield call
