"""A real Application Load Balancer: compare its rules with those wanted, change them, ask it.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/
"""

from collections.abc import Collection, Mapping
from pathlib import Path

from migrator.adapters import aws
from migrator.model.cutover import Cutover
from migrator.routing.backends.alb import rules
from migrator.routing.backends.alb.changes import TAG, Call, Existing, find_calls, shares

_TAGS_AT_ONCE = 20


class LoadBalancer:
    """Validates without a network; changes and asks over it."""

    def validate(self, cutover: Cutover) -> None:
        """Let botocore check the calls that would make all rules anew.

        Raises:
            ToolError: boto3 is missing, or refuses.
        """
        client = _client(cutover)
        for call in find_calls(cutover, rules(cutover), ()):
            aws.check(client, call.operation, call.arguments)

    def calls(self, cutover: Cutover) -> tuple[str, ...]:
        """Say which calls `take_over` would make."""
        return tuple(f"{one.operation} {one.what}" for one in _calls(cutover))

    def take_over(self, cutover: Cutover, run_dir: Path, changed: Collection[str]) -> None:  # noqa: ARG002 - as of all
        """Change the listener's rules where they differ.

        Raises:
            ToolError: AWS refuses; the calls before have had their effect.
        """
        client = _client(cutover)
        for call in _calls(cutover):
            aws.call(client, call.operation, call.arguments)

    def effective(self, cutover: Cutover, run_dir: Path) -> Mapping[str, float] | None:  # noqa: ARG002 - as of all
        """Read the shares out of the listener's rules."""
        return shares(cutover, _existing(cutover))


def _calls(cutover: Cutover) -> list[Call]:
    return find_calls(cutover, rules(cutover), _existing(cutover))


def _existing(cutover: Cutover) -> list[Existing]:
    client = _client(cutover)
    found = aws.pages(client, "describe_rules", "Rules", ListenerArn=cutover.facade.listener)
    found = [one for one in found if not one.get("IsDefault")]
    keys = {}
    for start in range(0, len(found), _TAGS_AT_ONCE):
        arns = [one["RuleArn"] for one in found[start : start + _TAGS_AT_ONCE]]
        answer = aws.call(client, "DescribeTags", {"ResourceArns": arns})
        for described in answer["TagDescriptions"]:
            tags = {tag["Key"]: tag["Value"] for tag in described["Tags"]}
            keys[described["ResourceArn"]] = tags.get(TAG, "")
    return [
        Existing(one["RuleArn"], int(one["Priority"]), keys.get(one["RuleArn"], ""), one)
        for one in found
    ]


def _client(cutover: Cutover) -> aws.Client:
    return aws.client("elbv2", cutover.facade.listener.split(":")[3])
