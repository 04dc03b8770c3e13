"""Cases of network/localhost."""

import os

import requests
import statsd
from celery import Celery
from flask import Flask, jsonify

app = Flask(__name__)
# ok: network/localhost
HOST = os.environ.get("STATS_HOST", "localhost")
# finding: network/localhost
stats = statsd.StatsClient("127.0.0.1", 8125)
# ok: network/localhost
others = statsd.StatsClient("stats.example.org", 8125)
# finding: network/localhost
celery = Celery("shop", broker="amqp://guest:guest@localhost//")


@app.get("/rates")
def rates():
    celery.send_task(HOST)
    stats.incr("rates")
    others.incr("rates")
    # finding: network/localhost
    found = requests.get("http://127.0.0.1:8080/rates", timeout=3)
    # ok: network/localhost
    other = requests.get("https://localhost.example.org/rates", timeout=3)
    return jsonify([found.json(), other.json()])


def unused():
    # ok: network/localhost
    return requests.get("http://localhost:8080/rates", timeout=3)
