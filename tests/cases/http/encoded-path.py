"""Cases of http/encoded-path."""

from urllib.parse import quote, unquote

from flask import Flask

app = Flask(__name__)


@app.get("/files/<name>")
def file(name):
    # finding: http/encoded-path
    plain = unquote(name)
    # ok: http/encoded-path
    return quote(plain)


def offline(name):
    # ok: http/encoded-path
    return unquote(name)
