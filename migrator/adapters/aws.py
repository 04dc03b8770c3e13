"""What the adapters of AWS share: clients, checks of requests without a network, errors.

The endpoint, the credentials and the region are those of the environment, as botocore reads them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from migrator.errors import ToolError

HINT = "install it with: pip install 'migrator[aws]'"

Client = Any  # boto3 makes these classes while it runs


def client(service: str, region: str | None = None) -> Client:
    """Return a client of boto3.

    Raises:
        ToolError: boto3 is missing, or has no region.
    """
    try:
        import boto3  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as error:
        raise ToolError("boto3 is missing, which speaks to AWS", hint=HINT) from error
    with told(f"{service} cannot be reached"):
        return boto3.client(service, region_name=region or None)


def check(of: Client, operation: str, arguments: Mapping[str, Any]) -> None:
    """Let botocore check the arguments of a call.

    Raises:
        ToolError: with botocore's own words.
    """
    from botocore.validate import ParamValidator  # noqa: PLC0415 - as above

    shape = of.meta.service_model.operation_model(operation).input_shape
    report = ParamValidator().validate(dict(arguments), shape)
    if report.has_errors():
        raise ToolError(f"botocore refuses {operation}: {report.generate_report()}")


def call(of: Client, operation: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - botocore's
    """Make a call by its name in the API.

    Raises:
        ToolError: with AWS's own words.
    """
    from botocore import xform_name  # noqa: PLC0415 - as above

    with told(operation):
        return getattr(of, xform_name(operation))(**arguments)


def pages(of: Client, operation: str, key: str, **arguments: str) -> list[Any]:
    """Return the items of all pages of a listing.

    Raises:
        ToolError: with AWS's own words.
    """
    with told(operation):
        found = of.get_paginator(operation).paginate(**arguments)
        return [item for page in found for item in page.get(key, ())]


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn errors of botocore into ours."""
    from botocore.exceptions import (  # noqa: PLC0415 - as above
        BotoCoreError,
        ClientError,
        MissingDependencyException,
    )

    try:
        yield
    except MissingDependencyException as error:
        raise ToolError(f"AWS, {what}: {error}", hint=HINT) from error
    except (BotoCoreError, ClientError) as error:
        raise ToolError(f"AWS, {what}: {error}") from error
