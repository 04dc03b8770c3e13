"""What is asked of an interpreter: it has the service's requirements, or all of the monolith's.

python inside.py files
python inside.py warm HANDLER PATH
"""

import importlib
import inspect
import json
import logging
import re
import sys
import time
from collections.abc import Callable
from importlib.metadata import distributions
from pathlib import Path

TOOLS = {
    "awslambdaric", "pip", "setuptools", "simplejson", "snapshot-restore-py", "time-machine",
    "wheel",
}  # fmt: skip
ROUNDS, CALLS = 60, 25


def files() -> dict[str, str]:
    """Find the files of all distributions but those that only the proof needs: name and path."""
    tools = [one for one in distributions() if _name(one.metadata["Name"]) in TOOLS]
    others = [one for one in distributions() if _name(one.metadata["Name"]) not in TOOLS]
    needed = {_name(line) for one in others for line in one.requires or () if ";" not in line}
    shipped = others + [one for one in tools if _name(one.metadata["Name"]) in needed]
    found = {}
    for file in (file for one in shipped for file in one.files or ()):
        path = Path(str(file.locate()))
        if file.parts[0] != ".." and path.suffix != ".pyc" and path.is_file():
            found[str(file)] = str(path)
    return found


def _name(requirement: str) -> str:
    """Return the normal name of a distribution that a requirement names."""
    name = re.match(r"[\w.-]*", requirement)
    return re.sub(r"[-_.]+", "-", name[0] if name else "").lower()


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
    # The least of many short rounds: other programs run as well.
    rounds = [(_seconds(ours, asked), _seconds(bare, asked)) for _ in range(ROUNDS)]
    return min(one for one, _ in rounds) / min(one for _, one in rounds)


def _seconds(handler: Callable[[object, object], object], asked: object) -> float:
    start = time.process_time()
    for _ in range(CALLS):
        handler(asked, None)
    return time.process_time() - start


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    found = warm(*given) if what == "warm" else files()
    sys.stdout.write(f"\n{json.dumps(found)}\n")
