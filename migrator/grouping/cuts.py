"""The cut list of a service: the edges to break, the least effort first."""

from collections.abc import Callable, Iterable, Iterator

from migrator.grouping.homes import homes_of
from migrator.grouping.pulls import Places
from migrator.grouping.separation import CLIENT, PLACE, Terms, separate
from migrator.grouping.study import Study
from migrator.grouping.ties import node_of_table
from migrator.grouping.uses import Use, Uses
from migrator.model.cuts import Cut, CutList
from migrator.model.location import Location
from migrator.model.ownership import longest_prefix, service_of_module
from migrator.model.plan import CallMode, MigrationPlan
from migrator.model.program import AccessMode
from migrator.model.reach import module_of

# Points for each thing, and for each place where it is met.
TABLE = {AccessMode.READ: 2, AccessMode.WRITE: 5}
TRANSACTION = 5
KEY = 1
HIDDEN = {"signal": 3, "session-key": 2}  # others 1

Side = frozenset[str]


class Cutter:
    """Makes the cut lists of the services of a plan."""

    def __init__(self, study: Study, plan: MigrationPlan) -> None:
        self._study, self._plan = study, plan
        self._program = study.program
        self._uses = Uses(study)
        self._places = Places(study, plan)
        names = {*homes_of(study.program, plan), *self._uses.users}
        self._homes = {name: self._places.service_of(name) for name in sorted(names)}
        self._shared = {m.name for m in study.program.modules if _is_shared(m.name, plan)}
        self._owners = {table: s.name for s in plan.services for table in s.owns}
        listed = {label: s.name for s in plan.services for label in s.entry_points}
        self._answering = {
            e.handler: listed.get(e.label, "") for e in reversed(study.program.entry_points)
        }

    def of(self, service: str) -> CutList:
        """List what to cut of one service."""
        out = self._side(service)
        cuts = [*self._code(out, service, is_outgoing=True), *self._around(out, service)]
        cuts += self._transactions(out, service)
        others = self._others(service)
        cuts += [*self._code(others, service, is_outgoing=False)]
        cuts += self._around(others, service, is_outgoing=False)
        order = sorted(cuts, key=lambda c: (c.effort, not c.is_outgoing, c.kind, c.target))
        return CutList(service, tuple(order))

    def modes(self, service: str) -> dict[str, CallMode]:
        """Say of each function of other services that a service calls whether it is copied."""
        side = self._side(service)
        found = {}
        for user in sorted(side):
            if self._home(user) == service:
                for use in self._uses.of(user):
                    if use.kind == "call" and self._home(use.used) not in {service, ""}:
                        is_inside = use.used in side
                        found[self._uses.whole(use.used)] = (
                            CallMode.INLINE if is_inside else CallMode.REMOTE
                        )
        return dict(sorted(found.items()))

    def _home(self, name: str) -> str:
        home = self._homes.get(name)
        return self._places.service_of(name) if home is None else home

    def _is_shared(self, name: str) -> bool:
        return module_of(name) in self._shared and not self._home(name)

    def _side(self, service: str) -> Side:
        """Name what runs in a service: its own, what is shared, and what is copied."""
        starts = {name for name, home in self._homes.items() if home == service}
        written = next(s for s in self._plan.services if s.name == service)
        wanted = {call.to: call.mode is CallMode.INLINE for call in written.calls}
        return self._separate(starts, is_foreign=lambda home: home != service, wanted=wanted)

    def _others(self, service: str) -> Side:
        """Name what runs outside of a service: all else, and what is copied from it."""
        starts = {
            name
            for name, home in self._homes.items()
            if home != service and not self._is_shared(name)
        }
        return self._separate(starts, is_foreign=lambda home: home == service)

    def _separate(
        self,
        starts: Iterable[str],
        *,
        is_foreign: Callable[[str], bool],
        wanted: dict[str, bool] | None = None,
    ) -> Side:
        def stays(name: str) -> bool:
            if self._is_shared(name) or not is_foreign(self._home(name)):
                return False
            tables = self._uses.written.get(name, ())
            owners = {owner for table in tables if (owner := self._owners.get(table))}
            return name in self._uses.handlers or any(map(is_foreign, owners))

        terms = Terms(self._is_shared, stays, self._uses.copying, wanted or {})
        return separate(self._uses, starts, terms)

    def _code(self, side: Side, service: str, *, is_outgoing: bool) -> Iterator[Cut]:
        """Yield what is called from afar, and what is copied, module by module."""
        crossing: dict[str, list[Use]] = {}
        copied: dict[str, set[str]] = {}
        for name in side:
            if self._is_copied(name, service, is_outgoing=is_outgoing):
                copied.setdefault(module_of(name), set()).add(name)
            for use in self._uses.of(name):
                if not use.used.endswith(":") and not self._is_shared(use.used):
                    used = use.used if use.used in side else self._uses.whole(use.used)
                    crossing.setdefault(used, []).append(use)
        for used, uses in crossing.items():
            if used in side or not self._is_across(used, service, is_outgoing=is_outgoing):
                continue
            kinds = {use.kind for use in uses}
            kind = next(
                k for k in ("call", "inheritance", "model", "whole", "import") if k in kinds
            )
            places = _places(uses)
            calls = _places(use for use in uses if use.kind == "call")
            yield Cut(
                "call" if kind == "call" else "import" if kind == "import" else "inheritance",
                is_outgoing,
                used,
                self._services(used, uses, is_outgoing=is_outgoing),
                CLIENT + PLACE * len(calls),
                places,
            )
        for module, names in copied.items():
            uses = [
                use
                for name in names
                for use in crossing.get(name, ())
                if module_of(use.user) != module and use.kind != "whole"
            ]
            yield Cut(
                "code",
                is_outgoing,
                module,
                self._services(min(names), uses, is_outgoing=is_outgoing),
                sum(map(self._uses.copying, names)),
                _places(uses),
                tuple(sorted(names)),
                sum(map(self._uses.lines, names)),
            )

    def _is_copied(self, name: str, service: str, *, is_outgoing: bool) -> bool:
        if self._is_shared(name) or name.endswith(":"):
            return False
        return self._is_across(name, service, is_outgoing=is_outgoing)

    def _is_across(self, name: str, service: str, *, is_outgoing: bool) -> bool:
        """Tell whether something is on the other side by the plan."""
        return (self._home(name) != service) is is_outgoing

    def _services(self, used: str, uses: Iterable[Use], *, is_outgoing: bool) -> tuple[str, ...]:
        if is_outgoing:
            return tuple(filter(None, (self._home(used),)))
        own = self._home(used)
        return tuple(sorted({self._home(use.user) for use in uses} - {"", own}))

    def _around(self, side: Side, service: str, *, is_outgoing: bool = True) -> Iterator[Cut]:
        """Yield tables, foreign keys and hidden edges."""
        yield from self._accesses(side, service, is_outgoing=is_outgoing)
        yield from self._keys(service, is_outgoing=is_outgoing)
        yield from self._hidden(side, service, is_outgoing=is_outgoing)

    def _is_theirs(self, owner: str, service: str, *, is_outgoing: bool) -> bool:
        """Tell whether a table's owner is the other side."""
        return bool(owner) and (owner != service) is is_outgoing

    def _accesses(self, side: Side, service: str, *, is_outgoing: bool) -> Iterator[Cut]:
        found: dict[tuple[AccessMode, str], list[tuple[str, Location]]] = {}
        for access in self._program.accesses:
            owner = self._owners.get(access.table, "")
            if access.function in side and self._is_theirs(
                owner, service, is_outgoing=is_outgoing
            ):
                one = (self._home(access.function), access.location)
                found.setdefault((access.mode, access.table), []).append(one)
        for (mode, table), uses in found.items():
            places = tuple(sorted({place for _, place in uses}))
            users = {home for home, _ in uses} - {"", service}
            services = {self._owners[table]} if is_outgoing else users
            effort = TABLE[mode] + (len(places) if mode is AccessMode.WRITE else 0)
            yield Cut(mode.value, is_outgoing, table, tuple(sorted(services)), effort, places)

    def _keys(self, service: str, *, is_outgoing: bool) -> Iterator[Cut]:
        """Yield foreign keys from or to the tables of a service."""
        for table in self._program.tables:
            one = self._owners.get(table.name, "")
            for referred, line in table.references:
                other = self._owners.get(referred, "")
                mine, theirs = (one, other) if is_outgoing else (other, one)
                if mine == service and theirs not in {service, ""}:
                    place = Location(table.location.file, line)
                    name = f"{table.name} -> {referred}"
                    yield Cut("foreign-key", is_outgoing, name, (theirs,), KEY, (place,))

    def _hidden(self, side: Side, service: str, *, is_outgoing: bool) -> Iterator[Cut]:
        found: dict[tuple[str, str, str], list[tuple[str, Location]]] = {}
        handlers = self._study.material.handlers
        for edge in self._program.hidden_edges:
            if edge.kind in {"foreign-key", "implicit", "context-processor"}:
                continue
            target = handlers.get(edge.target, edge.target)
            is_table = edge.target in self._study.material.tables
            home = self._home(node_of_table(target) if is_table else target)
            home = self._answering.get(target, home)
            is_copied = self._is_copied(edge.source, service, is_outgoing=is_outgoing)
            if edge.source not in side or is_copied or edge.target in side:
                continue
            if self._is_theirs(home, service, is_outgoing=is_outgoing):
                key = (edge.kind, edge.key or edge.target, home)
                found.setdefault(key, []).append((self._home(edge.source), edge.location))
        for (kind, target, home), uses in found.items():
            places = tuple(sorted({place for _, place in uses}))
            services = {home} if is_outgoing else {user for user, _ in uses if user}
            effort = HIDDEN.get(kind, 1) + len(places) - 1
            yield Cut(kind, is_outgoing, target, tuple(sorted(services)), effort, places)

    def _transactions(self, side: Side, service: str) -> Iterator[Cut]:
        """Yield transactions that write tables of the service and of others."""
        for place, function, tables in self._study.facts.transactions:
            owners = {owner for table in tables if (owner := self._owners.get(table))}
            if service in owners and len(owners) > 1:
                others = tuple(sorted(owners - {service}))
                is_outgoing = function in side
                yield Cut(
                    "transaction", is_outgoing, function, others, TRANSACTION, (place,), tables
                )


def _is_shared(module: str, plan: MigrationPlan) -> bool:
    """Tell whether a module travels with each service that uses it."""
    is_listed = bool(longest_prefix(module, plan.shared))
    return is_listed and service_of_module(module, plan) is None


def _places(uses: Iterable[Use]) -> tuple[Location, ...]:
    return tuple(sorted({use.location for use in uses}))
