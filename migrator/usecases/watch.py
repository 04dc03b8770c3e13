"""Watch a cutover: read what the facade logged, judge each ramp, and act on it."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import partial
from typing import Protocol

import msgspec
from msgspec.structs import replace

from migrator.model.cutover import Author, Cutover, Event, Mode, Policy, Route, seconds
from migrator.model.evidence import Position, Reading
from migrator.routing import evidence
from migrator.routing.decide import Decision, Outcome, decide
from migrator.routing.evidence import Step, instant_text
from migrator.routing.freeze import find_freeze, freeze_text
from migrator.routing.schedule import next_percent
from migrator.usecases import cutover as routes
from migrator.usecases.cutover import Outside, Place, Shift, Terms, attempt
from migrator.usecases.notices import Hooks, Notice, tell

WHO = "migrate cutover watch"


class Log(Protocol):
    """The facade's access log."""

    def end(self) -> Position:
        """Return the position behind all that is there."""

    def read(self, position: Position) -> Reading:
        """Return what stands behind ``position``."""


class Watch(msgspec.Struct, frozen=True):
    """Everything that a watcher knows: how far it read, and each ramp by the route's id."""

    position: Position
    steps: Mapping[str, Step] = {}


class Memory(Protocol):
    """Keeps what a watcher knows while none runs."""

    def load(self) -> Watch | None:
        """Return what was kept, None where there is nothing."""

    def save(self, watch: Watch) -> None:
        """Keep ``watch``; raise ToolError where that fails."""


class Way(StrEnum):
    """What a watcher may do by itself."""

    ACT = "act"
    ONLY_ROLL_BACK = "only roll back"
    ONLY_SAY = "only say"


class Seen(msgspec.Struct, frozen=True):
    """One route at one look.

    Attributes:
        decision: what the evidence says.
        done: what was done about it: ``25 % -> 50 %``; empty where nothing was.
        held_by: who or what kept a step back that the evidence allows.
    """

    route: Route
    step: Step
    decision: Decision
    done: str = ""
    held_by: tuple[str, ...] = ()


class Look(msgspec.Struct, frozen=True):
    """What one look found; ``warnings`` are things that failed and did not stop it."""

    routes: tuple[Seen, ...] = ()
    answers: int = 0
    garbage: int = 0
    warnings: tuple[str, ...] = ()


class Watcher:
    """Looks again and again; each look reads, judges, acts and remembers.

    Args:
        place: cutover.yaml and the facade's folder; the file is read anew at each look.
        outside: what a change of the routes needs.
        log: the evidence.
        memory: where the watcher's knowledge survives it.
        gates: reaches those who have to agree, and those who are told.
        way: what it may do by itself.
    """

    def __init__(
        self, place: Place, outside: Outside, log: Log, memory: Memory, gates: Hooks,
        way: Way = Way.ACT,
    ) -> None:  # fmt: skip
        self._place, self._outside = place, outside
        self._log, self._memory, self._gates = log, memory, gates
        self._way = way
        self._watch: Watch | None = None
        self._gaps: tuple[str, ...] = ()

    def look(self, now: float) -> Look:
        """Take one look at ``now``, in seconds since 1970.

        Raises:
            PlanError: cutover.yaml has mistakes.
            ToolError: there is nothing to begin with: the source of evidence cannot be asked.
        """
        warnings: list[str] = []
        _, cutover = routes.load(self._place.file)
        watch = self._watch or self._remembered(warnings)
        reading = self._read(watch.position, warnings)
        answers = defaultdict(list)
        for answer in reading.answers:
            answers[answer.route].append(answer)
        judged = []
        for route in cutover.routes:
            if route.mode in {Mode.MONOLITH, Mode.RETIRED}:
                continue
            step = _step(route, watch.steps.get(route.id), now)
            window = seconds(cutover.policy.window)
            step = evidence.after(step, answers[route.id], window=window)
            step = evidence.after_sums(step, reading.sums)
            judged.append(Seen(route, step, _judge(cutover.policy, route, step, now)))
        notices: list[Notice] = []
        acted = {
            seen.route.id: self._act(cutover, seen, now, warnings, notices)
            for seen in sorted(judged, key=_is_patient)
        }
        self._watch = Watch(reading.position, {name: one.step for name, one in acted.items()})
        attempt(partial(self._memory.save, self._watch), warnings)
        warnings += tell(cutover.policy, self._gates, notices)
        seen_routes = tuple(acted[one.route.id] for one in judged)
        count = len(reading.answers) + sum(
            one.old.requests + one.new.requests for one in reading.sums
        )
        return Look(seen_routes, count, reading.garbage, tuple(warnings))

    def _read(self, position: Position, warnings: list[str]) -> Reading:
        """Read what is new; where that fails, that is a gap as well."""
        found: list[Reading] = []
        failed = attempt(lambda: found.append(self._log.read(position)), warnings)
        if failed:
            found = [Reading(position=position, gaps=("the evidence cannot be read",))]
        else:
            warnings += found[0].gaps
        self._gaps = found[0].gaps
        return found[0]

    def _remembered(self, warnings: list[str]) -> Watch:
        """Go on where the last watcher ended, else begin behind all that was logged."""
        found: list[Watch | None] = []
        attempt(lambda: found.append(self._memory.load()), warnings)
        return next((one for one in found if one), None) or Watch(self._log.end())

    def _act(
        self, cutover: Cutover, seen: Seen, now: float, warnings: list[str],
        notices: list[Notice],
    ) -> Seen:  # fmt: skip
        route, decision = seen.route, seen.decision
        author = _author(cutover.policy, seen, now)
        match decision.outcome:
            case Outcome.ROLLBACK if self._way is not Way.ONLY_SAY:
                event = Event.ROLLBACK
                move = partial(routes.rollback, self._place, self._outside, author, route.id)
            case Outcome.ROLLBACK:
                return replace(seen, held_by=("nothing is done without being told",))
            case Outcome.ADVANCE if (percent := next_percent(cutover, route)) is not None:
                if held_by := tuple(self._obstacles(cutover.policy, route, percent, now)):
                    return replace(seen, held_by=held_by)
                event = Event.ADVANCE
                move = partial(
                    routes.advance, self._place, self._outside, author, route.id, percent,
                    Terms(as_seen=route),
                )  # fmt: skip
            case Outcome.ASK if not seen.step.is_asked:
                notices.append(Notice(Event.ASK, author, ((route.id, route.share, route.share),)))
                return replace(seen, step=replace(seen.step, is_asked=True))
            case _:
                return seen
        shifts: list[Shift] = []
        attempt(lambda: shifts.append(move()), warnings)
        for shift in shifts:
            warnings.extend(shift.warnings)
            notices.append(Notice.of(event, author, shift.changes))
        moves = [change for shift in shifts for change in shift.changes]
        done = ", ".join(f"{one.from_percent:g} % -> {one.to_percent:g} %" for one in moves)
        return replace(seen, done=done)

    def _obstacles(
        self, policy: Policy, route: Route, percent: float, now: float
    ) -> Iterator[str]:
        """Yield what keeps a step back; gates are asked only where nothing else does."""
        if self._way is not Way.ACT:
            yield f"a person: `migrate cutover advance {route.id} --to {percent:g}`"
            return
        if self._gaps:
            yield self._gaps[0]
            return
        moment = datetime.datetime.fromtimestamp(now, datetime.UTC)
        if freeze := find_freeze(policy, moment):
            yield f"the freeze {freeze_text(freeze)}"
            return
        change = {"route": route.id, "from": route.share, "to": percent}
        for gate in policy.gates:
            if objection := self._gates.ask(gate, change):
                yield f"gate {gate.name}: {objection}"


def _is_patient(seen: Seen) -> bool:
    """Sort what cannot wait first: a gate may take its time to answer."""
    return seen.decision.outcome is not Outcome.ROLLBACK


def _step(route: Route, known: Step | None, now: float) -> Step:
    """Go on with a step, or begin one: where the percentage or the clock was changed."""
    if known is None or known.share != route.share or known.began_at > now:
        return evidence.begin(route, now, known)
    return known


def _judge(policy: Policy, route: Route, step: Step, now: float) -> Decision:
    if not route.share:
        return Decision(
            Outcome.HOLD, ("no visitor is sent to the service: a person begins a ramp",)
        )
    return decide(policy, route, step.ledger, now - step.began_at)


def _author(policy: Policy, seen: Seen, now: float) -> Author:
    reason = "; ".join(seen.decision.reasons)
    numbers = {seen.route.id: evidence.of(policy, seen.step)}
    return Author(WHO, instant_text(now), reason, numbers)
