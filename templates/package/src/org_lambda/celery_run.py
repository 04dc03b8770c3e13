"""How Celery runs one task, without a worker.

https://docs.celeryq.dev/en/stable/reference/celery.app.trace.html
"""

import logging

from billiard.einfo import ExceptionInfo
from celery import Task, states
from celery.app.task import Context
from celery.app.trace import build_tracer

from .celery_messages import TaskMessage
from .envelope import Envelope
from .status import Status
from .task_runs import Begun

log = logging.getLogger(__name__)


class Ended:
    """How the run of a task ended: what is answered, and what is noted of it."""

    def __init__(self, envelope: Envelope, state: Begun) -> None:
        self.envelope, self.state = envelope, state


def run_task(task: Task, message: TaskMessage, *, redelivered: bool) -> Ended:
    """Let Celery run a task; nothing is raised."""
    tracer = build_tracer(task.name, task, app=task.app)
    request = message.request(redelivered=redelivered)
    try:
        retval, info, _, _ = tracer(message.id, message.args, message.kwargs, request)
    except (
        Exception
    ) as error:  # its result could not be stored, or what runs around it failed
        log.exception("%s ended, but not as Celery wants it", task.name)
        failed = Envelope(Status.error, f"{type(error).__name__}: {error}")
        return Ended(failed, Begun.failed)
    state = info.state if info else states.SUCCESS
    if info is None and not isinstance(retval, ExceptionInfo):
        return Ended(Envelope(Status.success), Begun.done)
    if state == states.RETRY:
        return Ended(Envelope(Status.skipped, "it is tried again later"), Begun.done)
    if state == states.IGNORED:
        return Ended(Envelope(Status.skipped, "it wants to be ignored"), Begun.done)
    raised = getattr(info, "retval", None) or getattr(retval, "exception", retval)
    failed = Envelope(Status.error, f"{type(raised).__name__}: {raised}")
    if state == states.REJECTED and getattr(raised, "requeue", False):
        return Ended(failed, Begun.new)
    return Ended(failed, Begun.failed)


def expire(task: Task, message: TaskMessage) -> Envelope:
    """Tell who waits for a task that it came too late."""
    request = Context(message.request(redelivered=False))
    is_stored = not (request.ignore_result or task.ignore_result)
    task.backend.mark_as_revoked(
        message.id, "expired", request=request, store_result=is_stored
    )
    return Envelope(Status.skipped, f"it expired at {message.expires}")


def tell(envelope: Envelope, message: TaskMessage) -> None:
    """Log how a call ended."""
    level = logging.ERROR if envelope.status is Status.error else logging.INFO
    said = {
        "status": envelope.status.value,
        "data": {"task": message.name, "id": message.id},
    }
    text = f": {envelope.message}" if envelope.message else ""
    log.log(level, "%s%s", message.name, text, extra={"envelope": said})
