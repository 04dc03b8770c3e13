"""Cases of identity/signing-secret: one finding for all, at the first."""

import hashlib

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

app = Flask(__name__)


@app.get("/checksum")
def checksum():
    # ok: identity/signing-secret
    return hashlib.sha256(b"data").hexdigest()


@app.get("/invite")
def invite():
    # finding: identity/signing-secret
    return URLSafeTimedSerializer("secret", salt="invite").dumps("ann")


@app.get("/confirm")
def confirm():
    return URLSafeTimedSerializer("secret", salt="invite").loads("token")
