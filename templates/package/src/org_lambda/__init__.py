"""What all services of a monolith share: envelope, handlers, settings, connections, logs.

A name is imported when it is asked for: a container pays for what its service uses, and the tools
in ``packaging`` run where there are no requirements. ``flask_app``, ``database`` and others are
imported by the name of the module, because not every service has Flask, SQLAlchemy or Django.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_HOMES = {
    "correlation": ("correlation_id",),
    "envelope": ("SCHEMA", "Envelope", "from_http", "to_http"),
    "events": ("BatchError", "envelope_handler"),
    "hosted": ("ENVELOPE_MEDIA_TYPE", "hosted_handler"),
    "idempotency": ("idempotent",),
    "logs": ("configure",),
    "settings": ("load_environment", "refresh"),
    "status": ("Status", "status_of"),
}


def __getattr__(name: str) -> object:
    """Import what is asked for; the errors are all in one module.

    https://peps.python.org/pep-0562/
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((home for home, names in _HOMES.items() if name in names), "errors")
    return getattr(import_module(f".{home}", __name__), name)
