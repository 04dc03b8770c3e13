"""``outbound``: another host is called."""

from collections.abc import Iterator

import msgspec

from migrator.rules.index import Index, compiled
from migrator.rules.match import Match


class OutboundOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call of another host.

    Attributes:
        client: what calls, ``requests.*``.
        host: the host, where it is constant.
        has_timeout: only calls with (true) or without (false) a time-out.
    """

    client: tuple[str, ...] = ("*",)
    host: tuple[str, ...] = ("*",)
    has_timeout: bool | None = None


def find(condition: OutboundOf, index: Index) -> Iterator[Match]:
    """Yield the calls."""
    for one in index.program.outbound_calls:
        if condition.has_timeout is not None and condition.has_timeout != bool(one.timeout):
            continue
        is_client = any(compiled(pattern).match(one.client) for pattern in condition.client)
        if is_client and any(compiled(pattern).match(one.host) for pattern in condition.host):
            yield Match(one.location, one.client, (one.function,), one.host)
