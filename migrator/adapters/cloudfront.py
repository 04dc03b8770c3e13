"""A real CloudFront Function and its KeyValueStore: change what differs, ask what is stored.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions-kvp.html
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from migrator.adapters import aws
from migrator.model.cutover import Cutover
from migrator.routing.backends import cloudfront

REGION = "us-east-1"  # where CloudFront is managed
AT_ONCE = 50  # keys of one update
_RUNTIME = "cloudfront-js-2.0"
_NOT_THERE = "NoSuchFunctionExists"
_METHODS = {"GetFunction": "get_function", "DescribeFunction": "describe_function"}


class _Update(msgspec.Struct, frozen=True):
    """What differs between a store and what is wanted of it."""

    puts: Mapping[str, str]
    deletes: tuple[str, ...]


class CloudFront:
    """Validates without a network; changes and asks over it."""

    def validate(self, cutover: Cutover) -> None:
        """Let botocore check the calls that would make everything anew.

        Raises:
            ToolError: boto3 is missing, or refuses.
        """
        aws.check(_client(), "CreateFunction", _creation(cutover))
        for chunk in _chunks(_Update(cloudfront.entries(cutover), ())):
            arguments = {"KvsARN": cutover.facade.store, "IfMatch": "-", **chunk}
            aws.check(_store(), "UpdateKeys", arguments)

    def calls(self, cutover: Cutover) -> tuple[str, ...]:
        """Say which calls `take_over` would make."""
        update = _update(cutover)
        found = [f"UpdateKeys put {key!r}" for key in update.puts]
        found += [f"UpdateKeys delete {key!r}" for key in update.deletes]
        if _code(cutover) != cloudfront.function(cutover):
            is_new = _version(cutover) is None
            found.append(f"{'Create' if is_new else 'Update'}Function {cutover.facade.function}")
            found.append(f"PublishFunction {cutover.facade.function}")
        return tuple(found)

    def take_over(self, cutover: Cutover, run_dir: Path, changed: Collection[str]) -> None:  # noqa: ARG002 - as of all
        """Put the entries that differ, then publish the function where its code differs.

        Raises:
            ToolError: AWS refuses; the calls before have had their effect.
        """
        for chunk in _chunks(_update(cutover)):
            described = aws.call(_store(), "DescribeKeyValueStore", _arn(cutover))
            arguments = {**_arn(cutover), "IfMatch": described["ETag"], **chunk}
            aws.call(_store(), "UpdateKeys", arguments)
        if _code(cutover) != cloudfront.function(cutover):
            _publish(cutover)

    def effective(self, cutover: Cutover, run_dir: Path) -> Mapping[str, float] | None:  # noqa: ARG002 - as of all
        """Read the shares out of the store; all are 0 where no function is published."""
        found = cloudfront.shares(_stored(cutover)) if _code(cutover) is not None else {}
        return {route.id: found.get(route.id, 0) for route in cutover.routes}


def _publish(cutover: Cutover) -> None:
    """Create or update the function, then publish it; each step names the version before it."""
    client, arguments = _client(), _creation(cutover)
    if (version := _version(cutover)) is None:
        aws.call(client, "CreateFunction", arguments)
    else:
        aws.call(client, "UpdateFunction", {**arguments, "IfMatch": version})
    published = {"Name": cutover.facade.function, "IfMatch": _version(cutover)}
    aws.call(client, "PublishFunction", published)


def _creation(cutover: Cutover) -> dict[str, Any]:
    store = {"Quantity": 1, "Items": [{"KeyValueStoreARN": cutover.facade.store}]}
    return {
        "Name": cutover.facade.function,
        "FunctionConfig": {
            "Comment": "migrate cutover",
            "Runtime": _RUNTIME,
            "KeyValueStoreAssociations": store,
        },
        "FunctionCode": cloudfront.function(cutover).encode(),
    }


def _code(cutover: Cutover) -> str | None:
    """Return the published code, None where nothing is published."""
    answer = _of_function(cutover, "GetFunction", "LIVE")
    code: bytes = answer["FunctionCode"].read() if answer else b""
    return code.decode() if answer else None


def _version(cutover: Cutover) -> str | None:
    """Return the version that a change has to name, None where there is no function."""
    answer = _of_function(cutover, "DescribeFunction", "DEVELOPMENT")
    return str(answer["ETag"]) if answer else None


def _of_function(cutover: Cutover, operation: str, stage: str) -> dict[str, Any] | None:
    from botocore.exceptions import ClientError  # noqa: PLC0415 - an extra, and slow to load

    client = _client()
    with aws.told(operation):
        try:
            asked = {"Name": cutover.facade.function, "Stage": stage}
            answer: dict[str, Any] = getattr(client, _METHODS[operation])(**asked)
        except ClientError as error:
            if error.response["Error"]["Code"] == _NOT_THERE:
                return None
            raise
    return answer


def _update(cutover: Cutover) -> _Update:
    wanted, stored = cloudfront.entries(cutover), _stored(cutover)
    puts = {key: value for key, value in wanted.items() if stored.get(key) != value}
    ours = (key for key in stored if key.startswith(cloudfront.PREFIX))
    return _Update(puts, tuple(key for key in ours if key not in wanted))


def _chunks(update: _Update) -> Iterator[dict[str, Any]]:
    """Split an update; a key is one or the other, so that a change of one route is one call."""
    changes: list[tuple[str, dict[str, str]]] = [
        ("Puts", {"Key": key, "Value": value}) for key, value in update.puts.items()
    ]
    changes += [("Deletes", {"Key": key}) for key in update.deletes]
    for start in range(0, len(changes), AT_ONCE):
        chunk: dict[str, Any] = {"Puts": [], "Deletes": []}
        for kind, change in changes[start : start + AT_ONCE]:
            chunk[kind].append(change)
        yield {kind: found for kind, found in chunk.items() if found}


def _stored(cutover: Cutover) -> Mapping[str, str]:
    found = aws.pages(_store(), "list_keys", "Items", KvsARN=cutover.facade.store)
    return {one["Key"]: one["Value"] for one in found}


def _arn(cutover: Cutover) -> dict[str, str]:
    return {"KvsARN": cutover.facade.store}


def _client() -> aws.Client:
    return aws.client("cloudfront", REGION)


def _store() -> aws.Client:
    return aws.client("cloudfront-keyvaluestore", REGION)
