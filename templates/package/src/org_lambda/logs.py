"""Log lines as JSON with the request id and the route, through the standard library alone.

Importing a logging framework costs a cold start 100 ms and more; this costs a few.
https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html
"""

import json
import logging
import os
from datetime import UTC, datetime
from typing import Final

from .correlation import correlation_id, current

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
}


def _names() -> dict[str, str]:
    """Return what is on every line: of the request that is being answered, if there is one."""
    answering = current.get()
    if answering is None:
        return {}
    event, request_id, route = answering
    return {
        "request_id": request_id,
        "correlation_id": correlation_id(),
        "route": route(event),
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
