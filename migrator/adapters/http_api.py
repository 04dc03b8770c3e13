"""A real HTTP API of API Gateway: compare its routes with those wanted, change them, ask it.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from migrator.adapters import aws
from migrator.errors import ToolError
from migrator.model.cutover import Cutover
from migrator.routing.backends.http_api import (
    NOT_MADE_YET,
    Existing,
    find_calls,
    find_strangers,
    shares,
)


class HttpApi:
    """Validates without a network; changes and asks over it."""

    def validate(self, cutover: Cutover) -> None:
        """Let botocore check the calls that would make everything anew.

        Raises:
            ToolError: boto3 is missing, or refuses.
        """
        client = _client(cutover)
        for call in find_calls(cutover, Existing((), ())):
            aws.check(client, call.operation, call.arguments)

    def calls(self, cutover: Cutover) -> tuple[str, ...]:
        """Say which calls `take_over` would make."""
        found = find_calls(cutover, _existing(cutover))
        return tuple(f"{one.operation} {one.what}" for one in found)

    def take_over(self, cutover: Cutover, run_dir: Path, changed: Collection[str]) -> None:  # noqa: ARG002 - as of all
        """Change the routes that differ, each by one call: no request is between two.

        Raises:
            ToolError: somebody else has one of the routes, or AWS refuses.
        """
        client, existing = _client(cutover), _existing(cutover)
        if strangers := find_strangers(cutover, existing):
            raise ToolError(
                f"the API {cutover.facade.api} has routes of others: {', '.join(strangers)}",
                hint="remove them, or take the routes out of cutover.yaml",
            )
        made: dict[str, str] = {}
        for call in find_calls(cutover, existing):
            arguments = {**call.arguments}
            target = str(arguments.get("Target", ""))
            if target.startswith(NOT_MADE_YET):
                arguments["Target"] = made[target.removeprefix(NOT_MADE_YET)]
            answer = aws.call(client, call.operation, arguments)
            if call.operation == "CreateIntegration":
                made[call.what] = f"integrations/{answer['IntegrationId']}"

    def effective(self, cutover: Cutover, run_dir: Path) -> Mapping[str, float] | None:  # noqa: ARG002 - as of all
        """Read out of the API which routes go to a service."""
        return shares(cutover, _existing(cutover))


def _existing(cutover: Cutover) -> Existing:
    client, api = _client(cutover), cutover.facade.api
    return Existing(
        aws.pages(client, "get_integrations", "Items", ApiId=api),
        aws.pages(client, "get_routes", "Items", ApiId=api),
    )


def _client(cutover: Cutover) -> aws.Client:
    return aws.client("apigatewayv2", cutover.facade.region)
