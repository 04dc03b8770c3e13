"""Endpoints that speak the API of AWS: moto's server, and a small one for what it lacks."""

import base64
import contextlib
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import moto.elbv2.models as elbv2
import pytest
from moto.server import ThreadedMotoServer

STORE = "arn:aws:cloudfront::123456789012:key-value-store/0f0c"


def _check_limits(_: object, conditions: list[dict[str, Any]]) -> None:
    """Stand in for moto's own check, which knows no regular expressions yet."""
    values = 0
    for condition in conditions:
        configs = [value for value in condition.values() if isinstance(value, dict)]
        found = [*configs[0].get("Values", ()), *configs[0].get("RegexValues", ())]
        assert 1 <= len(found) <= 3
        assert all(len(value) <= 128 for value in found)
        values += len(found)
    assert values <= 5


@contextlib.contextmanager
def moto_server(patch: pytest.MonkeyPatch) -> Iterator[str]:
    patch.setattr(elbv2.ELBv2Backend, "_validate_conditions", _check_limits)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    use(patch, AWS_ENDPOINT_URL=url)
    try:
        yield url
    finally:
        server.stop()


def use(patch: pytest.MonkeyPatch, **variables: str) -> None:
    common = {
        "AWS_ACCESS_KEY_ID": "id",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1",
    }
    for name, value in {**common, **variables}.items():
        patch.setenv(name, value)


class CloudFront:
    """Functions and one KeyValueStore; ``calls`` are those that change something."""

    def __init__(self) -> None:
        self.stages: dict[str, str] = {}
        self.keys: dict[str, str] = {"of-others": "1"}
        self.version = 0
        self.calls: list[str] = []
        api = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                parts = urlsplit(self.path)  # absolute, where we are asked as a proxy
                status, answer = api.answer(
                    self.command,
                    unquote(parts.path),
                    {key: value[0] for key, value in parse_qs(parts.query).items()},
                    (self.headers.get("if-match", ""), body),
                )
                self.send_response(status)
                self.send_header("etag", str(api.version))
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST = do_PUT = answer  # noqa: N815 - as http.server wants it

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    def answer(
        self, method: str, path: str, query: dict[str, str], sent: tuple[str, bytes]
    ) -> tuple[int, bytes]:
        match, body = sent
        if path.startswith("/key-value-stores/"):
            return self._store(method, path.endswith("/keys"), query, sent)
        what = re.sub(r"^/2020-05-31/function(/[^/]+)?", "", path)
        if method == "GET" and query.get("Stage") not in self.stages:
            return 404, _error("NoSuchFunctionExists")
        if method == "GET":
            code = self.stages[query["Stage"]]
            return 200, _summary() if what == "/describe" else code.encode()
        if (method == "PUT" or what == "/publish") and match != str(self.version):
            return 412, _error("PreconditionFailed")
        self.version += 1
        if what == "/publish":
            self.calls.append("publish")
            self.stages["LIVE"] = self.stages["DEVELOPMENT"]
            return 200, _summary()
        self.calls.append("create" if method == "POST" else "update")
        self.stages["DEVELOPMENT"] = _code(body)
        return 201 if method == "POST" else 200, _summary()

    def _store(
        self, method: str, is_keys: bool, query: dict[str, str], sent: tuple[str, bytes]
    ) -> tuple[int, bytes]:
        sums = {"ItemCount": len(self.keys), "TotalSizeInBytes": 0, "ETag": str(self.version)}
        if not is_keys:
            return 200, json.dumps({**sums, "KvsARN": STORE, "Created": 0}).encode()
        if method == "GET":
            names = sorted(self.keys)
            start = int(query.get("NextToken", 0))
            page = [{"Key": key, "Value": self.keys[key]} for key in names[start : start + 2]]
            rest = {"NextToken": str(start + 2)} if start + 2 < len(names) else {}
            return 200, json.dumps({"Items": page, **rest}).encode()
        said = json.loads(sent[1])
        assert len(said.get("Puts", [])) + len(said.get("Deletes", [])) <= 50
        if sent[0] != str(self.version):
            return 409, b'{"Message": "the store has changed"}'
        self.version += 1
        for put in said.get("Puts", []):
            self.calls.append(f"put {put['Key']}")
            self.keys[put["Key"]] = put["Value"]
        for delete in said.get("Deletes", []):
            self.calls.append(f"delete {delete['Key']}")
            del self.keys[delete["Key"]]
        return 200, json.dumps(sums).encode()


@contextlib.contextmanager
def cloudfront_server(patch: pytest.MonkeyPatch) -> Iterator[CloudFront]:
    api = CloudFront()
    thread = threading.Thread(target=api.server.serve_forever, args=(0.02,))
    thread.start()
    url = f"http://127.0.0.1:{api.server.server_port}"
    # The store's host begins with the account, a name that nothing resolves: we are its proxy.
    store = {"AWS_ENDPOINT_URL_CLOUDFRONT_KEYVALUESTORE": "http://kvs.test", "HTTP_PROXY": url}
    use(patch, AWS_ENDPOINT_URL_CLOUDFRONT=url, **store)
    try:
        yield api
    finally:
        api.server.shutdown()
        api.server.server_close()
        thread.join()


def _code(body: bytes) -> str:
    root = ElementTree.fromstring(body)  # noqa: S314 - botocore's
    texts = [one.text or "" for one in root.iter() if one.tag.endswith("FunctionCode")]
    return base64.b64decode(texts[0]).decode()


def _summary() -> bytes:
    return b"""<FunctionSummary xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Name>f</Name>
<FunctionConfig><Comment/><Runtime>cloudfront-js-2.0</Runtime></FunctionConfig><FunctionMetadata>
<FunctionARN>arn</FunctionARN><LastModifiedTime>2026-01-01T00:00:00Z</LastModifiedTime>
</FunctionMetadata></FunctionSummary>"""


def _error(code: str) -> bytes:
    return (
        '<ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error>'
        f"<Type>Sender</Type><Code>{code}</Code><Message>said so</Message></Error></ErrorResponse>"
    ).encode()
