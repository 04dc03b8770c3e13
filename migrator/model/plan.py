"""migration.yaml as data: the monolith, its services, and what a person decided about them."""

from enum import StrEnum
from typing import Annotated

import msgspec

Count = Annotated[int, msgspec.Meta(ge=0)]


class Granularity(StrEnum):
    """How many Lambda functions a service has."""

    FUNCTION_PER_HANDLER = "function per handler"
    PER_SERVICE = "per service"


class ResponseStyle(StrEnum):
    """What a response body looks like after extraction (see the envelope in docs)."""

    LEGACY = "legacy"
    ENVELOPE = "envelope"
    NEGOTIATED = "negotiated"


class Handlers(StrEnum):
    """What answers: the reduced application, or views without it where that is proved."""

    HOSTED = "hosted"
    NATIVE = "native"


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
        handlers: ``native`` where views that provably use no more of the framework than the
            adapter models shall answer without it; all others stay hosted.
        memory: MB of each function; 0 for the usual one of the stage.
        timeout: seconds; API Gateway waits for 30.
        concurrency: how many requests it answers at a time, all its functions together; 0 for
            its share of ``database.connections``.
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
    handlers: Handlers = Handlers.HOSTED
    memory: Annotated[int, msgspec.Meta(ge=0, le=10240)] = 0
    timeout: Annotated[int, msgspec.Meta(ge=1, le=29)] = 29
    concurrency: Count = 0


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


class Database(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the database bears: each container of a function holds one connection.

    Attributes:
        connections: how many it accepts; 0 where that is not known.
        reserve: how many of them stay with the monolith, its workers and operators.
        proxy: whether RDS Proxy stands before it, which shares connections between containers.
    """

    connections: Count = 0
    reserve: Count = 0
    proxy: bool = False


class Pipeline(StrEnum):
    """What runs the pipeline of a service."""

    GITHUB = "github"
    GITLAB = "gitlab"


class Deployment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is common to the deployment of all services.

    Attributes:
        vpc: whether functions run in a VPC; subnets and security groups are parameters.
        kms: whether parameters are encrypted with a key of one's own; the key is a parameter.
        tags: of every resource, beside those of the service.
        pipelines: for which of them files are written.
    """

    vpc: bool = False
    kms: bool = False
    tags: dict[str, str] = {}
    pipelines: tuple[Pipeline, ...] = (Pipeline.GITHUB, Pipeline.GITLAB)


class MigrationPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of migration.yaml."""

    version: int = 1
    monolith: Monolith = Monolith()
    services: tuple[Service, ...] = ()
    shared: tuple[str, ...] = ()
    database: Database = Database()
    deployment: Deployment = Deployment()
    constraints: Constraints = Constraints()
    waivers: tuple[Waiver, ...] = ()
