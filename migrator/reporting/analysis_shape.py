"""The public JSON of ``migrate analyze``, as types; the JSON Schema is derived from them.

Add to them freely; rename or remove nothing without saying so in the changelog.
"""

import msgspec

from migrator.model.acceptance import Use
from migrator.model.findings import Category, State, Verdict


class ReachShape(msgspec.Struct, frozen=True):
    """What an entry point may run or touch; ``functions`` counts them."""

    functions: int
    tables_read: tuple[str, ...]
    tables_written: tuple[str, ...]
    settings: tuple[str, ...]
    aws: tuple[str, ...]
    hosts: tuple[str, ...]
    tasks: tuple[str, ...]


class EffortShape(msgspec.Struct, frozen=True):
    """Effort points; a rule counts once at each place, accepted findings do not count."""

    mandatory: int
    optional: int
    potential: int
    total: int


class EvidenceShape(msgspec.Struct, frozen=True):
    """A finding that decides a verdict, with a shortest call chain from that entry point."""

    rule: str
    file: str
    line: int
    chain: tuple[str, ...]


class DerivationShape(msgspec.Struct, frozen=True):
    """What a verdict follows from.

    Attributes:
        evidence: the gravest of the findings that decide it.
        deciding: how many findings decide it.
        mandatory: how many findings of each category the entry point reaches.
        accepted: how many more it reaches that a comment or waiver accepts.
        reason: what decides where no finding does: of commands, which stay; empty else.
    """

    evidence: tuple[EvidenceShape, ...]
    deciding: int
    mandatory: int
    optional: int
    potential: int
    accepted: int
    reason: str


class DurationsShape(msgspec.Struct, frozen=True):
    """How long requests took, in seconds."""

    p50: float
    p95: float
    p99: float
    longest: float


class EntryTrafficShape(msgspec.Struct, frozen=True):
    """The requests of an entry point, as access logs have them.

    Attributes:
        peak_rate: requests per second during the busiest minute; null where no time is known.
        statuses: the share of each class of answers, ``{"2xx": 0.98, "5xx": 0.02}``.
        durations: null where no duration is known.
        largest_response: in bytes; null where no size is known.
    """

    requests: int
    peak_rate: float | None
    statuses: dict[str, float]
    durations: DurationsShape | None
    largest_response: int | None


class Common(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """What every kind of entry point has, after what is its own.

    Attributes:
        found_by: ``static``, or ``both`` where the running application lists it as well.
        because: the derivation as a sentence.
        traffic: only with ``--traffic``.
    """

    handler: str
    file: str
    line: int
    framework: str
    found_by: str
    verdict: Verdict
    because: str
    derivation: DerivationShape
    effort: EffortShape
    reaches: ReachShape
    traffic: EntryTrafficShape | msgspec.UnsetType = msgspec.UNSET


class HttpEntry(Common, frozen=True, tag="http"):
    """One method on one path; ``name`` is the framework's own name of the route."""

    method: str
    path: str
    declared: str
    name: str


class TaskEntry(Common, frozen=True, tag="task"):
    """A task that a queue worker runs."""

    name: str


class ScheduleEntry(Common, frozen=True, tag="schedule"):
    """A task that a clock starts; ``expression`` is empty where AWS has no equivalent."""

    expression: str
    declared: str
    task: str


class WebsocketEntry(Common, frozen=True, tag="websocket"):
    """A path that upgrades to a websocket."""

    path: str


class CommandEntry(Common, frozen=True, tag="command"):
    """A command line that operators run."""

    name: str


EntryPointShape = HttpEntry | TaskEntry | ScheduleEntry | WebsocketEntry | CommandEntry


class LeftOutShape(msgspec.Struct, frozen=True):
    """Files (or folders, as a whole) that are not analyzed; ``examples`` are some of them."""

    reason: str
    count: int
    examples: tuple[str, ...]


class SourceShape(msgspec.Struct, frozen=True):
    """What was analyzed; ``unparsed`` counts files that are not valid Python."""

    root: str
    files: int
    lines: int
    unparsed: int
    left_out: tuple[LeftOutShape, ...] = ()


class BusinessFunctionShape(msgspec.Struct, frozen=True):
    """A function that handlers reach and that uses nothing of the web framework.

    Attributes:
        called_from: the number of call sites.
    """

    function: str
    file: str
    line: int
    called_from: int


class TableShape(msgspec.Struct, frozen=True):
    """A database table with the functions that read and write it."""

    name: str
    model: str
    file: str
    line: int
    readers: tuple[str, ...]
    writers: tuple[str, ...]


class PlaceShape(msgspec.Struct, frozen=True):
    """A line of the source."""

    file: str
    line: int


class AcceptedShape(msgspec.Struct, frozen=True):
    """Why a finding does not count: a comment (``inline``) or a ``waiver`` accepts it."""

    kind: str
    reason: str
    place: str
    until: str


class FindingShape(msgspec.Struct, frozen=True, kw_only=True):
    """One rule that matched at one place, with who reaches it and a shortest call chain.

    Attributes:
        state: only with ``--baseline``.
        was: only where it is ``moved``.
        accepted: only where somebody accepted it.
    """

    rule: str
    category: Category
    effort: int
    message: str
    file: str
    line: int
    function: str
    entry_points: tuple[str, ...]
    chain: tuple[str, ...]
    state: State | msgspec.UnsetType = msgspec.UNSET
    was: PlaceShape | msgspec.UnsetType = msgspec.UNSET
    accepted: AcceptedShape | msgspec.UnsetType = msgspec.UNSET


class GoneShape(msgspec.Struct, frozen=True):
    """A finding of the earlier report that is no more."""

    rule: str
    category: Category
    message: str
    file: str
    line: int
    function: str


class BaselineShape(msgspec.Struct, frozen=True):
    """How many findings are what, against the earlier report."""

    new: int
    unchanged: int
    moved: int
    gone: int


class WaiverShape(msgspec.Struct, frozen=True):
    """A waiver, or a comment in the source (``inline``), and what became of it.

    Attributes:
        use: ``used``, ``unused``, ``expired`` or ``invalid``.
        findings: how many it accepts; how many it would, where it is past its date.
    """

    kind: str
    rule: str
    place: str
    use: Use
    reason: str
    until: str
    findings: int
    message: str


class UnresolvedShape(msgspec.Struct, frozen=True):
    """Something that is there but that static analysis could not read."""

    reason: str
    file: str
    line: int


class ServiceShape(msgspec.Struct, frozen=True):
    """A proposed service, or a person's own where migration.yaml exists."""

    name: str
    modules: tuple[str, ...]
    entry_points: tuple[str, ...]
    owns: tuple[str, ...]
    reads: tuple[str, ...]
    effort: EffortShape


class MetricsShape(msgspec.Struct, frozen=True):
    """How well a division keeps together what belongs together (docs/grouping.md).

    Attributes:
        calls: call sites from service to service; ``calls_share`` of those of all services.
        inter_partition: the same of calling pairs, each with the logarithm of its calls.
        two_writers: tables that several services write.
        entropy: mean over tables of the entropy of which services use it, in nats.
        spanning: transactions that write tables of several services, of ``transactions`` in all.
        balance: 1 where all services have 5 to 20 entry points.
        cycles: services that call each other in a circle.
    """

    services: int
    modularity: float
    calls: int
    calls_share: float
    inter_partition: float
    two_writers: tuple[str, ...]
    entropy: float
    spanning: tuple[PlaceShape, ...]
    transactions: int
    balance: float
    cycles: tuple[tuple[str, ...], ...]


class RankShape(msgspec.Struct, frozen=True):
    """A service in the order in which to move them, the easiest first."""

    service: str
    difficulty: float
    reasons: tuple[str, ...]


class GroupingShape(msgspec.Struct, frozen=True):
    """The services, judged; ``louvain`` is a plain division of the modules to compare with."""

    metrics: MetricsShape
    louvain: MetricsShape
    order: tuple[RankShape, ...]


class LiveRouteShape(msgspec.Struct, frozen=True):
    """A route of the running application; ``file`` is empty where a package brings it."""

    kind: str
    method: str
    declared: str
    handler: str
    file: str
    line: int


class LiveShape(msgspec.Struct, frozen=True):
    """What only the running application, or only its source, knows (``--app``)."""

    application: str
    framework: str
    routes: int
    only_live: tuple[LiveRouteShape, ...]
    only_static: tuple[str, ...]


class LogFileShape(msgspec.Struct, frozen=True):
    """An access log; ``garbage`` counts those of its lines that are no request."""

    name: str
    format: str
    lines: int
    garbage: int


class GarbageLineShape(msgspec.Struct, frozen=True):
    """A line that is no request."""

    file: str
    text: str


class UnmatchedPathShape(msgspec.Struct, frozen=True):
    """A path that no entry point has."""

    method: str
    path: str
    requests: int


class TrafficShape(msgspec.Struct, frozen=True):
    """What access logs have beside the traffic of each entry point (``--traffic``).

    Attributes:
        requests: all of them; ``unmatched_requests`` are those that match no entry point.
        unmatched: the most frequent of their paths.
        garbage: the first lines of each file that are no request.
        first: the time of the earliest request, empty where unknown; ``last`` of the latest.
    """

    files: tuple[LogFileShape, ...]
    requests: int
    unmatched_requests: int
    unmatched: tuple[UnmatchedPathShape, ...]
    garbage: tuple[GarbageLineShape, ...]
    first: str
    last: str


class AnalysisShape(msgspec.Struct, frozen=True):
    """The whole document; ``schema`` counts incompatible changes.

    Attributes:
        waivers: all waivers and comments, used or not.
        baseline: only with ``--baseline``, as ``gone``.
        live: only with ``--app``.
        traffic: only with ``--traffic``.
    """

    schema: int
    source: SourceShape
    entry_points: tuple[EntryPointShape, ...]
    business_functions: tuple[BusinessFunctionShape, ...]
    tables: tuple[TableShape, ...]
    findings: tuple[FindingShape, ...]
    unresolved: tuple[UnresolvedShape, ...]
    services: tuple[ServiceShape, ...]
    effort: EffortShape
    waivers: tuple[WaiverShape, ...]
    grouping: GroupingShape
    baseline: BaselineShape | msgspec.UnsetType = msgspec.UNSET
    gone: tuple[GoneShape, ...] | msgspec.UnsetType = msgspec.UNSET
    live: LiveShape | msgspec.UnsetType = msgspec.UNSET
    traffic: TrafficShape | msgspec.UnsetType = msgspec.UNSET
