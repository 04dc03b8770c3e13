"""``aws``: an AWS API is called."""

from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index, is_named
from migrator.rules.match import Match


class AwsOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call of the AWS SDK, by IAM action: ``cloudwatch:Put*``.

    Attributes:
        is_unbound: only calls whose resource is no constant.
    """

    action: tuple[str, ...]
    is_unbound: bool = False


def find(condition: AwsOf, index: Index) -> Iterator[Match]:
    """Yield the calls."""
    for one in index.program.aws_calls:
        if condition.is_unbound and one.resource:
            continue
        if is_named(one.action, condition.action):
            yield Match(one.location, one.action, (one.function,), one.resource)
