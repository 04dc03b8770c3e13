"""One id for everything that a request causes, from the monolith to the last function.

Whoever called says which: a proxy, the monolith, another function. Where nobody does, API Gateway
and load balancers have put a trace header on the request, and else Lambda's own id of the
invocation will do.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, Final

HEADERS: Final = ("x-correlation-id", "x-request-id", "x-amzn-trace-id")
# What is written to logs and sent on: no spaces, no line ends, nothing endless.
_SOUND: Final = re.compile(r"[\w.:+/=-]{1,128}", re.ASCII)
_ROOT: Final = re.compile(r"(?:^|;)\s*Root=([\w-]{1,128})", re.ASCII)
Route = Callable[[Mapping[str, Any]], str]
# The event that is being answered, Lambda's id of that, and what names its route: most requests
# log nothing and call nobody, so that all of it is read only where somebody asks.
current: Final[ContextVar[tuple[Mapping[str, Any], str, Route] | None]] = ContextVar(
    "invocation", default=None
)


def correlation_id() -> str:
    """Return the id of what is being answered; empty outside of a handler.

    Send it on as ``X-Correlation-Id`` where the service calls others.
    """
    answering = current.get()
    return correlation_of(*answering[:2]) if answering else ""


def correlation_of(event: Mapping[str, Any], request_id: str) -> str:
    """Read the id from the headers of an HTTP event, or from the attributes of a message."""
    if "rawPath" in event:  # names are in lower case there
        found = event.get("headers") or {}
    else:
        found = {name.lower(): value for name, value in _headers(event)}
    for name in HEADERS:
        value = found.get(name)
        if not value:
            continue
        if name == "x-amzn-trace-id":
            root = _ROOT.search(value)
            value = root[1] if root else ""
        if _SOUND.fullmatch(value):
            return value
    return request_id


def _headers(event: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in (event.get("headers") or {}).items():
        yield name, str(value)
    for name, values in (event.get("multiValueHeaders") or {}).items():
        yield name, str(values[-1]) if values else ""
    for record in (event.get("Records") or ())[:1]:
        for name, attribute in (record.get("messageAttributes") or {}).items():
            yield name, str(attribute.get("stringValue") or "")
