"""Cases of network/call-without-timeout."""

import requests

from flask import Flask
from urllib.request import urlopen

app = Flask(__name__)


OPTIONS = {"timeout": 3}


@app.get("/weather")
def weather():
    # finding: network/call-without-timeout
    first = requests.get("https://example.org")
    # finding: network/call-without-timeout
    second = urlopen("https://example.org")
    # ok: network/call-without-timeout
    third = requests.get("https://example.org", timeout=3)
    # ok: network/call-without-timeout
    fourth = requests.get("https://example.org", **OPTIONS)
    return f"{first}{second}{third}{fourth}"
