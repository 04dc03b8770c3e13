"""How many containers may run: each holds one connection, and the database has only so many.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from migrator.errors import PlanError
from migrator.model.jobs import Jobs
from migrator.model.plan import Database, MigrationPlan, Service
from migrator.model.plan_file import NAME

NONE = Jobs()
LEAST_AT_A_TIME = 2  # of the event source of a queue
POOL_SIZE = 1  # connections of a container, see the private package


def allot(
    plan: MigrationPlan,
    service: Service,
    functions: Sequence[str],
    weights: Mapping[str, int],
    jobs: Jobs = NONE,
) -> dict[str, int]:
    """Give each function of a service its reserved concurrency; empty where nothing limits it.

    Args:
        plan: its ``database`` is the budget; its services share it.
        service: may be none of the plan's.
        functions: names, sorted.
        weights: how many entry points each service has; those without a ``concurrency`` of their
            own share what the others leave in this proportion.
        jobs: its tasks need two containers at least, each job of a clock takes one.

    Raises:
        PlanError: where the budget is spent, or is less than one for each function.
    """
    share = _share(plan, service, weights)
    if share is None:
        return {}
    least = dict.fromkeys(functions, 1)
    if jobs.queue:
        least[jobs.queue.name] = LEAST_AT_A_TIME
    once = {job.name: 1 for job in jobs.scheduled}
    spare = share - sum(least.values()) - len(once)
    if spare < 0:
        count = len(least) + len(once)
        raise PlanError(
            f"{NAME}: service {service.name!r} has {count} functions, but only {share} "
            f"connections: {_sum_of(plan.database)}, {len({*weights, service.name})} services",
            hint="write `granularity: per service` for it, or `concurrency: N` to give it more; "
            "or raise `database: {connections: …}`, or put RDS Proxy in front and write "
            "`proxy: true`",
        )
    each, more = divmod(spare, max(1, len(least)))
    shares = {
        name: count + each + (index < more) for index, (name, count) in enumerate(least.items())
    }
    return {**shares, **once}


def find_excess(limits: Mapping[str, Iterable[int | None]], database: Database) -> Iterator[str]:
    """Say where deployed services together may open more connections than the database has.

    Args:
        limits: the reserved concurrency of each function, by service; None where it has none.
        database: the budget.
    """
    if not database.connections or database.proxy:
        return
    given = {service: list(values) for service, values in sorted(limits.items())}
    for service, values in given.items():
        if None in values:
            yield (
                f"{values.count(None)} of {len(values)} functions of {service} have no "
                f"`reservedConcurrency`: {_sum_of(database)}, each container holds one"
            )
    sums = {service: sum(filter(None, values)) for service, values in given.items()}
    total = sum(sums.values()) * POOL_SIZE
    if total > _free(database):
        listed = ", ".join(f"{service} {count}" for service, count in sums.items())
        yield f"{total} containers may hold a connection each ({listed}): {_sum_of(database)}"


def _share(plan: MigrationPlan, service: Service, weights: Mapping[str, int]) -> int | None:
    database = plan.database
    if not database.connections or database.proxy:
        return service.concurrency or None
    fixed = {one.name: one.concurrency for one in (*plan.services, service) if one.concurrency}
    left = _free(database) - sum(fixed.values()) * POOL_SIZE
    if left < 0 or database.reserve > database.connections:
        raise PlanError(
            f"{NAME}: {sum(fixed.values())} requests at a time ({', '.join(sorted(fixed))}) need "
            f"more connections than there are: {_sum_of(database)}",
            hint="lower `concurrency` of services or `database: {reserve: …}`",
        )
    if service.name in fixed:
        return fixed[service.name]
    sharing = {name: weight for name, weight in weights.items() if name not in fixed}
    return left // POOL_SIZE * sharing[service.name] // max(1, sum(sharing.values()))


def _free(database: Database) -> int:
    return database.connections - database.reserve


def _sum_of(database: Database) -> str:
    kept = f" less {database.reserve} in reserve" if database.reserve else ""
    return f"the database has {database.connections}{kept}"
