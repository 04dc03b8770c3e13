"""The Celery application of a service: its tasks, the queue they are sent to, what goes along.

https://docs.celeryq.dev/en/stable/userguide/signals.html
https://docs.celeryq.dev/en/stable/userguide/routing.html
"""

import importlib
import math
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from celery import Celery, current_app, signals

from .celery_messages import moment_of
from .correlation import correlation_id

LONGEST_DELAY: Final = 900  # of a message in SQS
CLOSE: Final = 1  # what is due in a second is due


def prepare(tasks: Mapping[str, str]) -> Celery:
    """Import the modules of ``tasks`` and start Celery as a process of a worker does.

    Calls of these tasks are sent to the queue that ``TASKS_QUEUE_URL`` of the environment names.
    """
    for module in sorted(set(tasks.values())):
        importlib.import_module(module)
    celery = current_app._get_current_object()  # noqa: SLF001 - what the proxy stands for
    missing = sorted(set(tasks) - set(celery.tasks))
    if missing:
        raise ValueError(f"the Celery application has no task {', '.join(missing)}")
    celery.set_default()
    _route(celery, tasks)
    signals.before_task_publish.connect(on_publish, weak=False)
    signals.worker_process_init.send(sender=None)
    return celery


def on_publish(
    headers: dict[str, Any], properties: dict[str, Any], **_: object
) -> None:
    """Send the correlation id along, and let the queue hold back what is due later."""
    if correlation := correlation_id():
        headers.setdefault("x-correlation-id", correlation)
    due = moment_of(headers.get("eta"))
    if due and (seconds := seconds_until(due)) > CLOSE:
        properties["DelaySeconds"] = delay_of(seconds)


def queue_name() -> str:
    """Return the name of the queue of this service; empty where it has none."""
    return os.environ.get("TASKS_QUEUE_URL", "").rpartition("/")[2]


def seconds_until(moment: datetime) -> float:
    """Return how long it is until then."""
    return (moment - datetime.now(UTC)).total_seconds()


def delay_of(seconds: float) -> int:
    """Return how long SQS shall hold a message back: a quarter of an hour at most."""
    return min(LONGEST_DELAY, math.ceil(seconds))


def _route(celery: Celery, tasks: Mapping[str, str]) -> None:
    """Let what tasks send to tasks of this service stay on its own queue."""
    if queue := queue_name():
        known = celery.conf.task_routes or ()
        others = list(known) if isinstance(known, (list, tuple)) else [known]
        celery.conf.task_routes = [{name: {"queue": queue} for name in tasks}, *others]
        celery.amqp.flush_routes()
