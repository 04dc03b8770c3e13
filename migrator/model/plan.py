"""migration.yaml as data: the monolith, its services, and what a person decided about them."""

from enum import StrEnum

import msgspec


class Granularity(StrEnum):
    """How many Lambda functions a service has."""

    FUNCTION_PER_HANDLER = "function per handler"
    PER_SERVICE = "per service"


class ResponseStyle(StrEnum):
    """What a response body looks like after extraction (see the envelope in docs)."""

    LEGACY = "legacy"
    ENVELOPE = "envelope"
    NEGOTIATED = "negotiated"


class CallMode(StrEnum):
    """What becomes of a call of another service's code."""

    INLINE = "inline"
    REMOTE = "remote"


class Monolith(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the monolith is.

    Attributes:
        source: folder that holds the importable packages, relative to migration.yaml.
        application: ``module:create_app`` or ``module:app``; empty where none was found.
        requirements: its pinned dependencies, relative to ``source``.
        python: version of the Lambda runtime, ``3.12``.
        region: AWS region of the services.
    """

    source: str = "."
    application: str = ""
    requirements: str = "requirements.txt"
    python: str = "3.12"
    region: str = "eu-west-1"


class CrossingCall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A function of another service that this one calls.

    Attributes:
        to: its name, ``shop.billing.money:to_cents``.
        mode: ``inline`` where its code travels along, ``remote`` where a client is generated.
    """

    to: str
    mode: CallMode = CallMode.INLINE


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One service: what moves, what it owns, how it answers.

    Attributes:
        reads: tables of others that it uses, also those that it writes.
        shared: which of the shared packages it uses.
        calls: what it calls of other services.
    """

    name: str
    modules: tuple[str, ...] = ()
    entry_points: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    calls: tuple[CrossingCall, ...] = ()
    granularity: Granularity = Granularity.FUNCTION_PER_HANDLER
    response: ResponseStyle = ResponseStyle.LEGACY


class Pin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that belongs to a certain service.

    Attributes:
        name: a module or package, a function or class (``shop.mail:send``), or an entry point
            as it is listed (``GET /orders``).
    """

    name: str
    service: str


class Constraints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person wants of the grouping; modules by dotted name or prefix."""

    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    pinned: tuple[Pin, ...] = ()


class Waiver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that a person accepts.

    Attributes:
        place: a line, a line of a function, a function or class, or modules (``model.places``).
        until: the last day on which it holds, as an ISO date; empty where it has no end.
    """

    rule: str
    place: str
    reason: str
    until: str = ""


class MigrationPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of migration.yaml."""

    version: int = 1
    monolith: Monolith = Monolith()
    services: tuple[Service, ...] = ()
    shared: tuple[str, ...] = ()
    constraints: Constraints = Constraints()
    waivers: tuple[Waiver, ...] = ()
