"""What a view of a native handler may return, rendered to the byte as Flask does it.

https://flask.palletsprojects.com/en/stable/quickstart/#about-responses
"""

import dataclasses
import decimal
import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from . import responses

# The words that Werkzeug has for them; an answer with any other status is left to the framework.
PHRASES: Final[Mapping[int, str]] = {
    200: "OK",
    201: "CREATED",
    202: "ACCEPTED",
    204: "NO CONTENT",
    400: "BAD REQUEST",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT FOUND",
    405: "METHOD NOT ALLOWED",
    406: "NOT ACCEPTABLE",
    409: "CONFLICT",
    410: "GONE",
    415: "UNSUPPORTED MEDIA TYPE",
    429: "TOO MANY REQUESTS",
    500: "INTERNAL SERVER ERROR",
    501: "NOT IMPLEMENTED",
    502: "BAD GATEWAY",
    503: "SERVICE UNAVAILABLE",
}
WITH_CHARSET: Final = frozenset(
    {
        "application/ecmascript",
        "application/javascript",
        "application/sql",
        "application/xml",
        "application/xml-dtd",
        "application/xml-external-parsed-entity",
    }
)
# The framework corrects what these say.
CORRECTED: Final = frozenset({"location", "content-location", "content-length"})


class Response:
    """An answer; how it was made is kept, for the framework to make it where it is not plain."""

    def __init__(
        self,
        response: Any = None,  # noqa: ANN401 - what the framework takes as well
        status: Any = 200,  # noqa: ANN401
        mimetype: str = "text/html",
    ) -> None:
        self.response = response
        self.status = status
        self.mimetype = mimetype

    @property
    def content_type(self) -> str:
        """Return the type, with a character set where the type is one of text."""
        kind = self.mimetype
        is_text = kind.startswith("text/") or kind.endswith("+xml")
        return f"{kind}; charset=utf-8" if is_text or kind in WITH_CHARSET else kind


def jsonify(*args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - whatever JSON can hold
    """Answer with JSON, keys sorted."""
    if args and kwargs:
        raise TypeError("app.json.response() takes either args or kwargs, not both")
    value = args[0] if len(args) == 1 and not kwargs else (args or kwargs or None)
    text = json.dumps(
        value, default=_plain, ensure_ascii=True, sort_keys=True, separators=(",", ":")
    )
    return Response(f"{text}\n", 200, "application/json")


def rendered(value: Any) -> responses.Response | None:  # noqa: ANN401 - whatever a view returns
    """Return the whole answer; None where only the framework knows what it means."""
    value, status, headers = _parts(value)
    if isinstance(value, dict | list):
        value = jsonify(value)
    elif isinstance(value, str | bytes):
        value = Response(value)
    if type(value) is not Response or not isinstance(value.response, str | bytes):
        return None
    code = value.status if status is None else status
    if type(code) is not int or code not in PHRASES or not _are_plain(headers):
        return None
    text = value.response
    body = text.encode() if isinstance(text, str) else text
    own = {"Content-Type": value.content_type}
    if code != 204:
        own["Content-Length"] = str(len(body))
    own |= {name: str(text) for name, text in headers}
    return responses.Response(code, tuple(own.items()), body, PHRASES[code])


def _parts(value: Any) -> tuple[Any, Any, list[Any]]:  # noqa: ANN401
    """Take body, status and headers apart; what is no such tuple is a body."""
    headers: Any = ()
    status = None
    match value:
        case tuple((body, (dict() | list() | tuple()) as headers)):
            pass
        case tuple((body, status)):
            pass
        case tuple((body, status, headers)):
            pass
        case body:
            pass
    return body, status, list(headers.items() if isinstance(headers, dict) else headers)


def _are_plain(headers: list[Any]) -> bool:
    """Tell whether the framework would send the headers as they are."""
    names = []
    for pair in headers:
        match pair:
            case (str(name), (str() | int()) as value):
                names.append(name.lower())
                is_respelled = name.lower() == "content-type" and name != "Content-Type"
                if "\n" in str(value) or "\r" in str(value) or is_respelled:
                    return False
            case _:
                return False
    return len(set(names)) == len(names) and CORRECTED.isdisjoint(names)


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON asks this of what it does not know
    if isinstance(value, date):
        return _http_date(value)
    # Who has a UUID has imported its module.
    uuid = sys.modules.get("uuid")
    if isinstance(value, decimal.Decimal) or (uuid and isinstance(value, uuid.UUID)):
        return str(value)
    if dataclasses.is_dataclass(value):
        return dataclasses.asdict(value)  # type: ignore[arg-type] # Flask asks no more either
    if hasattr(value, "__html__"):
        return str(value.__html__())
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def _http_date(value: date) -> str:
    from email.utils import format_datetime  # noqa: PLC0415 - it imports sockets

    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return format_datetime(aware, usegmt=True)
