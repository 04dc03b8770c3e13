"""Cases of network/call-without-timeout."""

import smtplib

import httpx
import redis
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


@app.get("/rates")
def rates():
    # ok: network/call-without-timeout
    usual = httpx.get("https://rates.example.org")
    # finding: network/call-without-timeout
    endless = httpx.get("https://rates.example.org", timeout=None)
    # finding: network/call-without-timeout
    store = redis.Redis(host="cache.example.org")
    # ok: network/call-without-timeout
    other = redis.Redis(host="cache.example.org", socket_timeout=2)
    return f"{usual}{endless}{store}{other}"


@app.post("/mail")
def mail():
    # finding: network/call-without-timeout
    with smtplib.SMTP("mail.example.org", 25) as server:
        server.sendmail("shop@example.org", "you@example.org", "hello")
    # ok: network/call-without-timeout
    with smtplib.SMTP("mail.example.org", 25, timeout=10) as server:
        server.sendmail("shop@example.org", "you@example.org", "hello")
    return "", 204


def unused():
    # ok: network/call-without-timeout
    return requests.get("https://example.org")
