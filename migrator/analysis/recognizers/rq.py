"""RQ: functions that are put on queues, and the schedules of RQ and rq-scheduler.

https://python-rq.org/docs/
https://python-rq.org/docs/cron/
https://github.com/rq/rq-scheduler#scheduling-a-job
"""

from collections.abc import Iterator

from migrator.analysis import cron, jobs
from migrator.analysis.arguments import arguments_in
from migrator.analysis.handlers import Handler, functions_of, handler_of, options_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import original, text_of
from migrator.analysis.interpreter.values import Event, FunctionValue, Known, Values
from migrator.model.program import Enqueue, EntryPoint, Unresolved

PACKAGES = ("rq.", "django_rq.", "flask_rq2.", "flask_rq.", "rq_scheduler.")
DECORATORS = ("job()", "job")
# What puts a function on a queue, and at which position it is given the function.
SENDERS = {
    "enqueue": 0,
    "enqueue_call": 0,
    "enqueue_in": 1,
    "enqueue_at": 1,
    "prepare_data": 0,
    "create": 0,
}
SCHEDULERS = ("rq_scheduler.", "rq.cron.", "rq.Cron", "django_rq.get_scheduler")
SCHEDULERS = ("rq_scheduler.", "rq.cron.", "rq.Cron", "django_rq.get_scheduler")
SCHEDULES = {"cron": 1, "schedule": 1, "register": 0}
UNKNOWN = ("computed", "")
DELAYED = frozenset({"delay", "queue", "enqueue"})  # on a function that a decorator made a job


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per function that is put on a queue, and per schedule."""
    for handler, event in _tasks(log):
        yield jobs.task_of("rq", jobs.dotted_name(handler), handler, event)
    for event in log.having(*SCHEDULES):
        if event.name.startswith(SCHEDULERS):
            values = event.argument(SCHEDULES[event.member], "func") or ()
            given = arguments_in(event.argument(2, "args"), event.argument(3, "kwargs"))
            if clock := _clock(event):
                yield from jobs.schedules_of("rq", clock, values, event, log, given)


def find_enqueues(log: Log) -> Iterator[Enqueue]:
    """Yield who puts which function on a queue."""
    names = {handler.name for handler, _ in _tasks(log)}
    for event in log.having(*SENDERS, *sorted(DELAYED)):
        receiver = event.receiver
        if isinstance(receiver, FunctionValue) and event.member in DELAYED:
            handlers: tuple[Handler, ...] = (handler_of(original(receiver)),)
        else:
            handlers = jobs.functions_named(_sent(event, log), log)
        for handler in handlers:
            if handler.name in names:
                yield jobs.enqueue_of(jobs.dotted_name(handler), event)


def _tasks(log: Log) -> Iterator[tuple[Handler, Event]]:
    for event in log.having(*DECORATORS, *SENDERS):
        if event.name.startswith(PACKAGES) and event.member in DECORATORS and event.args:
            for function in functions_of(event.args[0]):
                yield handler_of(function), options_of(event)
        else:
            for handler in jobs.functions_named(_sent(event, log), log):
                yield handler, event


def _sent(event: Event, log: Log) -> Values:
    """Return the function that an event puts on a queue; nothing where it does not.

    A queue that is reached through an object of another framework is known by what it is given.
    """
    position = SENDERS.get(event.member)
    if position is None:
        return ()
    values = event.argument(position, "func") or event.keywords.get("f", ())
    is_queue = event.name.startswith(PACKAGES)
    is_stored = event.member == "enqueue" and event.name.startswith("flask.current_app.")
    return values if is_queue or (is_stored and jobs.functions_named(values, log)) else ()


def _clock(event: Event) -> jobs.Clock | None:
    """Return when a schedule is due; None for a function that is started once."""
    line = event.keywords.get("cron") if event.member == "register" else None
    if event.member == "cron":
        line = event.argument(0, "cron_string") or ()
    if line is not None:
        text = text_of(line)
        return UNKNOWN if text is None else (text, cron.from_line(text))
    interval = event.argument(4, "interval") if event.member == "schedule" else None
    interval = event.keywords.get("interval", interval)
    if interval in {None, (Known(None),)}:
        return None
    clocks = {cron.read((value,)) for value in interval or ()} - {UNKNOWN}
    return clocks.pop() if len(clocks) == 1 else UNKNOWN  # one may have been made of the other
