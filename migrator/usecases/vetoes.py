"""What forbids to extract a service as it is planned, unless a person accepts it."""

from collections.abc import Iterator, Sequence

import msgspec

from migrator.errors import PlanError
from migrator.model.extraction import Concern, Extraction
from migrator.model.findings import Category, Finding, Suppression
from migrator.model.ownership import covers, service_of_table
from migrator.model.plan import MigrationPlan
from migrator.model.program import AccessMode, Program
from migrator.model.reach import module_of

TRANSACTION = "data/transaction-across"
TABLE = "data/table-written-across"
IMPORT = "package/dynamic-import"
OPTION = "--waive"


def find_vetoes(
    made: Extraction, program: Program, plan: MigrationPlan | None
) -> tuple[Concern, ...]:
    """Find, among the findings that count, those that a reviewer would send back.

    A transaction that writes tables of several services; a write to a table that another service
    owns; a module of the service that imports what cannot be seen. Services that are only
    proposed have no borders yet: of these only the last is one.
    """
    service = made.selection.service
    written = _written(made, program)
    foreign = set()
    for table in program.tables if plan else ():
        owner = service_of_table(table.name, plan) if plan else None
        if owner and owner.name != service.name and table.name in written:
            foreign.add(table.location)

    def forbids(finding: Finding) -> bool:
        match finding.rule:
            case rule if rule == TRANSACTION:
                return finding.category is Category.MANDATORY
            case rule if rule == TABLE:
                return finding.location in foreign
            case rule if rule == IMPORT:
                module = module_of(finding.function)
                return any(covers(prefix, module) for prefix in service.modules)
        return False

    return tuple(c for c in made.concerns if c.finding.counts and forbids(c.finding))


def _written(made: Extraction, program: Program) -> frozenset[str]:
    """Name the tables that the service's own modules write."""
    handlers = {module_of(point.handler) for point in made.selection.entry_points}
    own = (*made.selection.service.modules, *handlers)
    return frozenset(
        access.table
        for access in program.accesses
        if access.mode is AccessMode.WRITE
        and any(covers(prefix, module_of(access.function)) for prefix in own)
    )


def waive(concerns: Sequence[Concern], reason: str) -> tuple[Concern, ...]:
    """Accept what would forbid an extraction, for the reason on the command line."""
    mark = Suppression("command", reason, OPTION)
    return tuple(
        msgspec.structs.replace(
            concern, finding=msgspec.structs.replace(concern.finding, suppression=mark)
        )
        if concern.finding.counts and concern.finding.rule in {TRANSACTION, TABLE, IMPORT}
        else concern
        for concern in concerns
    )


def refuse_vetoes(made: Extraction) -> None:
    """Refuse what is forbidden.

    Raises:
        PlanError: with each reason, its place, and the waivers that would allow it.
    """
    if not made.vetoes:
        return
    reasons = "\n".join(
        f"  {c.finding.location}: {c.finding.message} ({c.finding.rule})" for c in made.vetoes
    )
    waivers = "\n".join(_waivers(made.vetoes))
    raise PlanError(
        f"{made.selection.service.name} should not leave as it is planned:\n{reasons}",
        hint=f'repair it, plan otherwise, or accept it: {OPTION} "why" for this once, or for good '
        f"in migration.yaml:\nwaivers:\n{waivers}",
    )


def _waivers(vetoes: Sequence[Concern]) -> Iterator[str]:
    for concern in vetoes:
        finding = concern.finding
        has_symbol = ":" in finding.function and finding.rule != TABLE
        place = f"{finding.location} in {finding.function}" if has_symbol else finding.location
        yield f"  - rule: {finding.rule}\n    place: {place}\n    reason: why it may be so"
