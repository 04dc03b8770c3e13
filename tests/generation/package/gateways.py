"""One request in the words of each gateway, and each gateway's answer in the words of HTTP.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from werkzeug.datastructures import Headers
from werkzeug.test import Client

HOST = "abc123.execute-api.eu-west-1.amazonaws.com"
SOURCE = "203.0.113.7"
FORWARDED = (
    ("X-Forwarded-For", SOURCE),
    ("X-Forwarded-Port", "443"),
    ("X-Forwarded-Proto", "https"),
)
Event = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """What a client sends; ``path`` is percent-encoded, as on the wire."""

    path: str = "/echo"
    query: str = ""
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    cookies: tuple[str, ...] = ()
    body: bytes | None = None
    is_text: bool = False

    @property
    def all_headers(self) -> tuple[tuple[str, str], ...]:
        """Return what a proxy passes on."""
        length = (("Content-Length", str(len(self.body))),) if self.body is not None else ()
        return (("Host", HOST), ("User-Agent", "test"), *FORWARDED, *length, *self.headers)

    @property
    def payload(self) -> Event:
        """Return the body as all gateways write it."""
        if self.body is None:
            return {"body": None, "isBase64Encoded": False}
        if self.is_text:
            return {"body": self.body.decode(), "isBase64Encoded": False}
        return {"body": b64encode(self.body).decode(), "isBase64Encoded": True}


@dataclass(frozen=True)
class Answer:
    """What the client gets; header names in lower case, sorted."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def http_api(request: Request, *, stage: str = "$default") -> Event:
    """HTTP API, format 2.0: decoded path, headers joined, cookies apart."""
    path = unquote(request.path)
    event = function_url(request)
    event["rawPath"] = path if stage == "$default" else f"/{stage}{path}"
    event["requestContext"] |= {"domainName": HOST, "stage": stage}
    return event


def function_url(request: Request) -> Event:
    """Lambda function URL: format 2.0 with the path as it was sent."""
    headers: dict[str, str] = {}
    for name, value in request.all_headers:
        key = name.lower()
        headers[key] = f"{headers[key]},{value}" if key in headers else value
    event: Event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": {
            "domainName": "abc123.lambda-url.eu-west-1.on.aws",
            "http": {"method": request.method, "protocol": "HTTP/1.1", "sourceIp": SOURCE},
            "stage": "$default",
        },
        "isBase64Encoded": False,
    }
    if request.cookies:
        event["cookies"] = list(request.cookies)
    return event | ({} if request.body is None else request.payload)


def rest_api(request: Request, *, stage: str = "dev") -> Event:
    """REST API: everything in lists, query decoded, path as it was sent and without the stage."""
    query: dict[str, list[str]] = {}
    for name, value in parse_qsl(request.query, keep_blank_values=True):
        query.setdefault(name, []).append(value)
    headers = _lists(request)
    return {
        "resource": "/{proxy+}",
        "path": request.path,
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "multiValueQueryStringParameters": query or None,
        "requestContext": {
            "path": f"/{stage}{request.path}",
            "stage": stage,
            "domainName": HOST,
            "identity": {"sourceIp": SOURCE},
        },
        **request.payload,
    }


def http_api_v1(request: Request, *, stage: str = "dev") -> Event:
    """HTTP API, format 1.0: lists as in a REST API, path decoded and with the stage."""
    path = f"/{stage}{unquote(request.path)}"
    return rest_api(request, stage=stage) | {"version": "1.0", "path": path}


def load_balancer(request: Request) -> Event:
    """ALB with multi-value headers: path and query as they were sent."""
    query: dict[str, list[str]] = {}
    for part in filter(None, request.query.split("&")):
        name, _, value = part.partition("=")
        query.setdefault(name, []).append(value)
    payload = request.payload
    return {
        "requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:x"}},
        "httpMethod": request.method,
        "path": request.path,
        "multiValueHeaders": {name.lower(): v for name, v in _lists(request).items()},
        "multiValueQueryStringParameters": query,
        **payload,
        "body": payload["body"] or "",
    }


def load_balancer_single(request: Request) -> Event:
    """ALB as it is by default: the last of several values."""
    event = load_balancer(request)
    headers, query = event.pop("multiValueHeaders"), event.pop("multiValueQueryStringParameters")
    event["headers"] = {name: values[-1] for name, values in headers.items()}
    event["queryStringParameters"] = {name: values[-1] for name, values in query.items()}
    return event


GATEWAYS: Mapping[str, Callable[[Request], Event]] = {
    "http_api": http_api,
    "http_api_v1": http_api_v1,
    "function_url": function_url,
    "rest_api": rest_api,
    "load_balancer": load_balancer,
}


def oracle(client: Client, request: Request) -> Answer:
    """Ask the application itself, as a server behind a proxy would."""
    headers = Headers([(name, ",".join(values)) for name, values in _lists(request).items()])
    if request.cookies:
        headers["Cookie"] = "; ".join(request.cookies)
    environ = {"REMOTE_ADDR": SOURCE, "SERVER_PORT": "443"}
    if request.body is not None:
        environ["CONTENT_LENGTH"] = str(len(request.body))
    response = client.open(
        path=request.path,
        query_string=request.query,
        method=request.method,
        base_url=f"https://{HOST}",
        headers=headers,
        data=request.body,
        environ_overrides=environ,
    )
    return Answer(response.status_code, _sorted(response.headers.to_wsgi_list()), response.data)


def read(response: Mapping[str, Any]) -> Answer:
    """Do with the handler's answer what the gateway does."""
    pairs = [(name, str(value)) for name, value in response.get("headers", {}).items()]
    for name, values in response.get("multiValueHeaders", {}).items():
        pairs += [(name, value) for value in values]
    pairs += [("set-cookie", cookie) for cookie in response.get("cookies", ())]
    body: str = response["body"]
    content = b64decode(body) if response["isBase64Encoded"] else body.encode()
    return Answer(response["statusCode"], _sorted(pairs), content)


def merged(answer: Answer) -> Answer:
    """Join equal names, which is all that format 2.0 can carry; cookies stay apart."""
    names: dict[str, list[str]] = {}
    for name, value in answer.headers:
        names.setdefault(name, []).append(value)
    pairs = [
        (name, value)
        for name, values in names.items()
        for value in (values if name == "set-cookie" else [", ".join(values)])
    ]
    return Answer(answer.status, _sorted(pairs), answer.body)


def _lists(request: Request) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for name, value in request.all_headers:
        headers.setdefault(name, []).append(value)
    if request.cookies:
        headers["Cookie"] = list(request.cookies)
    return headers


def _sorted(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Sort by name and keep the order of equal names."""
    lowered = [(name.lower(), value) for name, value in pairs]
    return tuple(sorted(lowered, key=lambda pair: pair[0]))
