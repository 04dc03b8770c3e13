"""A Flask application with every kind of answer."""

import gzip
from collections.abc import Callable

from flask import Flask, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

METHODS = ("GET", "POST", "PUT", "DELETE")


def create_app() -> Flask:
    """Build the application."""
    app = Flask("shop")
    app.add_url_rule("/echo", "echo", echo, methods=METHODS)
    app.add_url_rule("/p/<path:rest>", "path", lambda rest: jsonify(rest=rest, url=request.url))
    app.add_url_rule("/cookies", "cookies", cookies)
    app.add_url_rule("/none", "none", lambda: Response(status=204))
    app.add_url_rule("/moved", "moved", lambda: redirect("/echo?x=1"))
    app.add_url_rule("/big/<int:size>", "big", lambda size: Response("x" * size))
    app.add_url_rule("/stream", "stream", lambda: Response(iter([b"a", b"", b"b"])))
    app.add_url_rule("/boom", "boom", boom)
    for name, (body, content_type, encoding) in DOCUMENTS.items():
        app.add_url_rule(f"/{name}", name, _document(body, content_type, encoding))
    return app


DOCUMENTS = {
    "png": (b"\x89PNG\r\n\x1a\n\xff\x00", "image/png", ""),
    "gzip": (gzip.compress(b'{"a": 1}', mtime=0), "application/json", "gzip"),
    "latin1": ("é".encode("latin-1"), "text/plain; charset=iso-8859-1", ""),
    "utf8": ("žluťoučký\r\n\x00".encode(), "text/html; charset=utf-8", ""),
    "bom": (b"\xef\xbb\xbfa;b", "text/csv", ""),
    "excel": (b"PK\x03\x04\xff", "application/vnd.ms-excel", ""),
    "untyped": (b"\xff", "", ""),
}


def echo() -> Response:
    """Say everything that the application can see of the request."""
    return jsonify(
        query=request.args.to_dict(flat=False),
        raw_query=request.query_string.decode(),
        headers={name.lower(): value for name, value in request.headers},
        cookies=request.cookies.to_dict(flat=False),
        body=request.get_data().hex() if not request.form else "",
        form=request.form.to_dict(flat=False),
        files={name: file.read().hex() for name, file in request.files.items()},
        url=request.url,
        root=request.script_root,
        method=request.method,
        address=request.remote_addr,
        is_secure=request.is_secure,
        length=request.content_length,
        kind=request.content_type,
        server=[request.environ["SERVER_NAME"], str(request.environ["SERVER_PORT"])],
    )


def cookies() -> Response:
    """Set two cookies, one with a comma, and two headers of one name."""
    response = Response("ok")
    response.set_cookie("a", "1")
    response.set_cookie("b", "2", expires=1795341600)
    response.headers.add("X-Twice", "1")
    response.headers.add("X-Twice", "2")
    return response


def boom() -> AnyResponse:
    """Fail."""
    raise LookupError("no luck")


def _document(body: bytes, content_type: str, encoding: str) -> Callable[[], Response]:
    def view() -> Response:
        response = Response(body, content_type=content_type)
        if not content_type:
            del response.headers["Content-Type"]
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response

    return view
