"""``outbound``: another host is called."""

from collections.abc import Iterator
from itertools import groupby

import msgspec

from migrator.model.effects import OutboundCall
from migrator.rules.index import Index, is_named
from migrator.rules.match import Match


class OutboundOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call of another host.

    Attributes:
        client: what calls, ``requests.*``.
        host: the host, where it is constant.
        unless_host: not where it is one of these.
        once: each host once, at its first call, as a matter of all that call it.
        has_timeout: only calls with (true) or without (false) a time-out.
    """

    client: tuple[str, ...] = ("*",)
    host: tuple[str, ...] = ("*",)
    unless_host: tuple[str, ...] = ()
    once: bool = False
    has_timeout: bool | None = None


def find(condition: OutboundOf, index: Index) -> Iterator[Match]:
    """Yield the calls."""
    found = [one for one in index.program.outbound_calls if _is_so(condition, one)]
    if not condition.once:
        for one in found:
            yield Match(one.location, one.client, (one.function,), one.host)
        return
    for host, calls in groupby(sorted(found), key=lambda one: one.host):
        same = sorted(calls, key=lambda one: (one.location, one.client))
        functions = tuple(dict.fromkeys(one.function for one in same))
        yield Match(same[0].location, same[0].client, functions, host)


def _is_so(condition: OutboundOf, one: OutboundCall) -> bool:
    if condition.has_timeout is not None and condition.has_timeout != bool(one.timeout):
        return False
    return (
        is_named(one.client, condition.client)
        and is_named(one.host, condition.host)
        and not is_named(one.host, condition.unless_host)
    )
