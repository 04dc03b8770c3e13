"""Calls of other hosts: through HTTP clients, protocols of the standard library, SDKs.

Where they stand in what libraries offer is in ``analysis/outbound_clients.py``.
"""

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import (
    Event,
    External,
    Instance,
    Items,
    Known,
    Values,
)
from migrator.analysis.outbound_clients import CLIENTS, KITS, LOCAL, Client, Kit
from migrator.analysis.speaking import spoken
from migrator.analysis.templates import hosts_of, templates_of
from migrator.model.effects import OutboundCall

COMPUTED = "computed"
# Objects that hold time-outs: ``httpx.Timeout(10, connect=5)``.
TIMEOUTS = {
    "httpx.Timeout": "timeout",
    "aiohttp.ClientTimeout": "total",
    "urllib3.Timeout": "total",
}
NAMES = ("[]", "()", "=")
MEMBERS = tuple(dict.fromkeys(name.rpartition(".")[2] for name in CLIENTS))
STARTS = frozenset(name.partition(".")[0] for name in KITS)


def find_calls(log: Log) -> Iterator[OutboundCall]:
    """Yield one fact per host, function and place; the host is empty where it is not known."""
    known = [
        (event, (host, _timeout(event, client)))
        for event in log.having(*MEMBERS)
        if (client := CLIENTS.get(event.name)) is not None
        for host in _hosts(event, client) or ("",)
    ]
    kits = [
        (event, (host, _kit_timeout(event, kit)))
        for event in log.events
        if event.name.partition(".")[0] in STARTS and (kit := _kit_of(event)) is not None
        for host in _kit_hosts(event, kit)
    ]
    told = {(event.location, host) for event, (host, _) in known if host}
    named = {location for location, _ in told}
    for event, function, (host, timeout) in spoken(log, [*known, *kits]):
        if host or event.location not in named:
            yield OutboundCall(host, event.name, function, event.location, timeout)


def _hosts(event: Event, client: Client) -> tuple[str, ...]:
    given = event.argument(*client.address) or ()
    if client.is_host:
        return _named(given)
    found = _addressed(given)
    if not found and client.base and event.origin is not None:
        found = _addressed(event.origin.argument(0, client.base) or ())
    return found


def _addressed(values: Values) -> tuple[str, ...]:
    """Return the hosts of URLs, also of a list of them."""
    found = [*hosts_of(values)]
    for value in values:
        if isinstance(value, Items):
            found += [host for item in value.items for host in hosts_of(item)]
    return tuple(dict.fromkeys(found))


def _named(values: Values) -> tuple[str, ...]:
    """Return hosts that are named by themselves, or with their port: ``("mail", 25)``."""
    first = [value.items[0] for value in values if isinstance(value, Items) and value.items]
    texts = templates_of((*values, *(one for item in first for one in item)))
    found = [text.rpartition("://")[2].partition(":")[0].partition("/")[0] for text in texts]
    return tuple(dict.fromkeys(host for host in found if host and "{" not in host))


def _timeout(event: Event, client: Client) -> str:
    position, keyword = client.timeout
    for where in (event, event.origin):
        given = where.argument(position if where is event else -1, keyword) if where else None
        if given is not None:
            return _seconds(given)
        if where is not None and "**" in where.keywords:
            return COMPUTED
    return client.default


def _seconds(values: Values) -> str:
    """Spell a time-out; ``None`` is none."""
    match values:
        case (Known(value=None),):
            return ""
        case (Known(value=constant),):
            return str(constant)
        case (Items(kind="tuple", items=items, is_whole=True),):
            parts = [_seconds(item) for item in items]
            return (
                COMPUTED
                if COMPUTED in parts
                else f"({', '.join(part or 'None' for part in parts)})"
            )
        case (Instance(kind=External(name=name), origin=Event() as made),) if name in TIMEOUTS:
            given = made.argument(0, TIMEOUTS[name])
            return COMPUTED if given is None else _seconds(given)
    return COMPUTED


def _kit_of(event: Event) -> Kit | None:
    """Return the SDK of which something is called that is no class, and no result of a result."""
    name = event.name
    if event.member[:1].isupper() or event.member in LOCAL or name.endswith(NAMES):
        return None
    parts = name.split(".")
    starts = (".".join(parts[:size]) for size in range(len(parts) - 1, 0, -1))
    return next((KITS[start] for start in starts if start in KITS), None)


def _kit_hosts(event: Event, kit: Kit) -> tuple[str, ...]:
    made = event.origin
    given = made.keywords.get(kit.base) if made is not None and kit.base else None
    if given is None or text_of(given) == "" or given == (Known(None),):
        return (kit.host,)
    return _addressed(given) or ("",)


def _kit_timeout(event: Event, kit: Kit) -> str:
    for where in (event, event.origin):
        if where is not None and (given := where.keywords.get(kit.timeout)) is not None:
            return _seconds(given)
    return kit.default
