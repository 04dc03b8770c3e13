"""Record what the monolith answers, with the state before and after each request."""

import datetime
from collections import Counter
from typing import Protocol

import msgspec

from migrator.errors import PlanError
from migrator.model import strict_yaml
from migrator.model.parity import Cassette, Exchange, HttpRequest, HttpResponse, Pairs, State
from migrator.model.scenario import Scenario, Step
from migrator.parity.canonical import canonical_response
from migrator.parity.cassette import VERSION
from migrator.parity.cookies import CookieJar
from migrator.parity.requests import build_request
from migrator.parity.saved import fill_in, find_value


class Monolith(Protocol):
    """Answers a request with clock and randomness fixed."""

    def answer(self, request: HttpRequest, instant: int, seed: str) -> HttpResponse:
        """Send one request."""


class StateSource(Protocol):
    """Copies the state away."""

    def snapshot(self, instant: int) -> State:
        """Copy every file; what changed counts as written at ``instant``."""


class Recording(msgspec.Struct, frozen=True):
    """What the cassette says about itself, and when its clock starts."""

    application: str
    environment: Pairs
    start: int
    step_seconds: int = 1


def load_scenario(text: str, *, file: str) -> Scenario:
    """Read the requests; names are unique, for they seed the randomness."""
    scenario = strict_yaml.read(text, Scenario, file=file)
    counted = Counter(step.name for step in scenario.requests)
    if doubled := sorted(name for name, count in counted.items() if count > 1):
        raise PlanError(f"{file}: more than one request is named {', '.join(map(repr, doubled))}")
    if not scenario.requests:
        raise PlanError(f"{file}: no requests", hint="list them under `requests:`")
    return scenario


def start_of(scenario: Scenario) -> int:
    """Return the scenario's start in seconds since 1970; without a zone it is UTC."""
    start = scenario.start_time
    return int((start if start.tzinfo else start.replace(tzinfo=datetime.UTC)).timestamp())


def record(
    scenario: Scenario, monolith: Monolith, state: StateSource, recording: Recording
) -> Cassette:
    """Send every step to the monolith, as browsers with cookies would."""
    jars: dict[str, CookieJar] = {}
    saved: dict[str, str] = {}
    exchanges = []
    before = state.snapshot(recording.start)
    for index, step in enumerate(scenario.requests, 1):
        instant = recording.start + index * recording.step_seconds
        jar = jars.setdefault(step.client, CookieJar())
        path = str(fill_in(step.path, saved)).partition("?")[0]
        request = build_request(step, scenario, jar.pairs(path, instant), saved)
        response = canonical_response(monolith.answer(request, instant, step.name))
        jar.store(response, path, instant)
        saved.update(_saved_values(step, response))
        after = state.snapshot(instant)
        exchanges.append(
            Exchange(
                step.name,
                step.area,
                step.tags,
                instant,
                step.name,
                request,
                response,
                before,
                after,
            )
        )
        before = after
    return Cassette(
        VERSION,
        recording.application,
        recording.start,
        recording.environment,
        tuple(exchanges),
    )


def _saved_values(step: Step, response: HttpResponse) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, expression in step.save.items():
        value = find_value(expression, response)
        if value is None:
            raise PlanError(
                f"step {step.name!r}: nothing to save as {name!r} with {expression!r}",
                hint=f"the monolith answered with status {response.status}",
            )
        found[name] = value
    return found
