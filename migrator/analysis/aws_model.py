"""How IAM names what the AWS SDK calls.

Most actions are named after the operation, and most operations after the method. What differs is
in ``boto3_model.json``, made from boto3 itself by ``tooling/boto3_model.py``, but for this table:
permissions that bear another name than the operation that needs them.
https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import msgspec

MODEL = Path(__file__).with_name("boto3_model.json")
PREFIXES = {"cloudwatch": "cloudwatch", "iot-data": "iot"}  # not what requests are signed for
PUT, GET, LIST = ("PutObject",), ("GetObject",), ("ListBucket",)
ACTIONS: dict[str, tuple[str, ...]] = {
    "s3.HeadObject": GET,
    "s3.GetObjectAttributes": GET,
    "s3.SelectObjectContent": GET,
    "s3.UploadFile": PUT,
    "s3.UploadFileobj": PUT,
    "s3.DownloadFile": GET,
    "s3.DownloadFileobj": GET,
    "s3.CreateMultipartUpload": PUT,
    "s3.UploadPart": PUT,
    "s3.CompleteMultipartUpload": PUT,
    "s3.GeneratePresignedPost": PUT,
    "s3.ListObjects": LIST,
    "s3.ListObjectsV2": LIST,
    "s3.HeadBucket": LIST,
    "s3.ListObjectVersions": ("ListBucketVersions",),
    "s3.ListBuckets": ("ListAllMyBuckets",),
    "s3.DeleteObjects": ("DeleteObject",),
    "s3.CopyObject": GET + PUT,
    "s3.Copy": GET + PUT,
    "sqs.SendMessageBatch": ("SendMessage",),
    "sqs.DeleteMessageBatch": ("DeleteMessage",),
    "sqs.ChangeMessageVisibilityBatch": ("ChangeMessageVisibility",),
    "sns.PublishBatch": ("Publish",),
    "rds.GenerateDbAuthToken": ("rds-db:connect",),
    "lambda.Invoke": ("InvokeFunction",),
    "lambda.InvokeAsync": ("InvokeFunction",),
    "dynamodb.BatchWriter": ("BatchWriteItem",),
    "dynamodb.TransactGetItems": ("GetItem",),
    "dynamodb.TransactWriteItems": ("ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"),
    "bedrock-runtime.Converse": ("InvokeModel",),
    "bedrock-runtime.ConverseStream": ("InvokeModelWithResponseStream",),
    "apigatewaymanagementapi.PostToConnection": ("ManageConnections",),
    "apigatewaymanagementapi.GetConnection": ("ManageConnections",),
    "apigatewaymanagementapi.DeleteConnection": ("ManageConnections",),
}
COLLECTION = frozenset({"all", "filter", "limit", "page_size", "pages"})


class Model(msgspec.Struct, frozen=True):
    """What is taken over from boto3.

    Attributes:
        resources: by service and type ('' for the service itself), each member with the operation
            that it is and the type that it gives; collections end in ``[]``.
    """

    prefixes: dict[str, str]
    resources: dict[str, dict[str, dict[str, tuple[str, str]]]]
    spellings: dict[str, str]
    waiters: dict[str, str]


@cache
def model() -> Model:
    """Read the model: once, and only for a monolith that calls AWS."""
    return msgspec.convert(json.loads(MODEL.read_text("utf-8")), Model)


def actions_of(service: str, operation: str) -> tuple[str, ...]:
    """Return the actions that an operation needs, as IAM spells them: ``s3:PutObject``."""
    prefix = PREFIXES.get(service) or model().prefixes.get(service, service)
    names = ACTIONS.get(f"{service}.{operation}", (operation,))
    return tuple(name if ":" in name else f"{prefix}:{name}" for name in names)


def operation_of(service: str, method: str) -> str:
    """Return the operation that a method of a client calls: ``put_object`` -> ``PutObject``."""
    plain = "".join(word.capitalize() for word in method.split("_"))
    return model().spellings.get(f"{service}.{method}", plain)


def waited_for(service: str, waiter: str) -> str:
    """Return the operation that a waiter asks again and again; empty where it is not known."""
    return model().waiters.get(f"{service}.{waiter}", "")


def operations_of_resource(service: str, members: list[str]) -> tuple[str, ...] | None:
    """Return what the last of a chain of members does: ``Bucket``, ``objects``, ``delete``.

    None where the service, or a member of it, is not known.
    """
    types = model().resources.get(service)
    if types is None:
        return None
    done: tuple[str, ...] = ()
    here = collection = ""
    for member in members:
        done = ()
        if collection:
            done, collection = _of_collection(types, here, collection, member)
            continue
        known = types[here].get(member)
        if known is None and not here and member in types:
            known = ("", member)  # a service has all of its resources
        many = types[here].get(f"{member}[]")
        if many is not None:
            collection, here = many[0], many[1]
        elif known is not None:
            done, here = (known[0],) if known[0] else (), known[1] or here
        elif f"{service}.{_plain(member)}" in ACTIONS:
            done = (_plain(member),)  # what boto3 adds: ``upload_file``
        else:
            return None
    return done


def _of_collection(
    types: dict[str, dict[str, tuple[str, str]]], item: str, listing: str, member: str
) -> tuple[tuple[str, ...], str]:
    """Return what a method of a collection does, and what is still a collection after it."""
    if member in COLLECTION:
        return (listing,), listing
    batch = types[item].get(f"[].{member}")
    return ((listing, batch[0]) if batch else ()), ""


def _plain(method: str) -> str:
    return "".join(word.capitalize() for word in method.split("_"))
