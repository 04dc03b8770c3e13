"""Which runs of tasks have begun and how they ended, so that no message runs twice.

A queue delivers at least once. What ran is noted in a table of DynamoDB (``id`` as the partition
key, ``expiration`` as the time to live) under the task's id and the number of its try. Unlike
``idempotency`` this tells apart what failed, what was cut short and what runs at the moment, and
needs nothing but the botocore of the Lambda runtime.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
"""

import os
import time
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Any, Final, Protocol

from .clients import client_of

KEPT_SECONDS: Final = 15 * 86400  # a queue keeps a message for 14 days


class Begun(StrEnum):
    """What is known of a run that somebody asks for.

    ``new``: it may run now. ``done``: it ran to its end. ``failed``: it raised. ``running``: it
    began a moment ago. ``cut_short``: it began, and its time is over.
    """

    new = "new"
    done = "done"
    failed = "failed"
    running = "running"
    cut_short = "cut short"


class Runs(Protocol):
    """Where runs are noted."""

    def begin(self, key: str, seconds: float) -> Begun:
        """Note that a run begins which may take ``seconds``, unless one is noted."""

    def begin_again(self, key: str, seconds: float) -> None:
        """Note that it begins once more."""

    def end(self, key: str, state: Begun) -> None:
        """Note how it ended: ``done`` or ``failed``; ``new`` forgets it."""


class NoRuns:
    """Notes nothing: where there is no table, each delivery runs."""

    def begin(self, key: str, seconds: float) -> Begun:  # noqa: ARG002
        """Let it run."""
        return Begun.new

    def begin_again(self, key: str, seconds: float) -> None:
        """Let it run."""

    def end(self, key: str, state: Begun) -> None:
        """Note nothing."""


class TableRuns:
    """Notes runs in a table of DynamoDB."""

    def __init__(
        self,
        table: str,
        client: Any,  # noqa: ANN401 - botocore makes its clients at run time
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._table, self._client, self._clock = table, client, clock

    def begin(self, key: str, seconds: float) -> Begun:
        """Note a run that begins; of one that is there, tell how it stands."""
        try:
            self._put(
                key,
                Begun.running,
                seconds,
                ConditionExpression="attribute_not_exists(id)",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return self._stands(key)
        return Begun.new

    def begin_again(self, key: str, seconds: float) -> None:
        """Note that a run begins, whatever is there."""
        self._put(key, Begun.running, seconds)

    def end(self, key: str, state: Begun) -> None:
        """Note how a run ended."""
        if state is Begun.new:
            self._client.delete_item(TableName=self._table, Key={"id": {"S": key}})
        else:
            self._put(key, state, 0)

    def _put(self, key: str, state: Begun, seconds: float, **condition: str) -> None:
        now = int(self._clock())
        item = {
            "id": {"S": key},
            "state": {"S": state.value},
            "over": {"N": str(now + int(seconds))},
            "expiration": {"N": str(now + KEPT_SECONDS)},
        }
        self._client.put_item(TableName=self._table, Item=item, **condition)

    def _stands(self, key: str) -> Begun:
        found = self._client.get_item(
            TableName=self._table, Key={"id": {"S": key}}, ConsistentRead=True
        ).get("Item")
        if found is None:  # forgotten in this moment: the next delivery runs it
            return Begun.running
        state = Begun(found["state"]["S"])
        is_over = float(found["over"]["N"]) <= self._clock()
        return Begun.cut_short if state is Begun.running and is_over else state


@cache
def runs() -> Runs:
    """Return where runs are noted: ``TASK_RUNS_TABLE`` of the environment names the table."""
    table = os.environ.get("TASK_RUNS_TABLE")
    return TableRuns(table, client_of("dynamodb")) if table else NoRuns()
