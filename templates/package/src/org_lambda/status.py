"""What became of a request, in seven words, and which HTTP status says which.

https://www.rfc-editor.org/rfc/rfc9110#name-status-codes
"""

from collections.abc import Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Final


class Status(StrEnum):
    """What became of a request."""

    success = "success"
    skipped = "skipped"
    badRequest = "badRequest"  # noqa: N815 - the name is the wire format
    notAuthenticated = "notAuthenticated"  # noqa: N815
    unauthorized = "unauthorized"
    error = "error"
    notImplemented = "notImplemented"  # noqa: N815


HTTP_STATUS: Final[Mapping[Status, int]] = {
    Status.success: 200,
    Status.skipped: 200,
    Status.badRequest: 400,
    Status.notAuthenticated: 401,
    Status.unauthorized: 403,
    Status.error: 500,
    Status.notImplemented: 501,
}
SPECIAL: Final[Mapping[int, Status]] = {
    401: Status.notAuthenticated,
    407: Status.notAuthenticated,
    403: Status.unauthorized,
    451: Status.unauthorized,
    501: Status.notImplemented,
    511: Status.notAuthenticated,
}


def status_of(http_status: int) -> Status:
    """Map any HTTP status; total.

    * 1xx, 2xx and 3xx are ``success``: nothing was refused and nothing failed. A redirect tells
      where to go on, a 304 that the client's copy is good. ``skipped`` is never guessed: only
      business code knows it.
    * 4xx is ``badRequest``: sent again unchanged, the request fails again. That holds for 404
      (wrong address), 405, 409 (wrong state) and 422; 408, 425 and 429 belong here too, because
      the client has to act (wait), and the status line with its ``Retry-After`` still says so.
    * 401, 407 and 511 ask who is there: ``notAuthenticated``. 403 and 451 know and refuse:
      ``unauthorized``.
    * 5xx is ``error``, 503 and 504 included: temporary or not, the server failed. 501 is
      ``notImplemented``.
    """
    if http_status in SPECIAL:
        return SPECIAL[http_status]
    if http_status < 400:
        return Status.success
    return Status.badRequest if http_status < 500 else Status.error


def is_bodiless(http_status: int) -> bool:
    """Tell whether HTTP forbids a body with this status."""
    return 100 <= http_status < 200 or http_status in (204, 304)


def phrase_of(http_status: int) -> str:
    """Return the standard words for a status, or nothing."""
    try:
        return HTTPStatus(http_status).phrase
    except ValueError:
        return ""
