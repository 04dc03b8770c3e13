"""What every handler does around its work: names on log lines, settings that are not old.

Modules that make handlers import this, hence before the application is imported: see ``starting``.
"""

from collections.abc import Callable, Mapping
from typing import Any

from . import settings
from .logs import invocation
from .starting import started

Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


def handler_of(route: Callable[[Mapping[str, Any]], str], answer: Handler) -> Handler:
    """Make a Lambda handler.

    Args:
        route: names what an event asks for, on log lines.
        answer: does the work; what it imports has been imported.
    """

    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:  # noqa: ANN401 - Lambda's
        with invocation(getattr(context, "aws_request_id", ""), route(event), event):
            settings.refresh()
            return answer(event, context)

    started()
    return handler
