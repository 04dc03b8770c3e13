"""Cases of identity/sign-in-writer."""

from flask import Flask
from flask_login import current_user, login_user, logout_user

app = Flask(__name__)


@app.post("/login")
def login():
    # finding: identity/sign-in-writer
    login_user(object())
    return ""


@app.post("/logout")
def logout():
    # finding: identity/sign-in-writer
    logout_user()
    return ""


@app.get("/me")
def me():
    # ok: identity/sign-in-writer
    return str(current_user.get_id())


def shell():
    # ok: identity/sign-in-writer
    login_user(object())
