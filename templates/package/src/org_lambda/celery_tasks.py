"""Celery's tasks without its workers: a function takes what producers put on an SQS queue.

Producers stay as they are: ``delay`` and ``apply_async`` send to an ``sqs://`` broker. Celery
itself runs the task, as its worker would: signals, ``bind``, results, callbacks and chains, and
``retry``, which puts a new message on the queue, are its own. What a worker does around that is
here.
https://docs.celeryq.dev/en/stable/getting-started/backends-and-brokers/sqs.html
https://docs.celeryq.dev/en/stable/userguide/tasks.html
"""

import uuid
from collections.abc import Mapping
from typing import Any

from celery import Task

from .celery_app import prepare, queue_name
from .celery_batch import Batch
from .celery_messages import TaskMessage
from .celery_run import run_task, tell
from .contexts import context_of
from .events import SQS, answer_batch
from .handling import Handler, handler_of
from .status import Status
from .task_runs import runs


class TaskFailed(Exception):
    """A task that a clock started failed; its log says how."""


def task_handler(app: object, tasks: Mapping[str, str]) -> Handler:
    """Make a handler of a queue with calls of ``tasks``.

    It answers with an envelope, and names the messages that the queue shall keep. What fails is
    not run again, as with Celery: the queue delivers it until it goes to the dead-letter queue.

    Args:
        app: the web application, in whose context tasks run if it has one (Flask).
        tasks: the module of each, by the name that messages have. One that is not there is an
            error at start.
    """
    celery = prepare(tasks)

    def answer(event: Mapping[str, Any], context: object) -> dict[str, Any]:
        batch = Batch(celery, app, tasks, runs(), context)
        return answer_batch(event["Records"], batch.run)

    return handler_of(lambda _: SQS, answer)


def schedule_handler(app: object, name: str, module: str) -> Handler:
    """Make a handler of a clock that starts a task; the event may have ``args``, ``kwargs``.

    Args:
        app: as that of ``task_handler``.
        name: of the task.
        module: where it is.
    """
    task = prepare({name: module}).tasks[name]

    def answer(event: Mapping[str, Any], _: object) -> dict[str, Any]:
        message = _started_by_clock(task, event)
        with context_of(app):
            envelope = run_task(task, message, redelivered=False).envelope
        tell(envelope, message)
        if envelope.status is Status.error:
            raise TaskFailed(f"{task.name}: {envelope.message}")
        return dict(envelope.as_dict())

    return handler_of(lambda _: f"schedule {task.name}", answer)


def _started_by_clock(task: Task, event: Mapping[str, Any]) -> TaskMessage:
    """Make the call that the clock of Celery would have sent."""
    name = str(uuid.uuid4())
    queue = queue_name() or task.app.conf.task_default_queue
    return TaskMessage(
        id=name,
        name=task.name,
        retries=0,
        args=list(event.get("args") or ()),
        kwargs=dict(event.get("kwargs") or {}),
        embed={},
        headers={"id": name, "task": task.name, "root_id": name, "retries": 0},
        properties={"delivery_info": {"exchange": "", "routing_key": queue}},
        eta=None,
        expires=None,
    )
