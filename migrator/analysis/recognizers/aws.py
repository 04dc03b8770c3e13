"""AWS calls through boto3 clients, as IAM actions.

The name of an operation is not always that of the action it needs; the differences that matter are
in ``ACTIONS``. https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

from collections import defaultdict
from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event
from migrator.model.location import Location
from migrator.model.program import AwsCall, Unresolved

CLIENTS = ("boto3.client.", "boto3.session.Session.client.", "boto3.Session.client.")
RESOURCES = ("boto3.resource", "boto3.session.Session.resource", "boto3.Session.resource")
NOT_CALLS = frozenset({"get_waiter", "can_paginate", "close", "exceptions", "meta"})
PREFIXES = {
    "sesv2": "ses",
    "stepfunctions": "states",
    "elbv2": "elasticloadbalancing",
    "elb": "elasticloadbalancing",
    "cloudwatch": "cloudwatch",
    "application-autoscaling": "application-autoscaling",
}
ACTIONS = {
    "s3.head_object": ("GetObject",),
    "s3.upload_file": ("PutObject",),
    "s3.upload_fileobj": ("PutObject",),
    "s3.download_file": ("GetObject",),
    "s3.download_fileobj": ("GetObject",),
    "s3.list_objects": ("ListBucket",),
    "s3.list_objects_v2": ("ListBucket",),
    "s3.head_bucket": ("ListBucket",),
    "s3.delete_objects": ("DeleteObject",),
    "s3.copy_object": ("GetObject", "PutObject"),
    "s3.copy": ("GetObject", "PutObject"),
    "sqs.send_message_batch": ("SendMessage",),
    "sqs.delete_message_batch": ("DeleteMessage",),
    "sns.publish_batch": ("Publish",),
    "lambda.invoke": ("InvokeFunction",),
    "ses.send_templated_email": ("SendTemplatedEmail",),
}


def find_calls(log: Log) -> Iterator[AwsCall | Unresolved]:
    """Yield the actions that functions need; resources of boto3 are said to be unread."""
    events = [event for event in log.events if event.name.startswith(CLIENTS)]
    seen: defaultdict[Location, set[str]] = defaultdict(set)
    for event in events:
        seen[event.location].update(_actions(event) or ())
    for event in events:
        actions = _actions(event)
        if actions is None:
            if not seen[event.location]:
                yield Unresolved("AWS client of a computed service or operation", event.location)
            continue
        for action in actions:
            yield AwsCall(action, event.function, event.location)
    for event in log.events:
        if event.name in RESOURCES:
            yield Unresolved("boto3 resource: its calls are not read yet", event.location)


def _actions(event: Event) -> tuple[str, ...] | None:
    operation = event.name.partition("client.")[2]
    if "." in operation or "(" in operation or operation.endswith(("=", "[]")):
        return ()  # on the result of a call: the call itself has been seen
    service = text_of(event.origin.args[0]) if event.origin and event.origin.args else None
    if service is None:
        return None
    if operation in NOT_CALLS:
        return ()
    if operation in {"generate_presigned_url", "get_paginator"}:
        named = event.argument(0, "ClientMethod" if "url" in operation else "operation_name")
        operation = text_of(named or ()) or ""
        if not operation:
            return None
    actions = ACTIONS.get(f"{service}.{operation}") or (_pascal(operation),)
    return tuple(f"{PREFIXES.get(service, service)}:{action}" for action in actions)


def _pascal(operation: str) -> str:
    return "".join(word.capitalize() for word in operation.split("_"))
