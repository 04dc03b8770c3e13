"""Check: whether monolith, plan and services still fit together."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from migrator.errors import PlanError
from migrator.generation.crossings import find_crossings
from migrator.generation.locking import Drift, find_drift
from migrator.generation.ratchet import CONFIGURATIONS, PREFIX, read_ratchets
from migrator.generation.source import Source
from migrator.model.check import Checked, Kind, Problem
from migrator.model.location import Location
from migrator.model.program import Program
from migrator.model.slice_lock import PATH, SliceLock, load_lock
from migrator.model.strict_yaml import parse
from migrator.usecases.check_deployment import SERVICES, find_connections, find_resources
from migrator.usecases.drift import find_drift as find_changes
from migrator.usecases.edited import read_edited
from migrator.usecases.source import Located

UNPLANNED = "entry-point-without-service"
SAYS = {
    UNPLANNED: "belongs to no service",
    "table-without-owner": "belongs to no service",
    "call-without-mode": "is called by another service, and the plan does not say how",
    "entry-point-gone": "is in the plan, but not in the monolith",
    "module-gone": "is in the plan, but not in the monolith",
    "table-gone": "is in the plan, but not in the monolith",
    "call-gone": "is in the plan, but not in the monolith",
    "constraint-gone": "is in the plan, but not in the monolith",
}


def check(
    program: Program, source: Source, located: Located, *, today: date | None = None
) -> Checked:
    """Look at everything that a later change can break.

    Args:
        program: the monolith as it is.
        source: its files.
        located: where it is, and its plan; services lie beside the plan.
        today: None where no waiver has an end.
    """
    folder = located.plan_file.parent
    services = tuple(sorted(path.parent.parent for path in folder.glob(f"{SERVICES}/*/{PATH}")))
    problems = [
        *_plan(program, located),
        *_waivers(located, today),
        *_imports(program, source, located),
        *(problem for service in services for problem in _drift(service, source)),
        *find_resources(folder),
        *find_connections(located),
    ]
    return Checked(tuple(path.name for path in services), tuple(sorted(problems)))


def _plan(program: Program, located: Located) -> Iterator[Problem]:
    """Tell what `migrate plan --check` tells."""
    if located.plan is None:
        return
    file = located.plan_file
    for change in find_changes(program, located.plan, read_edited(file), file=file.name):
        yield Problem(
            Kind.ROUTE if change.kind == UNPLANNED else Kind.PLAN,
            change.service,
            change.place or Location(file.name, 1),
            change.name,
            f"{change.name} {SAYS.get(change.kind, change.kind)}",
            change.remedy,
        )


def _waivers(located: Located, today: date | None) -> Iterator[Problem]:
    if located.plan is None or today is None:
        return
    nodes = parse(read_edited(located.plan_file), file=str(located.plan_file)).at("waivers")
    for waiver, node in zip(located.plan.waivers, nodes.items if nodes else (), strict=True):
        if waiver.until and date.fromisoformat(waiver.until) < today:
            yield Problem(
                Kind.WAIVER,
                "",
                Location(located.plan_file.name, node.line),
                waiver.rule,
                f"the waiver of {waiver.rule} at {waiver.place} ended on {waiver.until}",
                f"repair it, or decide anew: {waiver.reason}",
            )


def _imports(program: Program, source: Source, located: Located) -> Iterator[Problem]:
    for folder in dict.fromkeys((located.plan_file.parent.resolve(), located.source.resolve())):
        for name in CONFIGURATIONS:
            file = folder / name
            for ratchet in read_ratchets(name, read_edited(file)) if file.is_file() else ():
                crossings = find_crossings(program, source, ratchet.protected)
                for broken in ratchet.broken_by(crossings):
                    yield Problem(
                        Kind.IMPORT,
                        ratchet.service,
                        broken.location,
                        f"{broken.importer} -> {broken.imported}",
                        f"{broken.importer} imports {broken.imported}, which moved to "
                        f"{ratchet.service}",
                        "ask the service, or take what both need out of it; or allow it in the "
                        f"contract {PREFIX}{ratchet.service} of {name}",
                    )


def _drift(service: Path, source: Source) -> Iterator[Problem]:
    file = f"{SERVICES}/{service.name}/{PATH}"
    try:
        lock = load_lock(read_edited(service / PATH), file=file)
    except PlanError as error:
        place = Location(file, 1)
        yield Problem(
            Kind.LOCK, service.name, place, file, str(error), error.hint or "restore it from git"
        )
        return
    for drift in find_drift(lock, source):
        yield _drifted(lock, drift)


def _drifted(lock: SliceLock, drift: Drift) -> Problem:
    what = drift.what
    if drift.is_gone:
        text = f"{what} is gone from the monolith; {lock.service} has a copy"
    elif what.endswith(":"):
        text = f"a statement of {what.removesuffix(':')} changed since {lock.service} left"
    else:
        text = f"{what} changed since {lock.service} left"
    return Problem(
        Kind.DRIFT,
        lock.service,
        drift.location,
        what,
        text,
        f"migrate extract --update {lock.service}",
    )
