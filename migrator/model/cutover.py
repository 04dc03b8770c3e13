"""cutover.yaml as data: which routes exist, and who answers which share of each."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated

import msgspec

from migrator.model.evidence import Evidence
from migrator.model.plan import ResponseStyle

Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Duration = Annotated[str, msgspec.Meta(pattern=r"^[0-9]+(s|m|h|d)$")]
Moment = Annotated[str, msgspec.Meta(pattern=r"^([0-9]{2}:[0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2})$")]
Token = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]+$")]


class Mode(StrEnum):
    """Who answers a route."""

    MONOLITH = "monolith"
    SHADOW = "shadow"
    CANARY = "canary"
    SERVICE = "service"
    RETIRED = "retired"


class Backend(StrEnum):
    """What the facade is: a proxy that people run, or a router of AWS or Kubernetes."""

    ENVOY = "envoy"
    NGINX_LUA = "nginx-lua"
    NGINX = "nginx"
    HAPROXY = "haproxy"
    ALB = "alb"
    CLOUDFRONT = "cloudfront"
    HTTP_API = "http-api"
    GATEWAY_API = "gateway-api"

    @property
    def is_remote(self) -> bool:
        """Whether it is told over the network, and not by files that a program watches."""
        return self in {Backend.ALB, Backend.CLOUDFRONT, Backend.HTTP_API, Backend.GATEWAY_API}


class Facade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the facade is, and where it listens or which router it is.

    Attributes:
        admin_port: of a proxy, bound to loopback only.
        sticky: whether a visitor keeps the arm; else each request is drawn anew, which only
            ``alb`` and ``gateway-api`` do, by weights.
        listener: of ``alb``: the ARN of the listener whose rules are changed.
        first_priority: of ``alb``: the lowest priority that our rules get.
        function: of ``cloudfront``: the name of the function.
        store: of ``cloudfront``: the ARN of its KeyValueStore.
        api: of ``http-api``: the id of the API.
        region: of ``http-api``; else the environment's.
        gateway: of ``gateway-api``: ``namespace/name`` of the Gateway.
    """

    host: str = "127.0.0.1"
    port: Port = 8080
    admin_port: Port = 9901
    backend: Backend = Backend.ENVOY
    sticky: bool = True
    listener: str = ""
    first_priority: Annotated[int, msgspec.Meta(ge=1, le=50_000)] = 1000
    function: str = ""
    store: str = ""
    api: str = ""
    region: str = ""
    gateway: str = ""


class OriginKind(StrEnum):
    """What answers at an origin."""

    LOCAL = "local"
    FUNCTION_URL = "function-url"
    HTTP_API = "http-api"
    ALB = "alb"


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An address behind the facade, and what it is.

    Attributes:
        target_group: what it is for an Application Load Balancer: an ARN.
        distribution_origin: what it is for CloudFront: the id of an origin of the distribution.
    """

    url: str
    kind: OriginKind = OriginKind.LOCAL
    target_group: str = ""
    distribution_origin: str = ""


class Origins(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is behind the facade: the monolith, and each service by name; a text is a URL."""

    monolith: str | Origin
    services: Mapping[str, str | Origin] = {}

    @property
    def old(self) -> Origin:
        """The monolith."""
        return _origin(self.monolith)

    def new(self, service: str) -> Origin:
        """Where ``service`` answers."""
        return _origin(self.services[service])


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a visitor the same visitor again.

    Attributes:
        header: request header with the user's id; where it is absent the cookie counts.
        cookie: set by the facade on a visitor's first request to a ramped route.
    """

    header: Token = "x-user-id"
    cookie: Token = "cutover_id"


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


class Freeze(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """When nothing advances: a time of certain days, or a span of dates, both included.

    Attributes:
        start: ``16:00``, or a date, ``2026-12-20``.
        to: ``24:00`` at the latest, or a date.
        days: the days on which times count; none are all.
        timezone: of times and dates, as IANA names it.
    """

    start: Moment
    to: Moment
    days: tuple[Weekday, ...] = ()
    timezone: str = "UTC"


class Gate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What has to agree before a route advances: an address that answers 2xx, or a command.

    Attributes:
        name: how it is called in the history.
        webhook: gets the intended change as JSON by POST.
        command: words; gets the change as JSON on its standard input, and agrees by status 0.
    """

    name: str
    webhook: str = ""
    command: tuple[str, ...] = ()
    timeout: Duration = "10s"


class Event(StrEnum):
    """What somebody may be told about."""

    ADVANCE = "advance"
    ROLLBACK = "rollback"
    ASK = "ask"


class Notify(Gate, frozen=True, forbid_unknown_fields=True):
    """Whom to tell what was done, or what a person has to decide; nothing depends on the answer.

    Attributes:
        on: about what.
    """

    on: tuple[Event, ...] = tuple(Event)


Address = Annotated[str, msgspec.Meta(pattern=r"^https?://[^\s]+$")]


class Prometheus(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Counts of a Prometheus, or of what speaks its HTTP API.

    Each query returns a vector with the labels ``route`` (its id) and ``arm`` (``old`` or
    ``new``), for the last ``{seconds}`` seconds.

    Attributes:
        failed: has a value, 0 as well, for all that ``requests`` has one for.
        slow: which of the requests took too long; without it time has to be left out of the
            policy (``slow_margin: 1``).
        headers: such as ``Authorization``; ``$NAME`` in it is taken from the environment.
    """

    url: Address
    requests: str = "sum by (route, arm) (increase(cutover_requests_total[{seconds}s]))"
    failed: str = "sum by (route, arm) (increase(cutover_failures_total[{seconds}s]))"
    slow: str = ""
    headers: Mapping[str, str] = {}


class CloudWatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Counts of CloudWatch: metrics with a dimension for the route and one for the arm.

    Attributes:
        requests: name of the metric that counts all; ``failed`` and ``slow`` as of Prometheus.
        endpoint: where it is not that of the region.
    """

    namespace: str
    region: str = ""
    requests: str = "Requests"
    failed: str = "Failures"
    slow: str = ""
    route_dimension: str = "Route"
    arm_dimension: str = "Arm"
    endpoint: Address | None = None


class Sources(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where evidence comes from; the facade's access log where nothing is named.

    Attributes:
        lag: how late counts are: a window is read when it has been over for so long.
    """

    prometheus: Prometheus | None = None
    cloudwatch: CloudWatch | None = None
    lag: Duration = "30s"


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How ``advance`` and ``watch`` go through a ramp.

    Attributes:
        steps: the percentages.
        dwell: a step takes at least this long.
        patience: after this long without a decision a person is asked.
        minimum_requests: answers of the service that a step takes at least.
        error_margin: by how much more of the answers may fail (0.01: one of a hundred).
        slow_margin: by how much more may be slower than the monolith's 95th percentile; 1 leaves
            time out of it.
        alpha: the chance of a rollback without a reason, for one step of one route.
        window: failures of one visitor within it count once.
        gates: who else has to agree.
        notify: who is told afterwards.
        freeze: when nothing advances; rollbacks always happen.
    """

    steps: tuple[Percent, ...] = (1, 5, 25, 50, 100)
    dwell: Duration = "15m"
    patience: Duration = "24h"
    minimum_requests: Annotated[int, msgspec.Meta(ge=1)] = 300
    error_margin: Share = 0.01
    slow_margin: Share = 0.05
    alpha: Annotated[float, msgspec.Meta(gt=0, lt=0.5)] = 0.01
    window: Duration = "1m"
    gates: tuple[Gate, ...] = ()
    notify: tuple[Notify, ...] = ()
    freeze: tuple[Freeze, ...] = ()


class Route(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One method on one path template, and who answers it.

    Attributes:
        path: ``{name}`` stands for one segment, ``{name+}`` for the rest of the path.
        mode: ``monolith`` sends nobody to the service, ``shadow`` copies requests to it,
            ``canary`` sends ``percent`` of the visitors, ``service`` sends everybody, and so
            does ``retired``, where the monolith has no code for it any more: no way back.
        shadow_percent: the share of requests that are copied in mode ``shadow``.
        fallback: whether the monolith answers what a service does not, where that is safe.
    """

    id: Token
    method: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]+$")]
    path: Annotated[str, msgspec.Meta(pattern=r"^/[^?#\s]*$")]
    service: str
    mode: Mode = Mode.MONOLITH
    percent: Percent = 0
    response: ResponseStyle = ResponseStyle.LEGACY
    shadow_percent: Percent = 100
    fallback: bool = True

    @property
    def is_split(self) -> bool:
        """Whether some visitors are answered by the service and others are not."""
        return 0 < self.share < 100

    @property
    def falls_back(self) -> bool:
        """Whether the monolith may answer in place of the service: not where it has no code."""
        return self.fallback and self.mode is not Mode.RETIRED

    @property
    def share(self) -> float:
        """The percentage of visitors that the service really answers."""
        match self.mode:
            case Mode.SERVICE | Mode.RETIRED:
                return 100
            case Mode.CANARY:
                return self.percent
            case _:
                return 0


class Side(StrEnum):
    """Who runs a task or a schedule."""

    MONOLITH = "monolith"
    SERVICE = "service"


class Consumer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A task or a schedule, which one side runs, never both."""

    name: Annotated[str, msgspec.Meta(min_length=1)]
    service: str
    mode: Side = Side.MONOLITH


class Task(Consumer, frozen=True, forbid_unknown_fields=True):
    """A task.

    Attributes:
        queue: where the service takes it from; the service's name where empty.
    """

    queue: str = ""


class Cutover(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of cutover.yaml."""

    version: int
    origins: Origins
    facade: Facade = Facade()
    identity: Identity = Identity()
    policy: Policy = Policy()
    evidence: Sources = Sources()
    routes: tuple[Route, ...] = ()
    tasks: tuple[Task, ...] = ()
    schedules: tuple[Consumer, ...] = ()


class Author(msgspec.Struct, frozen=True):
    """Who changes something, when (UTC, ISO 8601) and why; ``evidence`` by route, where known."""

    who: str
    at: str
    reason: str = ""
    evidence: Mapping[str, Evidence] = {}


class RouteChange(msgspec.Struct, frozen=True):
    """What happened to a route: one line of the history.

    Attributes:
        at: instant in UTC, ISO 8601.
        action: the command, ``advance`` or ``rollback``.
        evidence: the numbers of the step that ended, None where no watcher saw it.
    """

    at: str
    who: str
    action: str
    route: str
    from_mode: Mode
    from_percent: float
    to_mode: Mode
    to_percent: float
    reason: str = ""
    evidence: Evidence | None = None


class Swap(msgspec.Struct, frozen=True):
    """One change of cutover.yaml: digests of the file before and after it."""

    before: str
    after: str
    author: Author
    changes: tuple[RouteChange, ...] = ()


def route_id(method: str, path: str, taken: Collection[str] = ()) -> str:
    """Name a route ``get-documents-document_id``; a number keeps it apart from ``taken`` ids."""
    words = re.findall(r"[A-Za-z0-9_]+", f"{method.lower()} {path}")
    name = "-".join(words if len(words) > 1 else [*words, "root"])
    number = 2
    unique = name
    while unique in taken:
        unique, number = f"{name}-{number}", number + 1
    return unique


def _origin(said: str | Origin) -> Origin:
    return said if isinstance(said, Origin) else Origin(said)


_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def seconds(duration: str) -> int:
    """Return how many seconds ``15m`` is."""
    return int(duration[:-1]) * _SECONDS[duration[-1]]
