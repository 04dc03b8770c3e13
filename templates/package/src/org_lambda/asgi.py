"""Hosted handlers of ASGI applications: FastAPI, Starlette.

Mangum runs the application; what the application sees of a request, and what the gateway gets of
its answer, is ours, because Mangum's own forms lose some of both. The lifespan is entered once for
each container, not once for each request as Mangum does it.
https://mangum.fastapiexpert.com and https://asgi.readthedocs.io/en/stable/specs/www.html
"""

import asyncio
import logging
import os
from collections.abc import Mapping, MutableMapping
from typing import Any, Literal

from mangum import Mangum

from .asgi_lifespan import run
from .asgi_scope import body_of, scope_of
from .envelope import Envelope
from .errors import EnvelopeError
from .gateway import route_of
from .handling import Handler, handler_of
from .hosted import Style, styled
from .rendering import answer_of
from .responses import Response, of_envelope
from .status import Status

Message = MutableMapping[str, Any]

log = logging.getLogger(__name__)


def asgi_handler(
    app: Any,  # noqa: ANN401 - frameworks type ASGI applications differently
    *,
    style: Literal["legacy", "envelope", "negotiated"] = "legacy",
    base_path: str = "",
    is_behind_facade: bool | None = None,
) -> Handler:
    """Make a Lambda handler of an ASGI application; the arguments are those of a WSGI one.

    The lifespan starts here, that is while the module of the handler is imported, once for each
    application. What it yields is ``request.state``. It ends with the interpreter, but Lambda does
    not tell when a container goes. Tasks that it starts run only while a request is answered.
    """
    chosen = Style(style)
    if is_behind_facade is None:
        is_behind_facade = os.environ.get("BEHIND_FACADE") == "1"
    running = run(app)

    class Gateway:
        """What Mangum asks for each request: the scope, the body, and the form of the answer."""

        def __init__(self, event: Any, context: Any, config: Any) -> None:  # noqa: ANN401 - Mangum's
            self._event = event
            scope = scope_of(
                event, base_path=base_path, is_behind_facade=bool(is_behind_facade)
            )
            scope["state"] = running.state.copy()
            scope |= {"aws.event": event, "aws.context": context}
            self.scope, self._config = scope, config

        @classmethod
        def infer(cls, event: Any, context: Any, config: Any) -> bool:  # noqa: ANN401, ARG003
            """Take every event: one that is no HTTP request is refused where it is read."""
            return True

        @property
        def body(self) -> bytes:
            return body_of(self._event)

        def __call__(self, answer: Any) -> dict[str, Any]:  # noqa: ANN401 - a dictionary of Mangum
            return _rendered(_response(answer), self._event, self.scope, chosen)

    serve = Mangum(_answering(app), lifespan="off", custom_handlers=[Gateway])  # type: ignore[list-item] # its protocol types dictionaries

    def served(event: Mapping[str, Any], context: object) -> dict[str, Any]:
        asyncio.set_event_loop(running.loop)
        return dict(serve(event, context))  # type: ignore[arg-type] # it names dictionaries

    return handler_of(route_of, served)


def _answering(app: Any) -> Any:  # noqa: ANN401 - an ASGI application in, another one out
    """Let errors become answers with an envelope, unless the application has answered already."""

    async def answering(scope: Message, receive: Any, send: Any) -> None:  # noqa: ANN401
        is_started = False

        async def watched(message: Message) -> None:
            nonlocal is_started
            is_started = True
            await send(message)

        try:
            await app(scope, receive, watched)
        except EnvelopeError as outcome:
            failure = outcome.envelope()
        except Exception:  # a server answers 500 and lives on
            log.exception("the application failed")
            failure = Envelope(Status.error, "Internal Server Error")
        else:
            return
        if not is_started:
            response = of_envelope(failure)
            headers = [(n.lower().encode(), v.encode()) for n, v in response.headers]
            await send(
                {
                    "type": "http.response.start",
                    "status": response.code,
                    "headers": headers,
                }
            )
            await send({"type": "http.response.body", "body": response.body})

    return answering


def _response(answer: Mapping[str, Any]) -> Response:
    headers = ((n.decode("latin-1"), v.decode("latin-1")) for n, v in answer["headers"])
    return Response(answer["status"], tuple(headers), answer["body"])


def _rendered(
    response: Response, event: Mapping[str, Any], scope: Message, style: Style
) -> dict[str, Any]:
    is_head = scope["method"] == "HEAD"
    accept = [value for name, value in scope["headers"] if name == b"accept"]
    accepted = b",".join(accept).decode("latin-1")
    response = styled(response, style, is_head=is_head, accept=accepted)
    return answer_of(response, event, is_head=is_head)
