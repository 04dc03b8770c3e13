"""What is asked of an interpreter: it has the service's requirements, or all of the monolith's.

python inside.py size
python inside.py warm HANDLER PATH
"""

import importlib
import inspect
import json
import logging
import sys
import time
from collections.abc import Callable
from importlib.metadata import distributions
from statistics import median

TOOLS = {
    "awslambdaric", "pip", "setuptools", "simplejson", "snapshot-restore-py", "time-machine",
    "wheel",
}  # fmt: skip
ROUNDS, CALLS = 7, 40


def size() -> int:
    """Sum up the files of all distributions but those that only the proof needs."""
    total = 0
    for found in distributions():
        if found.metadata["Name"].lower().replace("_", "-") in TOOLS:
            continue
        for file in found.files or ():
            path = found.locate_file(file)
            if not str(file).endswith(".pyc") and path.is_file():  # type: ignore[attr-defined]
                total += path.stat().st_size  # type: ignore[attr-defined]
    return total


def event(path: str) -> dict[str, object]:
    """Make the event of an HTTP API for GET ``path``.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    """
    http = {"method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "example.org", "x-forwarded-proto": "https"},
        "requestContext": {"http": http, "stage": "$default", "domainName": "example.org"},
        "isBase64Encoded": False,
    }


def warm(name: str, path: str) -> float:
    """Compare the service's handler with the bare adapter around the same application."""
    ours = importlib.import_module(name).handler
    app = importlib.import_module("app").app
    if inspect.iscoroutinefunction(type(app).__call__):
        bare = importlib.import_module("mangum").Mangum(app, lifespan="off")
    else:
        bare = importlib.import_module("apig_wsgi").make_lambda_handler(app)
    asked = event(path)
    logging.disable(logging.CRITICAL)
    for handler in (ours, bare) * 10:
        answer = handler(asked, None)
        assert answer["statusCode"] in (200, 401), answer  # the work of asking who it is counts
    return median(_seconds(ours, asked) / _seconds(bare, asked) for _ in range(ROUNDS))


def _seconds(handler: Callable[[object, object], object], asked: object) -> float:
    start = time.process_time()
    for _ in range(CALLS):
        handler(asked, None)
    return time.process_time() - start


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    found = warm(*given) if what == "warm" else size()
    sys.stdout.write(f"\n{json.dumps(found)}\n")
