"""Celery: tasks, the beat schedule, and who enqueues what.

https://docs.celeryq.dev/en/stable/userguide/tasks.html
https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html
"""

from collections.abc import Iterator

from migrator.analysis import celery_schedules, celery_tasks, cron, jobs
from migrator.analysis.celery_schedules import Entry
from migrator.analysis.celery_tasks import Task, Unreadable
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import ClassValue, FunctionValue, Values
from migrator.analysis.signals import receivers_of
from migrator.model.program import Enqueue, EntryPoint, QueueTask, Schedule, Unresolved

SENDERS = frozenset({"delay", "apply_async", "s", "si", "signature", "subtask", "apply"})
# Signals that a worker sends around every task.
OF_TASKS = frozenset(
    f"celery.signals.task_{name}"
    for name in (
        *("received", "prerun", "postrun", "retry", "success", "failure", "internal_error"),
        *("unknown", "rejected", "revoked"),
    )
)


def recognize(log: Log) -> Iterator[EntryPoint | Unresolved]:
    """Yield one entry point per task and per line of the beat schedule."""
    tasks: dict[str, Task] = {}
    for task in celery_tasks.find(log):
        if isinstance(task, Unreadable):
            yield Unresolved("Celery task of a function that is not known", task.declared_at)
        elif task.name is None:
            yield Unresolved("Celery task with a computed name", task.declared_at)
        else:
            tasks[task.name] = task
    hooks = receivers_of(OF_TASKS, log) if tasks else ()
    for name in sorted(tasks):
        task = tasks[name]
        trigger = QueueTask(name, task.seconds)
        yield EntryPoint(trigger, task.handler, task.location, "celery", name, hooks=hooks)
        if task.run_every:
            yield _schedule(task, Entry((), task.run_every, task.declared_at), hooks)
    names = {task.value: name for name, task in tasks.items()}
    for entry in celery_schedules.find(log):
        started = celery_schedules.name_of(entry.task) or _name_of(entry.task, names)
        if started in tasks and entry.clock:
            yield _schedule(tasks[started], entry, hooks)
        else:
            yield Unresolved("Celery schedule of a task that is not known", entry.location)


def find_enqueues(log: Log) -> Iterator[Enqueue]:
    """Yield who puts which task on the queue, by function or by name."""
    found = [task for task in celery_tasks.find(log) if isinstance(task, Task)]
    names = {task.value: task.name for task in found if task.name is not None}
    for event in log.having("send_task", *sorted(SENDERS)):
        if event.member == "send_task" and event.args:
            name = text_of(event.args[0])
        elif event.member in SENDERS and event.receiver is not None:
            name = _name_of((event.receiver,), names)
        else:
            continue
        if name is not None:
            yield jobs.enqueue_of(name, event)


def _schedule(task: Task, entry: Entry, hooks: tuple[str, ...]) -> EntryPoint:
    name = task.name or ""
    declared, expression = cron.read(entry.clock)
    schedule = Schedule(expression, declared, name, entry.arguments, entry.name)
    where = (entry.location,)
    return EntryPoint(schedule, task.handler, task.location, "celery", name, where, hooks=hooks)


def _name_of(values: Values, names: dict[FunctionValue | ClassValue, str]) -> str | None:
    """Return the name of the one task that a schedule or a sender is given."""
    found = {names.get(task) for value in values if (task := celery_tasks.task_of(value))}
    return found.pop() if len(found) == 1 else None
