"""Hosted handlers: a WSGI application answers the event, byte for byte as behind its old server.

apig-wsgi makes the environment of a request from events that this module prepares for it.
https://pypi.org/project/apig-wsgi/
"""

import logging
import os
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, Literal
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from apig_wsgi import make_lambda_handler

from .envelope import Envelope
from .errors import EnvelopeError
from .gateway import normalize, route_of
from .handling import Handler, handler_of
from .rendering import answer_of
from .responses import Response, capture, of_envelope, wrap
from .status import Status
from .wsgi_environ import correct

ORGANIZATION: Final = (
    (__package__ or "").rpartition(".")[2].removesuffix("_lambda").lower()
)
ENVELOPE_MEDIA_TYPE: Final = f"application/vnd.{ORGANIZATION}.envelope+json"
log = logging.getLogger(__name__)


class _Answered(Exception):
    """Takes an answer past apig-wsgi, which would make a form of its own that loses some."""


class Style(StrEnum):
    """What the client gets."""

    legacy = "legacy"
    envelope = "envelope"
    negotiated = "negotiated"


def hosted_handler(
    app: WSGIApplication,
    *,
    style: Literal["legacy", "envelope", "negotiated"] = "legacy",
    base_path: str = "",
    is_behind_facade: bool | None = None,
) -> Handler:
    """Make a Lambda handler of a WSGI application.

    Args:
        app: the application, for example a Flask object.
        style: ``legacy`` answers what the application sent, ``envelope`` wraps it, ``negotiated``
            wraps it for clients whose ``Accept`` names ``ENVELOPE_MEDIA_TYPE``.
        base_path: the mapping key of a custom domain, which is not part of the application's
            paths.
        is_behind_facade: a proxy of ours stands before the gateway, is the only one that can reach
            it, and sends ``X-Forwarded-Host``; the application then sees the request as that proxy
            sent it. By default, whether the environment says ``BEHIND_FACADE=1``.
    """
    chosen = Style(style)
    is_styled = chosen is not Style.legacy
    if is_behind_facade is None:
        is_behind_facade = os.environ.get("BEHIND_FACADE") == "1"

    def answer(environ: WSGIEnvironment, _: StartResponse) -> Iterable[bytes]:
        event = environ["apig_wsgi.full_event"]
        correct(environ, is_behind_facade=bool(is_behind_facade))
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        response = _run(app, environ)
        if is_styled:
            accept = environ.get("HTTP_ACCEPT", "")
            response = styled(response, chosen, is_head=is_head, accept=accept)
        raise _Answered(answer_of(response, event, is_head=is_head))

    serve = make_lambda_handler(answer, binary_support=False)

    def served(event: Mapping[str, Any], context: object) -> dict[str, Any]:
        try:
            return serve(normalize(event, base_path=base_path), context)  # type: ignore[arg-type] # it names dictionaries
        except _Answered as outcome:
            answered: dict[str, Any] = outcome.args[0]
            return answered

    return handler_of(route_of, served)


def _run(app: WSGIApplication, environ: WSGIEnvironment) -> Response:
    try:
        return capture(app, environ)
    except EnvelopeError as outcome:
        return of_envelope(outcome.envelope())
    except Exception:  # a server answers 500 and lives on
        log.exception("the application failed")
        return of_envelope(Envelope(Status.error, "Internal Server Error"))


def styled(response: Response, style: Style, *, is_head: bool, accept: str) -> Response:
    """Wrap an answer as the style and, where it is negotiated, the ``Accept`` header say."""
    match style:
        case Style.legacy:
            return response
        case Style.envelope:
            return wrap(response, "application/json", is_head=is_head)
        case Style.negotiated:
            if _accepts_envelope(accept):
                response = wrap(response, ENVELOPE_MEDIA_TYPE, is_head=is_head)
            headers = (*response.headers, ("Vary", "Accept"))
            return Response(response.code, headers, response.body, response.reason)


def _accepts_envelope(accept: str) -> bool:
    for choice in accept.lower().split(","):
        media_type, *parameters = (part.strip() for part in choice.split(";"))
        if media_type == ENVELOPE_MEDIA_TYPE:
            return not any(
                p.startswith("q=0") and not p.strip("q=0.") for p in parameters
            )
    return False
