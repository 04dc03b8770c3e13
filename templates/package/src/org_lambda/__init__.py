"""What all services of a monolith share: envelope, handlers, settings, connections, logs.

``flask_app``, ``database`` and ``django_database`` are imported by name, because not every service
has Flask, SQLAlchemy or Django.
"""

from .correlation import correlation_id
from .envelope import SCHEMA, Envelope, from_http, to_http
from .errors import (
    BadRequest,
    Conflict,
    EnvelopeError,
    NotAuthenticated,
    NotFound,
    NotImplementedYet,
    Skipped,
    Unauthorized,
)
from .events import BatchError, envelope_handler
from .hosted import ENVELOPE_MEDIA_TYPE, hosted_handler
from .idempotency import idempotent
from .logs import configure
from .settings import load_environment, refresh
from .status import Status, status_of

__version__ = "0.3.0"

__all__ = [
    "ENVELOPE_MEDIA_TYPE",
    "SCHEMA",
    "BadRequest",
    "BatchError",
    "Conflict",
    "Envelope",
    "EnvelopeError",
    "NotAuthenticated",
    "NotFound",
    "NotImplementedYet",
    "Skipped",
    "Status",
    "Unauthorized",
    "__version__",
    "configure",
    "correlation_id",
    "envelope_handler",
    "from_http",
    "hosted_handler",
    "idempotent",
    "load_environment",
    "refresh",
    "status_of",
    "to_http",
]
