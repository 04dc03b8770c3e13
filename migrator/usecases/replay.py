"""Replay a recording against a service and say what it does differently."""

from collections import Counter
from collections.abc import Mapping
from typing import Protocol

import msgspec

from migrator.errors import UnknownNameError
from migrator.model import strict_yaml
from migrator.model.manifest import ServiceManifest
from migrator.model.parity import (
    Aspect,
    Cassette,
    Difference,
    Exchange,
    HttpResponse,
    Outcome,
    OutsideCount,
    ParityReport,
    State,
)
from migrator.parity.answers import BadAnswerError, read_answer
from migrator.parity.compare import Tolerance, compare_responses
from migrator.parity.events import build_event
from migrator.parity.matching import Match, find_match
from migrator.parity.state_diff import compare_states


class Invoked(msgspec.Struct, frozen=True):
    """What came of invoking a handler.

    Attributes:
        failure: why there is no ``value``.
        threads: names of threads that still ran when the handler returned.
    """

    value: object = None
    failure: str = ""
    threads: tuple[str, ...] = ()


class Service(Protocol):
    """Invokes a handler with clock and randomness fixed."""

    def invoke(
        self, function: str, event: Mapping[str, object], instant: int, seed: str
    ) -> Invoked:
        """Return what the handler returned, or why it failed."""


class StateKeeper(Protocol):
    """Copies the state away and back."""

    def snapshot(self, instant: int) -> State:
        """Copy every file."""

    def restore(self, state: State) -> None:
        """Put the copies back."""

    def read(self, name: str) -> bytes:
        """Return a copy's content by hash."""


def replay(
    cassette: Cassette,
    manifest: ServiceManifest,
    service: Service,
    state: StateKeeper,
    tolerance: Tolerance,
) -> ParityReport:
    """Send every exchange that the service has a route for to its handler."""
    outcomes = []
    outside: Counter[str] = Counter()
    reached = set()
    for exchange in cassette.exchanges:
        match = find_match(manifest.routes, exchange.request.method, exchange.request.path)
        if match is None:
            outside[exchange.area or "no area"] += 1
            continue
        reached.add(match.route)
        differences = _replay_one(exchange, match, service, state, tolerance)
        line = f"{exchange.request.method} {exchange.request.path}"
        line += f"?{exchange.request.query}" if exchange.request.query else ""
        outcomes.append(Outcome(exchange.name, line, match.route.key, differences))
    return ParityReport(
        manifest.name,
        len(cassette.exchanges),
        tuple(outcomes),
        tuple(OutsideCount(area, count) for area, count in sorted(outside.items())),
        tuple(route.key for route in manifest.routes if route not in reached),
    )


def pick(cassette: Cassette, only: tuple[str, ...]) -> Cassette:
    """Keep the exchanges whose name, area, tag or ``METHOD /path`` is in ``only``."""
    if not only:
        return cassette
    kept = tuple(e for e in cassette.exchanges if _labels(e) & set(only))
    known = {label for exchange in cassette.exchanges for label in _labels(exchange)}
    for name in only:
        if name not in known:
            near = strict_yaml.nearest(name, known)
            raise UnknownNameError(f"--only {name}: no such request, area or tag{near}")
    return msgspec.structs.replace(cassette, exchanges=kept)


def _labels(exchange: Exchange) -> set[str]:
    line = f"{exchange.request.method} {exchange.request.path}"
    return {exchange.name, exchange.area, line, *exchange.tags} - {""}


def _replay_one(
    exchange: Exchange, match: Match, service: Service, state: StateKeeper, tolerance: Tolerance
) -> tuple[Difference, ...]:
    state.restore(exchange.before)
    event = build_event(
        exchange.request,
        match.route,
        match.parameters,
        instant=exchange.instant,
        request_id=exchange.seed,
    )
    function = match.route.function
    invoked = service.invoke(function, event, exchange.instant, exchange.seed)
    response, differences = _response(exchange, invoked)
    return (
        *differences,
        *_compare(exchange.response, response, tolerance),
        *compare_states(
            exchange.after, state.snapshot(exchange.instant), state.read, tolerance.files
        ),
    )


def _compare(
    monolith: HttpResponse, service: HttpResponse | None, tolerance: Tolerance
) -> tuple[Difference, ...]:
    if service is not None:
        return compare_responses(monolith, service, tolerance)
    return (Difference(Aspect.STATUS, "", str(monolith.status), "500"),)


def _response(
    exchange: Exchange, invoked: Invoked
) -> tuple[HttpResponse | None, tuple[Difference, ...]]:
    failure = invoked.failure
    if not failure:
        try:
            response = read_answer(invoked.value, method=exchange.request.method)
        except BadAnswerError as error:
            failure = f"not an answer that API Gateway takes: {error}"
        else:
            return response, _frozen_threads(invoked)
    return None, (Difference(Aspect.FAILURE, "handler", "", failure),)


def _frozen_threads(invoked: Invoked) -> tuple[Difference, ...]:
    """Tell of work that the monolith does after its answer, and Lambda does not."""
    if not invoked.threads:
        return ()
    names = ", ".join(invoked.threads)
    frozen = f"{names}: still runs after the answer, when Lambda freezes the process"
    return (Difference(Aspect.FAILURE, "thread", f"{names}: goes on", frozen),)
