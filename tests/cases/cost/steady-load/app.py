"""A shop whose tills ask for prices without a pause."""

from flask import Flask

app = Flask(__name__)


@app.get("/prices")
# finding: cost/steady-load
def prices():
    return {}


@app.get("/orders")
# ok: cost/steady-load
def orders():
    return {}
