"""Cases of time/long-wait."""

import subprocess
import time

import requests
from flask import Flask

app = Flask(__name__)


@app.get("/rates")
def rates():
    # finding: time/long-wait
    found = requests.get("https://rates.example.org", timeout=60)
    # ok: time/long-wait
    requests.get("https://rates.example.org", timeout=10)
    return found.json()


@app.post("/render")
def render():
    # finding: time/long-wait
    subprocess.run(["render"], timeout=300)
    # finding: time/long-wait
    time.sleep(45)
    return "done"


def nightly():
    # ok: time/long-wait
    requests.get("https://rates.example.org", timeout=600)
