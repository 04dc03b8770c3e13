"""What a rule can ask, one module a condition.

A condition is a struct of what is asked (the words of a rule file) and a function ``find`` that
yields each ``Match`` in a program. To add one: write the module, add a field and a line here.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from migrator.rules.conditions import (
    accesses,
    assignments,
    aws_calls,
    calls,
    classes,
    config_keys,
    cycles,
    decorators,
    dependencies,
    edges,
    enqueues,
    entry_points,
    extents,
    files,
    hooks,
    hosts,
    imports,
    measurements,
    operations,
    parameters,
    reads,
    schedules,
    settings,
    states,
    tables,
    transactions,
)
from migrator.rules.index import Index
from migrator.rules.match import Match


class Conditions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Conditions of which any may hold; see the module of each."""

    call: tuple[calls.CallOf, ...] = ()
    import_: tuple[imports.ImportOf, ...] = msgspec.field(default=(), name="import")
    decorator: tuple[decorators.DecoratorOf, ...] = ()
    class_: tuple[classes.ClassOf, ...] = msgspec.field(default=(), name="class")
    parameter: tuple[parameters.ParameterOf, ...] = ()
    read: tuple[reads.ReadOf, ...] = ()
    assignment: tuple[assignments.AssignmentOf, ...] = ()
    setting: tuple[settings.SettingOf, ...] = ()
    environment: tuple[config_keys.EnvironmentOf, ...] = ()
    module_state: tuple[states.StateOf, ...] = ()
    entry_point: tuple[entry_points.EntryPointOf, ...] = ()
    schedule: tuple[schedules.ScheduleOf, ...] = ()
    enqueue: tuple[enqueues.EnqueueOf, ...] = ()
    hook: tuple[hooks.HookOf, ...] = ()
    table: tuple[tables.TableOf, ...] = ()
    access: tuple[accesses.AccessOf, ...] = ()
    transaction: tuple[transactions.TransactionOf, ...] = ()
    edge: tuple[edges.EdgeOf, ...] = ()
    reaches: tuple[extents.ReachesOf, ...] = ()
    cycle: tuple[cycles.CycleOf, ...] = ()
    aws: tuple[aws_calls.AwsOf, ...] = ()
    outbound: tuple[hosts.OutboundOf, ...] = ()
    write: tuple[files.WriteOf, ...] = ()
    file: tuple[operations.FileOf, ...] = ()
    dependency: tuple[dependencies.DependencyOf, ...] = ()
    traffic: tuple[measurements.TrafficOf, ...] = ()


# Keys of conditions that hold a regular expression; ``load`` says which are none.
EXPRESSIONS = frozenset(
    {"matches", "never", "path", "unless_path", "declared", "default", "versions"}
)
FINDERS: Mapping[str, Callable[[Any, Index], Iterator[Match]]] = {
    "call": calls.find,
    "import_": imports.find,
    "decorator": decorators.find,
    "class_": classes.find,
    "parameter": parameters.find,
    "read": reads.find,
    "assignment": assignments.find,
    "setting": settings.find,
    "environment": config_keys.find,
    "module_state": states.find,
    "entry_point": entry_points.find,
    "schedule": schedules.find,
    "enqueue": enqueues.find,
    "hook": hooks.find,
    "table": tables.find,
    "access": accesses.find,
    "transaction": transactions.find,
    "edge": edges.find,
    "reaches": extents.find,
    "cycle": cycles.find,
    "aws": aws_calls.find,
    "outbound": hosts.find,
    "write": files.find,
    "file": operations.find,
    "dependency": dependencies.find,
    "traffic": measurements.find,
}


def find_matches(conditions: Conditions, index: Index) -> tuple[Match, ...]:
    """Find every place where any of ``conditions`` holds, sorted."""
    found: set[Match] = set()
    for field, find in FINDERS.items():
        for condition in getattr(conditions, field):
            found.update(find(condition, index))
    return tuple(sorted(found))


def names_of(conditions: Conditions) -> tuple[str, ...]:
    """Name the conditions that are asked, as a rule file spells them."""
    return tuple(field.rstrip("_") for field in FINDERS if getattr(conditions, field))
