"""A function that runs once for a key, however often its message is delivered.

Powertools for AWS Lambda does the work, with a table in DynamoDB (``id`` as the partition key,
``expiration`` as the time to live). It starts slowly, hence it is imported at the first call; list
it in the requirements of a service that uses this, and allow the function ``dynamodb:GetItem``,
``PutItem``, ``UpdateItem`` and ``DeleteItem`` on the table.
https://docs.powertools.aws.dev/lambda/python/latest/utilities/idempotency/
"""

import os
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

Result = TypeVar("Result")
Function = Callable[[Any], Result]

EXPIRES_SECONDS: Final = 3600


def idempotent(
    key: str, *, table: str = "", expires: int = EXPIRES_SECONDS
) -> Callable[[Function[Result]], Function[Result]]:
    """Make a decorator for a business function of one argument, such as those of handlers.

    A second call with the same key gets the result of the first; one that comes while the first
    runs is an error, so that its message is delivered again later. What fails is forgotten.

    Args:
        key: a JMESPath expression on the argument, ``order_id``.
        table: the table; ``IDEMPOTENCY_TABLE`` of the environment by default.
        expires: seconds after which the same key is new again.
    """

    def decorate(function: Function[Result]) -> Function[Result]:
        made: list[Function[Result]] = []

        @wraps(function)
        def once(argument: Any) -> Result:  # noqa: ANN401 - theirs
            if not made:
                made.append(_guarded(function, key, table, expires))
            return made[0](argument)

        return once

    return decorate


def _guarded(
    function: Function[Result], key: str, table: str, expires: int
) -> Function[Result]:
    from aws_lambda_powertools.utilities import idempotency as powertools  # noqa: PLC0415

    store = powertools.DynamoDBPersistenceLayer(
        table or os.environ["IDEMPOTENCY_TABLE"]
    )
    config = powertools.IdempotencyConfig(
        event_key_jmespath=key,
        expires_after_seconds=expires,
        raise_on_no_idempotency_key=True,
    )
    guard = powertools.idempotent_function(
        data_keyword_argument="argument", config=config, persistence_store=store
    )

    @wraps(function)
    def by_keyword(*, argument: Any) -> Result:  # noqa: ANN401 - theirs
        return function(argument)

    guarded = guard(by_keyword)
    return lambda argument: guarded(argument=argument)
