"""``@repeat_every(seconds=60)`` of fastapi-utils and of what has taken after it.

https://fastapiutils.github.io/fastapi-utils/user-guide/repeated-tasks/
"""

from collections.abc import Iterator

from migrator.analysis import cron, jobs
from migrator.analysis.handlers import options_of
from migrator.analysis.interpreter.log import Log
from migrator.model.program import EntryPoint, Unresolved

PACKAGES = ("fastapi_utils.", "fastapi_restful.", "fastapi_utilities.")


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per function that repeats itself."""
    for event in log.having("repeat_every()"):
        options = options_of(event)
        if options is event or options.member != "repeat_every":
            continue
        if options.name.startswith(PACKAGES) and event.args:
            clock = cron.read(options.argument(0, "seconds") or ())
            yield from jobs.schedules_of("fastapi", clock, event.args[0], options, log)
