"""Answer requests in an application's own interpreter: with its object, or with handlers.

Read from standard input: ``{"application": "wsgi:shop.wsgi:application", "requests": [...]}`` or
``{"calls": [["handlers.get_orders.handler", event], ...]}``; written to the file that is named: a
list of ``[status, headers, body in base64]``, or of what the handlers returned. Nothing but the
standard library.
"""

import asyncio
import base64
import importlib
import io
import json
import os
import sys
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes


def main(output):
    order = json.load(sys.stdin)
    sys.path.insert(0, str(Path.cwd()))
    for statement in order.get("before", ()):
        exec(statement, {})
    if "calls" in order:
        answers = [load(name, ".")(event, None) for name, event in order["calls"]]
    else:
        kind, _, name = order["application"].partition(":")
        application = load(name, ":")
        ask = asgi if kind == "asgi" else wsgi
        answers = ask(application, order["requests"])
    Path(output).write_text(json.dumps(answers))


def load(spelled, separator):
    module, _, name = spelled.rpartition(separator)
    return getattr(importlib.import_module(module), name)


def wsgi(application, requests):
    return [_of_wsgi(application, request) for request in requests]


def _of_wsgi(application, request):
    headers = dict(request["headers"])
    body = base64.b64decode(request["body"])
    environ = {
        "REQUEST_METHOD": request["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request["path"]).decode("latin-1"),
        "QUERY_STRING": request["query"],
        "SERVER_NAME": headers["Host"],
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": request["peer"],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request["headers"]:
        key = name.upper().replace("-", "_")
        plain = key in ("CONTENT_TYPE", "CONTENT_LENGTH")
        environ[key if plain else f"HTTP_{key}"] = value
    started = []

    def start_response(status, headers, exc_info=None):
        started[:] = [status, headers]
        return chunks.append

    chunks = []
    result = application(environ, start_response)
    chunks.extend(result)
    if hasattr(result, "close"):
        result.close()
    content = b"" if request["method"] == "HEAD" else b"".join(chunks)
    return [int(started[0].split()[0]), list(started[1]), base64.b64encode(content).decode()]


def asgi(application, requests):
    return asyncio.run(_all_of_asgi(application, requests))


async def _all_of_asgi(application, requests):
    inbox, began, state = asyncio.Queue(), asyncio.Event(), {}

    async def told(message):
        began.set()

    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": state}
    task = asyncio.create_task(application(scope, inbox.get, told))
    await inbox.put({"type": "lifespan.startup"})
    await began.wait()
    answers = [await _of_asgi(application, request, state) for request in requests]
    await inbox.put({"type": "lifespan.shutdown"})
    await task
    return answers


async def _of_asgi(application, request, state):
    body = base64.b64decode(request["body"])
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request["method"],
        "scheme": "https",
        "path": unquote(request["path"]),
        "raw_path": request["path"].encode(),
        "root_path": "",
        "query_string": request["query"].encode(),
        "headers": [(n.lower().encode(), v.encode()) for n, v in request["headers"]],
        "client": (request["peer"], 0),
        "server": ("127.0.0.1", 443),
        "state": dict(state),
    }
    inbox, sent = asyncio.Queue(), []
    await inbox.put({"type": "http.request", "body": body, "more_body": False})

    async def send(message):
        sent.append(message)

    try:
        await application(scope, inbox.get, send)
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    start = next(m for m in sent if m["type"] == "http.response.start")
    content = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
    content = b"" if request["method"] == "HEAD" else content
    headers = [[n.decode("latin-1"), v.decode("latin-1")] for n, v in start["headers"]]
    return [start["status"], headers, base64.b64encode(content).decode()]


if __name__ == "__main__":
    os.environ.setdefault("SETTINGS_SOURCE", "environment")
    main(sys.argv[1])
