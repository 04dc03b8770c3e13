"""Facts of all modules -> ``Program``: interpret, recognize, sort."""

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from migrator.analysis import (
    crontabs,
    dependencies,
    operations,
    sqlalchemy_relations,
    sqlalchemy_tables,
)
from migrator.analysis.applications import find_applications
from migrator.analysis.business import find_functions
from migrator.analysis.constructs import (
    find_imports,
    find_inheritances,
    find_spans,
    find_written,
)
from migrator.analysis.documents import Documents
from migrator.analysis.hidden_edges import find_edges
from migrator.analysis.ignores import find_ignores
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.machine import Machine
from migrator.analysis.linked_state import find_state
from migrator.analysis.modules import Modules, describe
from migrator.analysis.recognizers import (
    ENQUEUERS,
    HOOKS,
    RECOGNIZERS,
    assignments,
    aws,
    django_edges,
    django_generic,
    django_orm,
    django_transactions,
    external,
    file_writes,
    outbound,
    settings,
    sql,
    sqlalchemy,
    sqlalchemy_transactions,
)
from migrator.analysis.recursion import room_for_recursion
from migrator.model import facts
from migrator.model.constructs import AttributeRead, Decoration, Parameter
from migrator.model.location import Location
from migrator.model.program import EntryPoint, Program, Schedule, Table, Unresolved

RECURSION = 20_000  # a call of the monolith is about a dozen calls of the interpreter's own

ACCESSES = (
    django_orm.find_accesses,
    django_generic.find_accesses,
)
Fact = TypeVar("Fact")


@room_for_recursion(RECURSION)
def build(
    root: str, modules: Iterable[facts.ModuleFacts], documents: Documents | None = None
) -> Program:
    """Link the modules and recognize what they do.

    Args:
        root: name of the analyzed folder.
        modules: facts of each file; those with ``error`` become ``Unresolved``.
        documents: what stands beside the source; recognizers find it in the log.
    """
    everything = sorted(modules, key=lambda module: module.file)
    known = Modules(everything, root)
    log = Machine(known).run()
    log.settle()
    log.documents = documents or {}
    doubts: set[Unresolved] = {
        Unresolved(module.error, Location(module.file, module.error_line))
        for module in everything
        if module.error
    }
    entry_points = _entry_points(log, known, doubts)
    schema = sqlalchemy_tables.Schema(log)
    modelled = _sorted(sqlalchemy_tables.find_tables(log, schema), doubts)
    tables = _tables(everything, (*modelled, *django_orm.find_tables(log)))
    touched = (
        *sqlalchemy.find_accesses(log, schema, modelled),
        *(access for find in ACCESSES for access in find(log)),
        *sql.find_accesses(everything, {table.name for table in tables}),
    )
    accesses = _sorted(touched, doubts)
    enqueues = _sorted((found for find in ENQUEUERS for found in find(log)), doubts)
    hidden = (
        *find_edges(log, known, entry_points, tables, accesses, enqueues),
        *django_edges.find_edges(log),
        *sqlalchemy_relations.find_edges(log, modelled),
    )
    calls = tuple(sorted(log.calls))
    written = tuple(find_written(known))
    configured = settings.Settings(log)
    return Program(
        root,
        modules=tuple(describe(module, known) for module in everything),
        functions=find_functions(log, calls, entry_points),
        calls=calls,
        edges=tuple(sorted(log.edges)),
        entry_points=entry_points,
        hooks=tuple(sorted({name for find in HOOKS for name in find(log)})),
        tables=tables,
        accesses=accesses,
        config_reads=_sorted(configured.reads(), doubts),
        aws_calls=_sorted(aws.find_calls(log), doubts),
        enqueues=enqueues,
        hidden_edges=_sorted(hidden, doubts),
        external_calls=_sorted(external.find_calls(log), doubts),
        module_state=find_state(known),
        external_imports=tuple(sorted(set(find_imports(known)))),
        decorations=_of_kind(Decoration, written),
        inheritances=tuple(sorted(set(find_inheritances(log)))),
        parameters=_of_kind(Parameter, written),
        attribute_reads=_of_kind(AttributeRead, written),
        assignments=_sorted(assignments.find_assignments(log), doubts),
        spans=tuple(sorted(find_spans(known))),
        outbound_calls=_sorted(outbound.find_calls(log), doubts),
        file_writes=_sorted(file_writes.find_writes(log), doubts),
        settings=_sorted(configured.assigned(), doubts),
        dependencies=_sorted(
            (*dependencies.find_dependencies(log.documents), *dependencies.find_in_setup(log)),
            doubts,
        ),
        operations=_sorted(operations.find_lines(log.documents), doubts),
        transactions=_sorted(
            (
                *django_transactions.find_transactions(log),
                *sqlalchemy_transactions.find_transactions(log),
            ),
            doubts,
        ),
        applications=tuple(sorted(set(find_applications(log)), key=lambda app: app.name)),
        unresolved=tuple(sorted(doubts)),
        unparsed=tuple(module.file for module in everything if module.error),
        lines=sum(module.lines for module in everything),
        ignores=tuple(find_ignores(everything)),
    )


def _entry_points(log: Log, modules: Modules, doubts: set[Unresolved]) -> tuple[EntryPoint, ...]:
    found: dict[tuple[str, str, str], EntryPoint] = {}

    def keep(points: Iterable[EntryPoint | Unresolved]) -> None:
        for point in points:
            if isinstance(point, Unresolved):
                doubts.add(point)
            else:
                trigger = point.trigger
                given = trigger.arguments if isinstance(trigger, Schedule) else ""
                found.setdefault((point.label, point.handler, given), point)

    for recognize in RECOGNIZERS:
        keep(recognize(log))
    # What crontabs start are commands that the others found.
    keep(crontabs.find_schedules(log.documents, modules.by_name, tuple(found.values())))
    return tuple(found[key] for key in sorted(found))


def _tables(
    modules: list[facts.ModuleFacts], through_models: tuple[Table, ...]
) -> tuple[Table, ...]:
    """Join the tables that classes declare with those that SQL text makes."""
    known = {table.name: table for table in sql.find_tables(modules)}
    known |= {table.name: table for table in through_models}
    return tuple(known[name] for name in sorted(known))


def _of_kind(kind: type[Fact], found: Iterable[object]) -> tuple[Fact, ...]:
    return tuple(sorted({fact for fact in found if isinstance(fact, kind)}))  # type: ignore[type-var]


def _sorted(found: Iterable[Fact | Unresolved], doubts: set[Unresolved]) -> tuple[Fact, ...]:
    kept: set[Fact] = set()
    for fact in found:
        if isinstance(fact, Unresolved):
            doubts.add(fact)
        else:
            kept.add(fact)
    return tuple(sorted(kept, key=_order))


def _order(fact: object) -> tuple[object, ...]:
    """Return what facts of one kind are sorted by: their fields, of which some may be None."""
    fields = msgspec.structs.astuple(fact)  # type: ignore[arg-type]  # every fact is a struct
    return tuple((field is not None, field) for field in fields)
