"""What calls are given to run: later, or in a thread."""

from collections.abc import Iterable, Iterator, Sequence

from migrator.model.program import ExternalCall
from migrator.model.tidying import BESIDE, TIDYING
from migrator.rules.index import Index, is_named

# Awaited, they run in a thread what they are given.
IN_THREADS = (
    *("anyio.to_thread.run_sync", "asyncio.to_thread", "asyncio.*.run_in_executor"),
    *("fastapi.concurrency.run_in_threadpool", "starlette.concurrency.run_in_threadpool"),
)
HARMLESS = TIDYING | BESIDE


def handed(call: ExternalCall) -> str:
    """Name the function that a call is given to run; empty where none is known."""
    return next((value for name, value in call.constants if name.endswith("()")), "")


def is_handed(call: ExternalCall, names: Sequence[str], index: Index) -> bool:
    """Tell whether a call is given one of ``names`` to run.

    So it is with a function of the project that calls these and nothing else, and tidies up at
    most besides.
    """
    function = handed(call)
    return bool(function) and _is_harmless(function, names, index, frozenset())


def callers_of(names: Iterable[str], unless_handed: Sequence[str], index: Index) -> Iterator[str]:
    """Yield who calls one of ``names`` and gives it something else to run than those."""
    for call in index.calls.matching(names):
        if not is_handed(call, unless_handed, index):
            yield call.function


def _is_harmless(function: str, names: Sequence[str], index: Index, above: frozenset[str]) -> bool:
    if is_named(function.replace(":", "."), names):
        return True
    if ":" not in function:
        return function.rpartition(".")[2] in HARMLESS
    is_lambda = "<lambda" in function
    if function in above or not (is_lambda or function in index.tidying):
        return False
    called = index.called_by(function)
    return bool(called or not is_lambda) and all(
        _is_harmless(name, names, index, above | {function}) for name in called
    )


def functions_that_wait(names: Iterable[str], index: Index) -> Iterable[ExternalCall]:
    """Yield the awaited calls that run one of ``names`` in a thread."""
    for call in index.calls.matching(IN_THREADS):
        function = handed(call)
        if is_named(function, names) and "awaited" in index.ways(
            call, call.name.rpartition(".")[2]
        ):
            yield call
