"""What a WSGI application answers, whole, and put into the envelope.

https://peps.python.org/pep-3333/
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple
from wsgiref.types import WSGIApplication

from .envelope import Envelope, from_http, to_http
from .status import is_bodiless, phrase_of

Headers = tuple[tuple[str, str], ...]

DESCRIBES_BODY: Final = frozenset(
    {"content-type", "content-length", "content-md5", "etag", "accept-ranges"}
)


class Response(NamedTuple):
    """A whole answer; a tuple, since each request makes one."""

    code: int
    headers: Headers
    body: bytes
    reason: str = ""

    @property
    def status(self) -> str:
        """Return the status line, as WSGI wants it."""
        return f"{self.code} {self.reason or phrase_of(self.code) or 'Unknown'}"

    def header(self, name: str) -> str:
        """Return the last value of a header, or nothing."""
        found = [value for key, value in self.headers if key.lower() == name]
        return found[-1] if found else ""

    @property
    def essence(self) -> str:
        """Return the media type without its parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()


def capture(app: WSGIApplication, environ: dict[str, Any]) -> Response:
    """Run the application to its end and keep everything that it said."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    chunks: list[bytes] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None, /
    ) -> Callable[[bytes], object]:
        del (
            exc_info
        )  # nothing is sent yet, so the later answer simply replaces the earlier
        started.append((status, headers))
        return chunks.append

    result: Iterable[bytes] = app(environ, start_response)
    try:
        chunks.extend(result)
    finally:
        close = getattr(result, "close", None)
        if close is not None:
            close()
    status, headers = started[-1]
    code, _, reason = status.partition(" ")
    return Response(int(code), tuple(headers), b"".join(chunks), reason)


def of_envelope(envelope: Envelope, media_type: str = "application/json") -> Response:
    """Answer with an envelope."""
    code, body = to_http(envelope)
    return Response(code, (("Content-Type", media_type),), body)


def wrap(response: Response, media_type: str, *, is_head: bool = False) -> Response:
    """Put a JSON or text body into the envelope; leave redirects and documents alone.

    A page, a JSON value and any textual error are wrapped. Other text (CSV, style sheets,
    scripts), attachments, and bodies that are binary or compressed are documents: their reader
    knows their type.
    """
    if not _is_wrappable(response, is_head=is_head):
        return response
    envelope = from_http(response.code, response.body, response.header("content-type"))
    wrapped = of_envelope(envelope, media_type)
    kept = tuple(
        pair for pair in response.headers if pair[0].lower() not in DESCRIBES_BODY
    )
    return wrapped._replace(headers=kept + wrapped.headers, reason=response.reason)


def without_body(response: Response) -> Response:
    """Drop the body where HTTP allows none, and keep the headers."""
    return response._replace(body=b"")


def _is_wrappable(response: Response, *, is_head: bool) -> bool:
    if is_bodiless(response.code) or 300 <= response.code < 400:
        return False
    if response.header("content-encoding"):
        return False
    if response.header("content-disposition").lower().startswith("attachment"):
        return False
    essence = response.essence
    if essence in ("application/json", "text/plain", "text/html") or essence.endswith(
        "+json"
    ):
        return True
    if response.code >= 400 and essence.startswith("text/"):
        return True
    return not response.body and not is_head
