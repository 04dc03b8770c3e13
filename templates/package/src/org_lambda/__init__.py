"""What all services of a monolith share: envelope, handlers, settings, connections, logs.

``flask_app`` and ``database`` are imported by name, because not every service has Flask or
SQLAlchemy.
"""

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
from .logs import configure
from .settings import load_environment, refresh
from .status import Status, status_of

__version__ = "0.1.0"

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
    "envelope_handler",
    "from_http",
    "hosted_handler",
    "load_environment",
    "refresh",
    "status_of",
    "to_http",
]
