"""A shop that logs without saying which request a line belongs to."""

import logging
import threading

import requests

from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.get("/orders")
# finding: observability/correlation-id-missing
def orders():
    log.info("%s %s by thread %s", request.method, request.path, threading.get_ident())
    return {}


@app.get("/prices")
# ok: observability/correlation-id-missing
def prices():
    requests.post("https://stock.example/asked", timeout=3)
    return {"agent": request.headers.get("User-Agent")}
