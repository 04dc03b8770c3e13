"""Cases of http/trailing-slash: one finding for all, at the first."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
# ok: http/trailing-slash
def index():
    return "index"


@app.get("/orders/")
# finding: http/trailing-slash
def orders():
    return "orders"


@app.get("/orders/open/")
def open_orders():
    return "the second of them"


@app.get("/customers")
# ok: http/trailing-slash
def customers():
    return "customers"
