"""Log lines as JSON with the request id and the route, through the standard library alone.

Importing a logging framework costs a cold start 100 ms and more; this costs a few.
https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html
"""

import json
import logging
import os
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

from .correlation import correlation_id, current

_current: ContextVar[tuple[str, str] | None] = ContextVar("invocation", default=None)
_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
}


class invocation:  # noqa: N801 - a context manager, which as a generator takes three times as long
    """Put the request id, the correlation id and the route on every line that is logged inside."""

    def __init__(self, request_id: str, route: str, event: Mapping[str, Any]) -> None:
        self._names = (request_id, route)
        self._answering = (event, request_id)

    def __enter__(self) -> None:
        """Begin."""
        self._token = _current.set(self._names)
        self._of_event = current.set(self._answering)

    def __exit__(self, *_: object) -> None:
        """End, whatever happened."""
        _current.reset(self._token)
        current.reset(self._of_event)


def _names() -> dict[str, str]:
    """Return what is on every line; lines are rarer than requests, so that it is made for them."""
    names = _current.get()
    if names is None:
        return {}
    request_id, route = names
    return {
        "request_id": request_id,
        "correlation_id": correlation_id(),
        "route": route,
    }


def configure(level: str | None = None) -> None:
    """Write JSON from the root logger; ``level`` defaults to LOG_LEVEL, then to INFO.

    Lambda's own handler stays in place and only gets our formatter, so each line is written once.
    """
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.StreamHandler())
    for handler in root.handlers:
        handler.setFormatter(JsonFormatter())
    root.setLevel(level or os.environ.get("LOG_LEVEL", "INFO"))


class JsonFormatter(logging.Formatter):
    """One JSON object a line; what ``extra=`` names becomes members of it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record."""
        line: dict[str, object] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_names(),
        }
        line |= {
            k: v
            for k, v in vars(record).items()
            if k not in _STANDARD and k not in line
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = self.formatStack(record.stack_info)
        return json.dumps(line, default=str, ensure_ascii=False)
