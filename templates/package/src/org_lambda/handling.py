"""What every handler does around its work: names on log lines, settings that are not old.

Modules that make handlers import this, hence before the application is imported: see ``starting``.
"""

from collections.abc import Callable, Mapping
from typing import Any

from . import settings
from .correlation import Route, current
from .starting import started

Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


def handler_of(route: Route, answer: Handler) -> Handler:
    """Make a Lambda handler.

    Args:
        route: names what an event asks for, on log lines; called when one is written.
        answer: does the work; what it imports has been imported.
    """

    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's
        token = current.set((event, getattr(context, "aws_request_id", ""), route))
        try:
            settings.refresh()
            return answer(event, context)
        finally:
            current.reset(token)

    started()
    return handler
