"""All that is known about a cutover at one moment: for its page."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

import msgspec

from migrator.model.cutover import Cutover, Mode, Route, RouteChange
from migrator.model.evidence import Evidence
from migrator.routing import evidence
from migrator.routing.decide import Decision, decide
from migrator.routing.evidence import Step, instant_text
from migrator.usecases import cutover as routes
from migrator.usecases.cutover import Outside, Place, attempt
from migrator.usecases.watch import Memory

_T = TypeVar("_T")


class Changes(Protocol):
    """The history, to read."""

    def changes(self) -> tuple[RouteChange, ...]:
        """Return all changes, the oldest first; raise ToolError where that fails."""


class RouteOverview(msgspec.Struct, frozen=True):
    """A route, what the watcher knows of its present step, and how it got there.

    Attributes:
        mode: who answers it.
        share: the percentage of visitors on the service, as decided.
        effective: the same, as the running facade does it; None where that is not known.
        evidence: None where no watcher has looked at this step yet.
        decision: what the evidence says; gates and freezes may still object.
    """

    id: str
    method: str
    path: str
    service: str
    mode: Mode
    share: float
    effective: float | None
    evidence: Evidence | None = None
    decision: Decision | None = None
    history: tuple[RouteChange, ...] = ()


class Overview(msgspec.Struct, frozen=True):
    """All routes at a moment (UTC, ISO 8601); ``warnings`` are what could not be read."""

    at: str
    facade: str
    steps: tuple[float, ...]
    routes: tuple[RouteOverview, ...]
    warnings: tuple[str, ...] = ()


def overview(
    place: Place, outside: Outside, history: Changes, memory: Memory, now: float
) -> Overview:
    """Gather what is decided, what is done, what was seen and what happened.

    Raises:
        PlanError: cutover.yaml is missing or has mistakes.
    """
    _, cutover = routes.load(place.file)
    status = routes.status(place, outside)
    warnings: list[str] = []
    changes: tuple[RouteChange, ...] = _read(history.changes, warnings) or ()
    watch = _read(memory.load, warnings)
    steps: Mapping[str, Step] = watch.steps if watch else {}
    found = []
    for route, one in zip(cutover.routes, status.routes, strict=True):
        known = _present(route, steps)
        found.append(
            RouteOverview(
                one.id, one.method, one.path, one.service, one.mode, one.share, one.effective,
                evidence.of(cutover.policy, known) if known else None,
                decide(cutover.policy, route, known.ledger, now - known.began_at)
                if known
                else None,
                tuple(change for change in changes if change.route == route.id),
            )
        )  # fmt: skip
    policy = tuple(float(step) for step in cutover.policy.steps)
    return Overview(instant_text(now), status.facade, policy, tuple(found), tuple(warnings))


def known_evidence(cutover: Cutover, memory: Memory) -> dict[str, Evidence]:
    """Return what a watcher knows about the present step of each route, by its id.

    Nothing where its knowledge cannot be read.
    """
    watch = _read(memory.load, [])
    steps: Mapping[str, Step] = watch.steps if watch else {}
    present = {route.id: _present(route, steps) for route in cutover.routes}
    return {name: evidence.of(cutover.policy, step) for name, step in present.items() if step}


def _present(route: Route, steps: Mapping[str, Step]) -> Step | None:
    """Return what is known of a route, if it is of the step at which it is now."""
    step = steps.get(route.id)
    is_present = step is not None and step.share == route.share and route.share > 0
    return step if is_present else None


def _read(act: Callable[[], _T], warnings: list[str]) -> _T | None:
    found: list[_T] = []
    attempt(lambda: found.append(act()), warnings)
    return found[0] if found else None
