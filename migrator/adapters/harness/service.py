"""Answer events with a service's handlers, each in a fresh fork of this warm process.

Threads do not survive a fork. Where importing the handlers leaves some (a pool of connections that
a lifespan opens), each event is answered by a process of its own, which imports them first.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 (started by file name)

import migrate_arrival  # type: ignore[import-not-found]  # noqa: E402
import migrate_threads  # type: ignore[import-not-found]  # noqa: E402
from migrate_freeze import freeze, install, pin_addresses  # type: ignore[import-not-found]  # noqa: E402
from migrate_wire import Wire, describe  # type: ignore[import-not-found]  # noqa: E402

# For imports, which do not count as the handler's time: on Lambda they have 10 s of their own, and
# so long does whoever asks wait beyond the time limit.
LOADING = 9.0


class Context:
    """What Lambda passes beside the event, as far as handlers read it."""

    memory_limit_in_mb = "256"
    function_version = "$LATEST"
    identity = None
    client_context = None
    tenant_id = None

    def __init__(self, function: str, request_id: str, seconds: int) -> None:
        self.function_name = function
        self.aws_request_id = request_id
        self.invoked_function_arn = f"arn:aws:lambda:eu-west-1:123456789012:function:{function}"
        self.log_group_name = f"/aws/lambda/{function}"
        self.log_stream_name = "parity"
        self._milliseconds = seconds * 1000

    def get_remaining_time_in_millis(self) -> int:
        """Return the whole time limit: the clock stands still."""
        return self._milliseconds


def main() -> None:
    """Import handlers as the first message says, then answer events until input ends."""
    pin_addresses()
    sys.path[:] = [folder for folder in sys.path if folder != HERE]
    wire = Wire()
    messages = iter(wire)
    start = next(messages)
    install()
    freeze(start["instant"], start["seed"])
    if "arrival" in start:
        migrate_arrival.prepare(start["arrival"])
    sys.path[:0] = start["paths"]
    cold = Cold(start)
    handlers = {}
    for name, spelled in sorted(start["handlers"].items()):
        try:
            handlers[name] = load_handler(spelled)
        except BaseException as error:  # noqa: BLE001 (SystemExit of the application too)
            wire.send_error(f"{spelled}: ", error)
            return
    wire.send({"ready": True})
    is_cold = threading.active_count() > 1
    gc.freeze()  # a fork's collections leave what it shares with this process alone
    for message in messages:
        if is_cold:
            wire.send(cold.ask(message))
        else:
            load = partial(handlers.__getitem__, message["function"])
            wire.send(fork_and_answer(load, message))


class Cold:
    """A process that has imported nothing yet, and forks one for each event."""

    def __init__(self, start: dict[str, Any]) -> None:
        here, there = socket.socketpair()
        if not os.fork():
            here.close()
            with there.makefile("rwb") as lines:
                for line in lines:
                    message = json.loads(line)
                    load = partial(load_late, start, message["function"])
                    answer = fork_and_answer(load, message)
                    lines.write(json.dumps(answer).encode() + b"\n")
                    lines.flush()
            os._exit(0)
        there.close()
        self._lines = here.makefile("rwb")

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Answer an event; an end of the process is an answer, too."""
        self._lines.write(json.dumps(message).encode() + b"\n")
        self._lines.flush()
        answer: dict[str, Any] = json.loads(self._lines.readline() or b'{"error": "no process"}')
        return answer


def load_late(start: dict[str, Any], function: str) -> Any:
    """Import a handler in the process that answers, with the clock that all imports have."""
    freeze(start["instant"], start["seed"])
    return load_handler(start["handlers"][function])


def load_handler(spelled: str) -> Any:
    """Import ``folder/module.function`` as Lambda does."""
    path, _, attribute = spelled.rpartition(".")
    return getattr(importlib.import_module(path.replace("/", ".")), attribute)


def fork_and_answer(load: Callable[[], Any], message: dict[str, Any]) -> dict[str, Any]:
    """Run a handler in a child: nothing it keeps in memory reaches the next exchange."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        run_child(load, message, writing)
    os.close(writing)
    select.select([reading], [], [], LOADING)  # run_child says when the handler is loaded
    content = read_all(reading, message["seconds"])
    os.close(reading)
    if content is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if content is None:
        return {"error": f"no answer within {message['seconds']} s (timeout in serverless.yml)"}
    if not content.strip():
        return {"error": f"the handler's process ended with status {status}"}
    answer: dict[str, Any] = json.loads(content)
    return answer


def run_child(load: Callable[[], Any], message: dict[str, Any], writing: int) -> None:
    """Answer into the pipe and end without the parent's exit handlers."""
    context = Context(message["function"], message["request_id"], message["seconds"])
    try:
        handler = load()
        os.write(writing, b" ")  # JSON may begin so
        freeze(message["instant"], message["seed"])
        migrate_threads.watch()
        if "arrival" in message:
            migrate_arrival.arrive(message["arrival"])
        returned = handler(message["event"], context)
        json.dumps(returned)
        answer = {"answer": returned, "threads": migrate_threads.finish()}
    except BaseException as error:  # noqa: BLE001 (whatever it is, Lambda reports it)
        answer = {"error": describe(error)}
    if "arrival" in message:
        answer["left"] = migrate_arrival.leave()
    with os.fdopen(writing, "w", encoding="utf-8") as pipe:
        pipe.write(json.dumps(answer))
    sys.stderr.flush()
    os._exit(0)


def read_all(descriptor: int, seconds: int) -> bytes | None:
    """Read until the other end closes; None when that takes too long."""
    chunks: list[bytes] = []
    deadline = time.monotonic() + seconds
    while select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))[0]:
        chunk = os.read(descriptor, 1 << 16)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
    return None


if __name__ == "__main__":
    main()
