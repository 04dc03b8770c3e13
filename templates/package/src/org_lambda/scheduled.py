"""Functions and commands that a clock starts, once at a time, inside the application.

An event may have ``args`` and ``kwargs``. What fails is raised, so that Lambda counts an error.
https://docs.aws.amazon.com/lambda/latest/dg/services-eventbridge.html
"""

import asyncio
import inspect
import logging
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from .contexts import context_of
from .envelope import Envelope
from .errors import EnvelopeError
from .handling import Handler, handler_of
from .status import Status

log = logging.getLogger(__name__)


def function_handler(app: object, function: Callable[..., Any]) -> Handler:
    """Make a handler that calls a function of the monolith; a coroutine runs to its end.

    Args:
        app: the web application, in whose context it runs if it has one (Flask).
        function: what a scheduler calls.
    """

    def run(args: list[Any], kwargs: dict[str, Any]) -> None:
        result = function(*args, **kwargs)
        if inspect.isawaitable(result):
            _loop().run_until_complete(result)

    return _handler(app, run, f"{function.__module__}.{function.__qualname__}")


def click_handler(app: object, command: Any) -> Handler:  # noqa: ANN401 - of click
    """Make a handler that runs a command of click, such as those of ``flask``.

    Args:
        app: as that of ``function_handler``.
        command: the command itself, below whichever group.
    """

    def run(args: list[Any], _: dict[str, Any]) -> None:
        command.main(args=args, prog_name=command.name, standalone_mode=False)

    return _handler(app, run, str(command.name))


def django_handler(app: object, name: str) -> Handler:
    """Make a handler that runs a command of Django's ``manage.py``.

    Args:
        app: the WSGI application of the project, which is set up.
        name: of the command.
    """
    from django.core import management  # noqa: PLC0415 - not every service has Django

    found = management.get_commands()
    if name not in found:
        raise ValueError(f"the project has no command {name}")
    if isinstance(found[name], str):
        management.load_command_class(found[name], name)  # what it imports is there

    def run(args: list[Any], _: dict[str, Any]) -> None:
        management.call_command(name, *args)

    return _handler(app, run, name)


def _handler(
    app: object, run: Callable[[list[Any], dict[str, Any]], None], name: str
) -> Handler:
    def answer(event: Mapping[str, Any], _: object) -> dict[str, Any]:
        try:
            with context_of(app):
                run(list(event.get("args") or ()), dict(event.get("kwargs") or {}))
            envelope = Envelope(Status.success)
        except EnvelopeError as outcome:
            envelope = outcome.envelope()
            if envelope.status is not Status.skipped:
                raise
        answered = dict(envelope.as_dict())
        log.info("%s", name, extra={"envelope": answered})
        return answered

    return handler_of(lambda _: f"schedule {name}", answer)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Keep one loop for each container: what is bound to it stays usable."""
    return asyncio.new_event_loop()
