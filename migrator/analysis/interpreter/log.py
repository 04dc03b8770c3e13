"""What the interpreter saw happen at the border of the project: the log that recognizers read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from operator import itemgetter
from typing import TYPE_CHECKING

from migrator.analysis.interpreter import drf
from migrator.analysis.interpreter.relationships import Relation, Relationships
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    FunctionValue,
    Instance,
    Scope,
    Value,
    Values,
)
from migrator.model import facts
from migrator.model.location import Location
from migrator.model.program import Call

if TYPE_CHECKING:
    from migrator.analysis.interpreter.django_relations import Relations


Chain = tuple[tuple[Location, str], ...]  # a call, and the calls that lead to it, with who calls


@dataclass(frozen=True, slots=True)
class AdminUrls:
    """URLs that a class of the project adds to the pages of a model on an admin site.

    Attributes:
        site: None for Django's own.
        path: where they start, below the site; None where the model is not known.
        event: what registers the class.
    """

    site: Instance | None
    path: str | None
    urls: Values
    event: Event


@dataclass(slots=True)
class Log:
    """Everything that was seen, in the order in which it was seen.

    Attributes:
        calls: calls inside the project, for what a function reaches: who calls a name reaches
            all that decorators made of it, and what it hands out.
        edges: calls as they happen, caller and callee by name: also of what others define.
        scopes: what each module bound, by its name.
        modules: the facts of each module that was run, by its name.
        find: names the module that a string means, which may be spelled from a source root.
        documents: texts of files beside the source, by their path.
        lookups: how a router of the project spells the objects of a view set.
        curtailed: functions that were not run for all the different objects they are given.
        cut_loops: functions, or bodies of modules, whose loops in loops were not all unrolled.
        settings_classes: classes whose objects read their fields from the environment.
        shared: what libraries hold for all the project, as the project leaves it.
        attribute_writes: attributes of objects that are set, under their names, which are empty
            where they are computed.
        loads: relationships that are read of an object, and where.
        alike: calls that were taken to give what another gave, by the place of that other call
            and what is called there.
        relations: the models of Django's and how they point at each other, once all are there.
        requested: what the project puts on Django's requests, by the attribute.
        followed: fields of models through which objects were got, each with who read it where.
        stand_ins: functions that decorators of the project put in place of others.
    """

    events: list[Event] = field(default_factory=list)
    calls: set[Call] = field(default_factory=set)
    edges: set[tuple[str, str]] = field(default_factory=set)
    functions: dict[str, FunctionValue] = field(default_factory=dict)
    classes: dict[str, ClassValue] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)
    modules: dict[str, facts.ModuleFacts] = field(default_factory=dict)
    find: Callable[[str], str] = str
    curtailed: set[str] = field(default_factory=set)
    cut_loops: set[str] = field(default_factory=set)
    lookups: dict[tuple[Value, Value], Values] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    constructions: list[tuple[ClassValue, str, Location]] = field(default_factory=list)
    attribute_writes: list[Event] = field(default_factory=list)
    loads: dict[tuple[Relation, Location, tuple[Location, ...]], Event] = field(
        default_factory=dict
    )
    alike: dict[tuple[Location, str], dict[Chain, None]] = field(default_factory=dict)
    table_names: dict[ClassValue, Values] = field(default_factory=dict)
    relationships: Relationships = field(init=False)
    settings_classes: set[ClassValue] = field(default_factory=set)
    shared: dict[str, Values] = field(default_factory=dict)
    admin_urls: list[AdminUrls] = field(default_factory=list)
    relations: Relations | None = None
    requested: dict[str, Values] = field(default_factory=dict)
    followed: set[tuple[Instance, str, Location]] = field(default_factory=set)
    stand_ins: set[str] = field(default_factory=set)
    _by_member: dict[str, list[tuple[int, Event]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.relationships = Relationships(self.classes)

    def having(self, *members: str) -> Iterator[Event]:
        """Yield the events whose names end in one of ``members``, in order.

        Asked after ``settle``, from when on no events are added.
        """
        if not self._by_member:
            for position, event in enumerate(self.events):
                self._by_member.setdefault(event.member, []).append((position, event))
        groups = [self._by_member.get(member, []) for member in dict.fromkeys(members)]
        for _, event in groups[0] if len(groups) == 1 else merge(*groups, key=itemgetter(0)):
            yield event

    def router_routes(self) -> Values:
        """Return the list of routes that all routers of Django REST framework share."""
        return self.shared.setdefault("routes", drf.routes())

    def settle(self) -> None:
        """Drop what was seen with unknown arguments where it was also seen with known ones."""
        known = {event.location for event in self.events if event.stack}
        functions = {event.function for event in self.events if event.stack}
        self.events = [
            event
            for event in self.events
            if event.stack or event.location not in known or event.function not in functions
        ]

    def named(self, dotted: str) -> Scope | None:
        """Return what the module bound that a string names; None where there is no such module."""
        return self.scopes.get(self.find(dotted))

    def bound_at(self, holder: str, name: str) -> Location:
        """Return where a module (``package.module:``) or class binds a name, else its start."""
        cls = self.classes.get(holder)
        module = self.modules.get(holder.partition(":")[0])
        body = cls.definition.body if cls else module.body if module else ()
        file = cls.file if cls else module.file if module else ""
        lines = [
            statement.line
            for statement in flat(body)
            if isinstance(statement, facts.Assign)
            and any(isinstance(t, facts.Name) and t.id == name for t in statement.targets)
        ]
        return Location(file, lines[0] if lines else 1)

    def speakers(self, event: Event, *, is_generic: bool) -> tuple[str, ...]:
        """Return the functions to which a fact belongs.

        A helper such as ``get_setting(name)`` reads another key for each caller: where one place
        was seen with several constants (``is_generic``), the fact is that of its callers; not of
        a decorator's function around it, which calls many others as well.
        """
        if not is_generic:
            return (event.function,)
        seen = (self._speaker(one) for one in (event, *self.repetitions(event)))
        return tuple(dict.fromkeys(seen))

    def _speaker(self, event: Event) -> str:
        callers = (name for name in event.callers if name not in self.stand_ins)
        return next(callers, event.function)

    def callers(self, event: Event, *, depth: int) -> tuple[str, ...]:
        """Return the functions that are ``depth`` calls away from what happens; 0 is its own.

        Who calls a function for what another caller has called it for is one of them; who calls
        the innermost for it is in ``repetitions``.
        """
        level = min(depth, len(event.callers)) - 1
        if level < 0:
            return (event.function,)
        if level == 0:
            return (event.callers[0],)
        alike = self.alike.get((event.stack[level], event.callers[level - 1]), ())
        return tuple(dict.fromkeys((event.callers[level], *(chain[0][1] for chain in alike))))

    def repetitions(self, event: Event) -> Iterator[Event]:
        """Yield an event anew for each call that was taken to give what its own call gave."""
        if event.stack:
            for chain in self.alike.get((event.stack[0], event.function), ()):
                again = Event(event.name, event.function, event.location, receiver=event.receiver)
                again.stack = tuple(place for place, _ in chain)
                again.callers = tuple(owner for _, owner in chain)
                yield again


def flat(body: tuple[facts.Statement, ...]) -> Iterator[facts.Statement]:
    """Yield the statements of a body and of the branches in it."""
    for statement in body:
        yield statement
        if isinstance(statement, facts.Branch):
            for block in statement.blocks:
                yield from flat(block)
