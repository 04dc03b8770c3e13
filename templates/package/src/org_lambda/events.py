"""Handlers for queues, schedules and direct invocation: they answer with the envelope.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from .envelope import Envelope, Json
from .errors import EnvelopeError
from .handling import Handler, handler_of
from .status import Status

Function = Callable[[Any], "Json | Envelope"]
Run = Callable[[Mapping[str, Any]], Envelope]
SQS: Final = "aws:sqs"

log = logging.getLogger(__name__)


class BatchError(Exception):
    """Messages failed, and the queue shall deliver the whole batch again."""


def envelope_handler(
    function: Function, *, is_partial: bool = True, is_retried: bool = False
) -> Handler:
    """Make a Lambda handler of a business function.

    The function gets the event (schedule, direct invocation) or the body of each SQS message,
    parsed if it is JSON. It returns data, or an ``Envelope``, or raises an ``EnvelopeError``.

    Args:
        function: the business function.
        is_partial: the queue's event source has ``ReportBatchItemFailures``, so the answer also
            names the messages to deliver again. Without it any failure must fail the invocation,
            or it is lost.
        is_retried: raise what the function did not foresee, so that Lambda tries an asynchronous
            invocation again and counts an error. A queue does so by itself.
    """

    def answer(event: Mapping[str, Any], _: object) -> dict[str, Any]:
        if _trigger(event) == SQS:
            return answer_batch(
                event["Records"],
                lambda record: _call(function, _body(record), is_retried=False),
                is_partial=is_partial,
            )
        return dict(_call(function, event, is_retried=is_retried).as_dict())

    return handler_of(_trigger, answer)


def answer_batch(
    records: list[Mapping[str, Any]], run: Run, *, is_partial: bool = True
) -> dict[str, Any]:
    """Run each message; answer with an envelope and the messages to deliver again.

    Raises:
        BatchError: messages failed, and without ``is_partial`` nobody reads which.
    """
    failed = list(_failures(run, records))
    if failed and not is_partial:
        raise BatchError(f"{len(failed)} of {len(records)} messages failed")
    status = Status.error if failed else Status.success
    message = f"{len(failed)} of {len(records)} messages failed" if failed else ""
    counts = {"received": len(records), "failed": len(failed)}
    answer: dict[str, Any] = dict(Envelope(status, message, counts).as_dict())
    answer["batchItemFailures"] = [
        {"itemIdentifier": identifier} for identifier in failed
    ]
    return answer


def _failures(run: Run, records: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the ids to deliver again; in a FIFO queue, also what follows in the same group."""
    blocked: set[str] = set()
    for record in records:
        group = record.get("attributes", {}).get("MessageGroupId")
        is_fifo = record.get("eventSourceARN", "").endswith(".fifo")
        is_blocked = is_fifo and group in blocked
        if is_blocked or _has_failed(run(record)):
            blocked.add(group)
            yield record["messageId"]


def _has_failed(envelope: Envelope) -> bool:
    return envelope.status not in (Status.success, Status.skipped)


def _call(function: Function, argument: Any, *, is_retried: bool) -> Envelope:  # noqa: ANN401
    try:
        result = function(argument)
    except EnvelopeError as outcome:
        envelope = outcome.envelope()
        log.info("%s: %s", envelope.status, envelope.message)
        return envelope
    except Exception:
        log.exception("the function failed")
        if is_retried:
            raise
        return Envelope(Status.error, "Internal Server Error")
    if isinstance(result, Envelope):
        return result
    return Envelope(Status.success, "", {} if result is None else result)


def _body(record: Mapping[str, Any]) -> Json:
    try:
        parsed: Json = json.loads(record["body"])
    except ValueError:
        return str(record["body"])
    return parsed


def _trigger(event: Mapping[str, Any]) -> str:
    """Name what called: ``aws:sqs``, ``aws.events`` or ``direct``."""
    records = event.get("Records") or [{}]
    return str(records[0].get("eventSource") or event.get("source") or "direct")
