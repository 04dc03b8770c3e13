"""Cases of config/secret-literal."""

import os

import stripe
from flask import Flask, jsonify
from itsdangerous import URLSafeTimedSerializer

app = Flask(__name__)
# finding: config/secret-literal
app.config["SECRET_KEY"] = "9f5b3c1e7d"
# ok: config/secret-literal
app.config["SESSION_COOKIE_NAME"] = "shop-secret-session"
# ok: config/secret-literal
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.db"
# finding: config/secret-literal
app.config["MAIL_PASSWORD"] = os.environ.get("MAIL_PASSWORD", "hunter2222")
# finding: config/secret-literal
PAYMENT_KEY = os.environ.get("PAYMENT_KEY", "sk_live_4eC39HqLyjWDarjtT1")
# ok: config/secret-literal
app.config["MAIL_TOKEN"] = os.environ.get("MAIL_TOKEN", "change-me")
# ok: config/secret-literal
app.config["API_TOKEN"] = os.environ.get("API_TOKEN", "INSECURE_STANDARD_TOKEN_SET_IN_ENV")
# finding: config/secret-literal
app.config["WTF_CSRF_SECRET_KEY"] = "django-insecure-5k2x9vq8"
# ok: config/secret-literal
app.config["JWT_SECRET_KEY"] = "---"
# ok: config/secret-literal
TOKEN_SALT = os.environ["TOKEN_SALT"]
# ok: config/secret-literal
SECRET_NAME = os.environ.get("SECRET_NAME", "the secret shop")

# ok: config/secret-literal
MODEL_KEY = os.environ.get("MODEL_API_KEY", "ollama")
# finding: config/secret-literal
DATA_KEY = os.environ.get("DATA_API_KEY", "data")
stripe.api_key = PAYMENT_KEY


@app.get("/token")
def token():
    return jsonify(URLSafeTimedSerializer(TOKEN_SALT).dumps({"id": 1}), SECRET_NAME)


@app.get("/charges")
def charges():
    keys = MODEL_KEY, DATA_KEY
    return jsonify(stripe.Charge.list(api_key=PAYMENT_KEY), pay(keys[0]), pay(keys[1]))


def pay(key):
    return stripe.Charge.list(api_key=key)
