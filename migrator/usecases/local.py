"""Answer an HTTP request as API Gateway in front of the service would."""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from migrator.model.manifest import ServiceManifest
from migrator.model.parity import HttpRequest, HttpResponse
from migrator.parity.answers import BadAnswerError, gateway_message, read_answer
from migrator.parity.events import build_event
from migrator.parity.matching import find_match

# The longest that an HTTP API waits for a function.
GATEWAY_SECONDS = 30


class Invocation(msgspec.Struct, frozen=True):
    """What came of invoking a function; ``failure`` is empty where it returned ``value``."""

    value: object = None
    failure: str = ""
    is_late: bool = False


class Functions(Protocol):
    """Invokes functions by name."""

    def invoke(self, function: str, event: Mapping[str, object]) -> Invocation:
        """Send one event."""

    def log(self, message: str) -> None:
        """Say what no client is told."""


def answer_request(
    request: HttpRequest,
    manifest: ServiceManifest,
    functions: Functions,
    *,
    instant: float,
    request_id: str,
) -> HttpResponse:
    """Find the route, invoke its function and convert the answer.

    A function that fails or reaches its own time limit is status 500; 503 means that the gateway
    stopped waiting, after 30 seconds, for a function that may take longer.
    """
    match = find_match(manifest.routes, request.method, request.path)
    if match is None:
        return gateway_message(404, "Not Found")
    event = build_event(
        request, match.route, match.parameters, instant=instant, request_id=request_id
    )
    done = functions.invoke(match.route.function, event)
    failure = done.failure
    if not failure:
        try:
            return read_answer(done.value, method=request.method)
        except BadAnswerError as error:
            failure = f"not an answer that API Gateway takes: {error}"
    functions.log(f"{match.route.key}: {failure}")
    if done.is_late:
        return gateway_message(503, "Service Unavailable")
    return gateway_message(500, "Internal Server Error")
