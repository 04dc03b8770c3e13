"""Drift: hold the monolith against its plan, for ``migrate plan --check`` in CI."""

from collections.abc import Iterator

from migrator.errors import ConstraintError
from migrator.grouping import Study, propose
from migrator.grouping.crossings import add_crossings
from migrator.grouping.pulls import Places
from migrator.grouping.tables import find_owners
from migrator.model.drift import Change
from migrator.model.location import Location
from migrator.model.ownership import service_of_entry_point
from migrator.model.plan import MigrationPlan
from migrator.model.program import Program
from migrator.model.strict_yaml import parse
from migrator.usecases.gone import find_gone

ADD = "run `migrate plan`: it adds it to {0}"


def find_drift(
    program: Program, plan: MigrationPlan, text: str, *, file: str
) -> tuple[Change, ...]:
    """List what a plan does not know yet, then what it names and the monolith no longer has.

    ``text`` is the plan as it is written in ``file``; empty where there is none.
    """
    study = Study(program)
    news = [*find_unplanned(program, plan, study), *_tables(program, plan)]
    news += _calls(plan, study)
    return (*news, *find_gone(program, parse(text, file=file), file))


def find_unplanned(program: Program, plan: MigrationPlan, study: Study) -> Iterator[Change]:
    """Yield the entry points that no service of the plan has."""
    listed = {label for service in plan.services for label in service.entry_points}
    places = {e.label: e.location for e in reversed(program.entry_points)}
    missing = sorted({*places} - listed)
    if not missing:
        return
    try:
        proposed = propose(program, plan, study=study)
    except ConstraintError:
        proposed = plan
    for label in missing:
        service = service_of_entry_point(label, proposed)
        name = service.name if service else ""
        remedy = ADD.format(name) if name else "list it in entry_points of a service"
        yield Change("entry-point-without-service", label, name, places[label], remedy)


def _tables(program: Program, plan: MigrationPlan) -> Iterator[Change]:
    owned = {table for service in plan.services for table in service.owns}
    owners = find_owners(program, plan)
    for table in program.tables:
        owner = owners[table.name]
        if table.name not in owned and owner:
            remedy = f"list it in owns of {owner}, which has most to do with it, or of another one"
            yield Change("table-without-owner", table.name, owner, table.location, remedy)


def _calls(plan: MigrationPlan, study: Study) -> Iterator[Change]:
    """Yield calls between services that have no mode; a plan that lists none is not asked."""
    if not any(service.calls for service in plan.services):
        return
    places = Places(study, plan)
    for old, new in zip(plan.services, add_crossings(study, plan).services, strict=True):
        for call in new.calls[len(old.calls) :]:
            remedy = f"run `migrate plan`: it adds it to calls of {old.name} as {call.mode}"
            place = _first_call(study.program, places, old.name, call.to)
            yield Change("call-without-mode", call.to, old.name, place, remedy)


def _first_call(program: Program, places: Places, service: str, to: str) -> Location | None:
    """Find where a service calls a function, or what is written inside it."""
    found = (
        call.location
        for call in program.calls
        if (call.callee == to or call.callee.startswith(f"{to}."))
        and places.service_of(call.caller) == service
    )
    return min(found, default=None)
