"""The messages of one invocation: which of them run, and which the queue shall keep."""

import logging
import math
import os
import time
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from celery import Celery, Task

from .celery_app import CLOSE, delay_of, seconds_until
from .celery_messages import TaskMessage, UnreadableMessage, read
from .celery_run import expire, run_task, tell
from .clients import client_of
from .contexts import context_of
from .correlation import current
from .envelope import Envelope
from .status import Status
from .task_runs import Begun, Runs

LONGEST: Final = 900  # seconds that Lambda gives a function
MARGIN: Final = 5  # seconds that are left for the answer

log = logging.getLogger(__name__)


class Batch:
    """The messages of one invocation."""

    def __init__(
        self,
        celery: Celery,
        app: object,
        tasks: Mapping[str, str],
        noted: Runs,
        context: Any,  # noqa: ANN401 - Lambda's
    ) -> None:
        self._celery, self._app, self._tasks = celery, app, tasks
        self._noted, self._context, self._longest = noted, context, 0.0

    def run(self, record: Mapping[str, Any]) -> Envelope:
        """Run what a message says; an envelope that is an error leaves it on the queue."""
        request_id = getattr(self._context, "aws_request_id", "")
        try:
            message = read(record["body"], self._celery.conf.accept_content)
        except UnreadableMessage as error:
            log.exception("message %s is none of Celery", record["messageId"])
            _show_again(record)
            return Envelope(Status.error, f"it is no message of Celery: {error}")
        headers = {"headers": message.correlating}
        token = current.set((headers, request_id, lambda _: f"task {message.name}"))
        try:
            envelope, waits = self._answer(message, record)
            tell(envelope, message)
            if envelope.status is Status.error and not waits:
                _show_again(record)
            return envelope
        finally:
            current.reset(token)

    def _answer(
        self, message: TaskMessage, record: Mapping[str, Any]
    ) -> tuple[Envelope, bool]:
        """Run a task, if it may; say also whether its message had better wait."""
        if message.name not in self._tasks:
            text = f"this service has no task {message.name}"
            return Envelope(Status.error, text), False
        task = self._celery.tasks[message.name]
        if message.eta and (seconds := seconds_until(message.eta)) > CLOSE:
            return _put_back(record, seconds), False
        if message.expires and seconds_until(message.expires) < 0:
            return expire(task, message), False
        if not self._has_time(task, message):
            return Envelope(Status.error, "no time is left in this invocation"), False
        count = int(record["attributes"].get("ApproximateReceiveCount", 1))
        begun = self._noted.begin(message.key, self._left())
        if begun is not Begun.new:
            if (refused := _refused(task, begun, count)) is not None:
                return refused, begun is Begun.running
            self._noted.begin_again(message.key, self._left())
        return self._run(task, message, is_again=count > 1)

    def _run(
        self, task: Task, message: TaskMessage, *, is_again: bool
    ) -> tuple[Envelope, bool]:
        start = time.monotonic()
        with context_of(self._app):
            ended = run_task(task, message, redelivered=is_again)
        self._longest = max(self._longest, time.monotonic() - start)
        self._noted.end(message.key, ended.state)
        return ended.envelope, ended.state is Begun.new

    def _has_time(self, task: Task, message: TaskMessage) -> bool:
        """Tell whether a task may begin: the first of a batch does, whatever time there is."""
        given = message.headers.get("timelimit") or ()
        limits = [*given, task.time_limit, task.soft_time_limit]
        # A limit beyond what any function has says nothing of how long a task takes.
        needed = min((one for one in limits if one and one <= LONGEST), default=0)
        return not self._longest or self._left() > max(needed, self._longest) + MARGIN

    def _left(self) -> float:
        """Return how many seconds the invocation has."""
        remaining = getattr(self._context, "get_remaining_time_in_millis", None)
        return remaining() / 1000 if remaining else LONGEST


def _refused(task: Task, begun: Begun, count: int) -> Envelope | None:
    """Say why a task does not run once more.

    What failed, or was cut short, runs again only where an operator sent it back from the
    dead-letter queue (it is received for the first time, then), or where Celery would: a task
    that is acknowledged late.
    """
    if begun is Begun.done:
        return Envelope(Status.skipped, "it has run before")
    is_late = bool(task.acks_late) and begun is Begun.cut_short
    if begun is Begun.running or (count > 1 and not is_late):
        return Envelope(Status.error, f"not run again, its run before: {begun}")
    return None


def _put_back(record: Mapping[str, Any], seconds: float) -> Envelope:
    """Send a message again that is due later; SQS holds it back for a quarter of an hour."""
    delay = delay_of(seconds)
    queue = os.environ["TASKS_QUEUE_URL"]
    _sqs().send_message(QueueUrl=queue, MessageBody=record["body"], DelaySeconds=delay)
    return Envelope(
        Status.skipped, f"due in {math.ceil(seconds)} s, put back for {delay} s"
    )


def _show_again(record: Mapping[str, Any]) -> None:
    """Let a message be received at once, instead of after the visibility time-out.

    One that will not run gets to the dead-letter queue in seconds, not in hours.
    """
    if queue := os.environ.get("TASKS_QUEUE_URL"):
        try:
            _sqs().change_message_visibility(
                QueueUrl=queue,
                ReceiptHandle=record["receiptHandle"],
                VisibilityTimeout=0,
            )
        except Exception as error:  # noqa: BLE001 - then it comes later
            log.warning("message %s comes later: %s", record["messageId"], error)


@cache
def _sqs() -> Any:  # noqa: ANN401 - botocore makes its clients at run time
    return client_of("sqs")
