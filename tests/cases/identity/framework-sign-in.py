"""Cases of identity/framework-sign-in: one finding for all, at the first."""

from flask import Flask
from flask_login import current_user, login_required

app = Flask(__name__)


# ok: identity/framework-sign-in
@app.get("/about")
def about():
    return "about"


@app.get("/orders")
# finding: identity/framework-sign-in
@login_required
def orders():
    return str(current_user.get_id())


@app.get("/profile")
@login_required
def profile():
    return "profile"
