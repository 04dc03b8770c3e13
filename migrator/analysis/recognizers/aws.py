"""AWS calls through boto3, aioboto3 and botocore, as IAM actions.

https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html
https://boto3.amazonaws.com/v1/documentation/api/latest/guide/resources.html
https://boto3.amazonaws.com/v1/documentation/api/latest/guide/paginators.html
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from migrator.analysis import aws_model
from migrator.analysis.aws_wrappers import find_wrapped
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Table, Values
from migrator.model.location import Location
from migrator.model.program import AwsCall, Unresolved

SDKS = ("boto3.", "aioboto3.", "aiobotocore.", "botocore.")
CLIENT = re.compile(r"(?:^|\.)(?:create_)?client\.(.+)")
RESOURCE = re.compile(r"(?:^|\.)resource\.(.+)")
NOT_CALLS = frozenset({"can_paginate", "close", "meta"})
MOST_CHAINED = 8  # calls on results of calls
# What names a resource: keywords of operations, and positions in transfers.
NAMES = (
    *("Bucket", "QueueUrl", "TableName", "TopicArn", "TargetArn", "FunctionName", "SecretId"),
    *("StreamName", "DeliveryStreamName", "stateMachineArn", "UserPoolId", "KeyId", "modelId"),
    *("QueueName", "logGroupName", "EventBusName", "Name", "DBInstanceIdentifier"),
)
TRANSFERS = {
    **dict.fromkeys(("upload_file", "upload_fileobj", "copy"), 1),
    **dict.fromkeys(("download_file", "download_fileobj"), 0),
}
COMPUTED = "AWS client of a computed service or operation"
UNREAD = "boto3 resource of which this is not known"


class Done(NamedTuple):
    """What a call does; ``actions`` is None where that cannot be known."""

    actions: tuple[str, ...] | None
    resource: str = ""
    reason: str = COMPUTED


def find_calls(log: Log) -> Iterator[AwsCall | Unresolved]:
    """Yield the actions that functions need."""
    events = [event for event in log.events if event.name.startswith(SDKS)]
    paged = {id(event.origin) for event in events if event.member in {"paginate", "wait"}}
    done = [(event, _done(event)) for event in events if id(event) not in paged]
    known: defaultdict[Location, int] = defaultdict(int)
    for event, call in done:
        known[event.location] += bool(call.actions)
    for event, call in done:
        if call.actions is None:
            if not known[event.location]:
                yield Unresolved(call.reason, event.location)
            continue
        for action in call.actions:
            yield AwsCall(action, event.function, event.location, call.resource)
    yield from find_wrapped(log)


def _done(event: Event) -> Done:
    if event.name.endswith(("=", "[]", "()")):
        return Done(())
    if found := RESOURCE.search(event.name):
        return _of_resource(event, found[1].split("."))
    if found := CLIENT.search(event.name):
        return _of_client(event, found[1])
    return Done(())


def _of_client(event: Event, method: str) -> Done:
    made = event.origin
    if method in {"get_paginator.paginate", "get_waiter.wait"} and made is not None:
        return _of_client(made, method.partition(".")[0])._replace(resource=_resource(event, ""))
    if "." in method or method in NOT_CALLS:
        return Done(())  # on the result of a call: the call itself has been seen
    service = text_of(made.argument(0, "service_name") or ()) if made is not None else None
    if service is None:
        return Done(None)
    name = method
    if method in {"generate_presigned_url", "get_paginator"}:
        keyword = "ClientMethod" if method == "generate_presigned_url" else "operation_name"
        name = text_of(event.argument(0, keyword) or ()) or ""
    elif method == "get_waiter":
        waiter = text_of(event.argument(0, "waiter_name") or ()) or ""
        operation = aws_model.waited_for(service, waiter)
        return Done(aws_model.actions_of(service, operation) if operation else ())
    return _of_operation(event, service, name) if name else Done(None)


def _of_operation(event: Event, service: str, name: str) -> Done:
    actions = aws_model.actions_of(service, aws_model.operation_of(service, name))
    return Done(actions, _resource(event, event.member if service == "s3" else ""))


def _of_resource(event: Event, members: list[str]) -> Done:
    """Read ``resource("s3").Bucket("b").objects.all()``: what the last of the members does."""
    chain = [event]
    while chain[-1].origin is not None and len(chain) < MOST_CHAINED:
        chain.append(chain[-1].origin)
    *steps, made = chain
    service = text_of(made.argument(0, "service_name") or ())
    if service is None or not steps:
        return Done(None)
    if members[:2] == ["meta", "client"]:
        return _of_operation(event, service, members[-1])
    operations = aws_model.operations_of_resource(service, members)
    if operations is None:
        return Done(None, reason=UNREAD)
    actions = (a for one in operations for a in aws_model.actions_of(service, one))
    first = steps[-1].args[0] if steps[-1].args else ()
    named = text_of(first) or _keyword(steps[-1].keywords) or ""
    return Done(tuple(dict.fromkeys(actions)), named)


def _resource(event: Event, method: str) -> str:
    position = TRANSFERS.get(method, -1)
    if 0 <= position < len(event.args):
        return text_of(event.args[position]) or ""
    for value in event.keywords.get("Params", ()):
        if isinstance(value, Table):
            entries = {str(key): values for key, values in value.entries.items()}
            return _keyword(entries)
    return _keyword(event.keywords)


def _keyword(given: dict[str, Values]) -> str:
    return next((text for name in NAMES if (text := text_of(given.get(name, ())))), "")
