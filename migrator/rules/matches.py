"""Where in a program the condition of a rule holds, before asking who reaches the place."""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache

import msgspec

from migrator.model.location import Location
from migrator.model.program import (
    Command,
    EntryPoint,
    ExternalCall,
    HttpRoute,
    Program,
    QueueTask,
    Schedule,
    Websocket,
)
from migrator.rules.rule import CallOf, EntryPointOf, ImportOf, StateOf, When

KINDS = {
    HttpRoute: "http",
    QueueTask: "task",
    Schedule: "schedule",
    Websocket: "websocket",
    Command: "command",
}


class Match(msgspec.Struct, frozen=True, order=True):
    """A place where a condition holds.

    Attributes:
        name: what was found there: the external name, the module's name, the label.
        functions: where it happens; whoever reaches one of them is affected.
    """

    location: Location
    name: str
    functions: tuple[str, ...]


def find_matches(when: When, program: Program) -> tuple[Match, ...]:
    """Find every place where any condition of ``when`` holds, sorted."""
    found: set[Match] = set()
    for condition in when.call:
        found.update(_calls(condition, program))
    if when.import_:
        found.update(_imports(when.import_, program))
    if when.module_state:
        found.update(_states(when.module_state, program))
    if when.entry_point:
        found.update(_entry_points(when.entry_point, program.entry_points))
    return tuple(sorted(found))


def _calls(condition: CallOf, program: Program) -> Iterator[Match]:
    for call in program.external_calls:
        if _named(call.name, condition.name) and _arguments_match(condition, call):
            yield Match(call.location, call.name, (call.function,))


def _arguments_match(condition: CallOf, call: ExternalCall) -> bool:
    if condition.without_keyword:
        # **options may hold the keyword: what cannot be known is not reported.
        return not {condition.without_keyword, "**"}.intersection(call.keywords)
    wanted = condition.argument
    if wanted is None:
        return True
    values = (value for name, value in call.constants if name in wanted.name)
    return any(re.search(wanted.matches, value) for value in values)


def _imports(condition: ImportOf, program: Program) -> Iterator[Match]:
    for module in program.modules:
        for external in module.externals:
            if _named(external, condition.name):
                yield Match(Location(module.file, 1), external, (f"{module.name}:",))


def _states(condition: StateOf, program: Program) -> Iterator[Match]:
    for state in program.module_state:
        if state.writers and state.kind in condition.kind:
            yield Match(state.location, state.name, state.writers)


def _entry_points(condition: EntryPointOf, entry_points: Iterable[EntryPoint]) -> Iterator[Match]:
    for entry_point in entry_points:
        if KINDS[type(entry_point.trigger)] in condition.kind:
            yield Match(entry_point.location, entry_point.label, (entry_point.handler,))


@cache
def _named(name: str, patterns: tuple[str, ...]) -> bool:
    """Remembered: a monolith calls few names often, and each is asked for every rule."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)
