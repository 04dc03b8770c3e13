"""Cases of package/import-time-work."""

import boto3
import requests
from flask import Flask, jsonify

app = Flask(__name__)
# finding: package/import-time-work
RATES = requests.get("https://example.org/rates", timeout=3).json()
# ok: package/import-time-work
session = requests.Session()
# ok: package/import-time-work
secrets = boto3.client("secretsmanager")
# finding: package/import-time-work
TOKEN = secrets.get_secret_value(SecretId="token")["SecretString"]


@app.get("/rates")
def rates():
    # ok: package/import-time-work
    fresh = requests.get("https://example.org/rates", timeout=3).json()
    return jsonify([RATES, TOKEN, fresh, session.headers])
