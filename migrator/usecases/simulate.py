"""Forecast the ramps of cutover.yaml: by the traffic of a log, or by a rate that is given."""

import datetime
from collections.abc import Sequence
from pathlib import Path

import msgspec

from migrator.errors import TrafficError
from migrator.model.cutover import Cutover, Route
from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute
from migrator.model.traffic import EntryTraffic
from migrator.routing.edit import find_routes
from migrator.routing.simulation import Forecast, Traffic, forecast, warnings
from migrator.usecases.ports import TrafficLogs
from migrator.usecases.traffic import RouteIndex

USUAL_ERRORS = 0.005  # where a log does not say how often the monolith fails
FACTORS = (1, 2, 4, 10, 40)  # times as often as the monolith the service may fail
HOUR = 3600


class Question(msgspec.Struct, frozen=True):
    """What to simulate.

    Attributes:
        name: a route or a service; all routes where None.
        rate: requests an hour of each route, None where logs say it.
        errors: the share of the monolith's answers that fail; None where logs say it.
    """

    name: str | None = None
    rate: float | None = None
    errors: float | None = None
    logs: tuple[Path, ...] = ()
    runs: int = 100
    seed: int = 0


class RouteForecast(msgspec.Struct, frozen=True):
    """What to expect of one route."""

    route: str
    traffic: Traffic
    forecasts: tuple[Forecast, ...]
    warnings: tuple[str, ...] = ()


def simulate(cutover: Cutover, question: Question, logs: TrafficLogs) -> tuple[RouteForecast, ...]:
    """Forecast the ramp of each route that the question names.

    Raises:
        UnknownNameError: there is no such route or service.
        TrafficError: a log cannot be read, or does not say how long it took.
    """
    named = cutover.routes if question.name is None else find_routes(cutover, question.name)
    traffic = _traffic(cutover, question, logs)
    found = []
    for route in named:
        own = traffic.get(_label(route), Traffic(question.rate or 0, _errors(question)))
        shares = [min(0.99, own.errors * factor) for factor in FACTORS]
        forecasts = forecast(cutover.policy, own, shares, runs=question.runs, seed=question.seed)
        found.append(RouteForecast(route.id, own, forecasts, warnings(cutover.policy, own)))
    return tuple(found)


def _traffic(cutover: Cutover, question: Question, logs: TrafficLogs) -> dict[str, Traffic]:
    if not question.logs:
        return {}
    read = logs.read(question.logs, RouteIndex(map(_entry_point, cutover.routes)).label_of)
    hours = _hours(read.first, read.last, question.logs)
    return {
        label: Traffic(one.requests / hours, question.errors or _failing(one))
        for label, one in read.by_label().items()
    }


def _hours(first: str, last: str, logs: Sequence[Path]) -> float:
    names = ", ".join(map(str, logs))
    if not first or first == last:
        raise TrafficError(
            f"{names}: no two times in it, so that nobody knows how many requests an hour are",
            hint="give a log with times, or --rate",
        )
    moments = [datetime.datetime.fromisoformat(one) for one in (first, last)]
    return (moments[1] - moments[0]).total_seconds() / HOUR


def _failing(traffic: EntryTraffic) -> float:
    """Take the share of server errors; none that was seen may still be some."""
    known = dict(traffic.statuses)
    total = sum(known.values())
    return max(known.get("5xx", 0) / total, 1 / (10 * total)) if total else USUAL_ERRORS


def _errors(question: Question) -> float:
    return USUAL_ERRORS if question.errors is None else question.errors


def _label(route: Route) -> str:
    return f"{route.method} {route.path}"


def _entry_point(route: Route) -> EntryPoint:
    """Take a route for an entry point: logs are matched by method and template."""
    trigger = HttpRoute(route.method, route.path, route.path)
    return EntryPoint(trigger, route.id, Location("cutover.yaml", 1), "")
