"""Answer requests with the monolith's application, one after the other, in one process."""

from __future__ import annotations

import base64
import io
import os
import sys
from typing import Any
from urllib.parse import unquote_to_bytes

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 (started by file name)

import migrate_threads  # type: ignore[import-not-found]  # noqa: E402
from migrate_asgi import Bridge, is_asgi  # type: ignore[import-not-found]  # noqa: E402
from migrate_freeze import freeze, install, pin_addresses  # type: ignore[import-not-found]  # noqa: E402
from migrate_import import import_application  # type: ignore[import-not-found]  # noqa: E402
from migrate_wire import Wire, describe  # type: ignore[import-not-found]  # noqa: E402


def main() -> None:
    """Import the application as the first message says, then answer until input ends."""
    pin_addresses()
    sys.path[:] = [folder for folder in sys.path if folder != HERE]
    wire = Wire()
    messages = iter(wire)
    start = next(messages)
    install()
    freeze(start["instant"], start["seed"])
    sys.path[:0] = start["paths"]
    try:
        application = load_application(start["application"])
    except BaseException as error:  # noqa: BLE001 (SystemExit of the application too)
        wire.send_error("", error)
        return
    wire.send({"ready": True})
    migrate_threads.watch()
    for message in messages:
        freeze(message["instant"], message["seed"])
        answered = answer(application, message["request"])
        migrate_threads.finish()
        wire.send(answered)


def load_application(spelled: str) -> Any:
    """Import the application, and refuse what is neither WSGI nor ASGI."""
    value = import_application(spelled)
    if not callable(value):
        raise TypeError(f"{spelled} is no WSGI or ASGI application: {type(value).__name__}")
    return Bridge(value) if is_asgi(value) else value


def answer(application: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Call the application as a server does."""
    started: list[Any] = []

    def start_response(status: str, headers: Any, _: Any = None) -> Any:
        started[:] = [status, headers]
        return chunks.append

    chunks: list[bytes] = []
    try:
        result = application(environ_of(request), start_response)
        try:
            chunks.extend(result)
        finally:
            if hasattr(result, "close"):
                result.close()
    except Exception as error:  # noqa: BLE001 (a server answers 500)
        print(describe(error), file=sys.stderr)  # noqa: T201
        started[:] = ["500 Internal Server Error", [("Content-Type", "text/html")]]
        chunks = [b"Internal Server Error"]
    body = b"" if request["method"] == "HEAD" else b"".join(chunks)
    return {
        "status": int(started[0].split()[0]),
        "headers": [[name, value] for name, value in started[1]],
        "body": base64.b64encode(body).decode(),
    }


def environ_of(request: dict[str, Any]) -> dict[str, Any]:
    """Build the WSGI environment (PEP 3333)."""
    body = base64.b64decode(request["body"])
    headers = [(name.upper().replace("-", "_"), value) for name, value in request["headers"]]
    named = dict(headers)
    host, _, port = named.get("HOST", "localhost").partition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request["method"],
        "SCRIPT_NAME": "",
        "migrate.raw_path": request["path"],
        "PATH_INFO": unquote_to_bytes(request["path"]).decode("latin-1"),
        "QUERY_STRING": request["query"],
        "SERVER_NAME": host,
        "SERVER_PORT": port or ("443" if request["scheme"] == "https" else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": request["peer"],
        "CONTENT_TYPE": named.pop("CONTENT_TYPE", ""),
        "CONTENT_LENGTH": named.pop("CONTENT_LENGTH", ""),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers:
        if name in named:
            key = "HTTP_" + name
            environ[key] = environ[key] + "," + value if key in environ else value
    return environ


if __name__ == "__main__":
    main()
