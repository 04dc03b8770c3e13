"""What is said of a plan: its metrics, those of a plain division, and the order to move in."""

import msgspec

from migrator.model.location import Location


class PlanMetrics(msgspec.Struct, frozen=True):
    """How well services keep together what belongs together.

    Attributes:
        services: how many have entry points or modules.
        modularity: Newman's, of the affinity graph: 0 is chance, more is better.
        calls: call sites from service to service; what is shared travels along and crosses none.
        calls_share: their share of the call sites of services.
        inter_partition: the same of pairs of functions, each with the logarithm of its calls.
        two_writers: tables that several services write, sorted.
        entropy: mean over tables of the entropy of which services use it, in nats.
        spanning: transactions that write tables of several services, by place.
        transactions: how many transactions write at all.
        balance: 1 where all services have 5 to 20 entry points; less the farther they are off.
        cycles: services that call each other in a circle.
    """

    services: int = 0
    modularity: float = 0.0
    calls: int = 0
    calls_share: float = 0.0
    inter_partition: float = 0.0
    two_writers: tuple[str, ...] = ()
    entropy: float = 0.0
    spanning: tuple[Location, ...] = ()
    transactions: int = 0
    balance: float = 1.0
    cycles: tuple[tuple[str, ...], ...] = ()


class Rank(msgspec.Struct, frozen=True):
    """A service in the order in which to move them.

    Attributes:
        difficulty: what the reasons sum up to; the least goes first.
        reasons: in words, what makes it easy or hard.
    """

    service: str
    difficulty: float
    reasons: tuple[str, ...]


class Grouping(msgspec.Struct, frozen=True):
    """A plan, judged.

    Attributes:
        louvain: the metrics of a plain Louvain division of the modules, to compare with.
        order: which service to move first.
    """

    metrics: PlanMetrics = PlanMetrics()
    louvain: PlanMetrics = PlanMetrics()
    order: tuple[Rank, ...] = ()
