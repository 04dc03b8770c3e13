"""Errors that business code raises; each one knows its envelope status and its HTTP status."""

from typing import ClassVar

from .envelope import Envelope, Json
from .status import Status


class EnvelopeError(Exception):
    """An outcome other than success: the handler answers with its envelope."""

    status: ClassVar[Status] = Status.error
    http_status: ClassVar[int] = 500

    def __init__(self, message: str = "", data: Json = None) -> None:
        super().__init__(message)
        self.message = message
        self.data: Json = {} if data is None else data

    def envelope(self) -> Envelope:
        """Return the answer that says so."""
        return Envelope(self.status, self.message, self.data, self.http_status)


class BadRequest(EnvelopeError):
    """The request cannot be understood or breaks a rule of the business."""

    status = Status.badRequest
    http_status = 400


class NotFound(BadRequest):
    """What the request names does not exist."""

    http_status = 404


class Conflict(BadRequest):
    """The request is sound, but not in the present state."""

    http_status = 409


class NotAuthenticated(EnvelopeError):
    """It is not known who asks."""

    status = Status.notAuthenticated
    http_status = 401


class Unauthorized(EnvelopeError):
    """It is known who asks, and that is not allowed."""

    status = Status.unauthorized
    http_status = 403


class Skipped(EnvelopeError):
    """There was nothing to do, and that is fine."""

    status = Status.skipped
    http_status = 200


class NotImplementedYet(EnvelopeError):
    """This part has not moved to the service."""

    status = Status.notImplemented
    http_status = 501
