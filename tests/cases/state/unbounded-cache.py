"""Cases of state/unbounded-cache."""

from flask import Flask
from functools import cache, lru_cache

app = Flask(__name__)


# finding: state/unbounded-cache
@cache
def price(name):
    return len(name)


# finding: state/unbounded-cache
@lru_cache(maxsize=None)
def tax(name):
    return len(name)


# ok: state/unbounded-cache
@lru_cache(maxsize=128)
def discount(name):
    return len(name)


# ok: state/unbounded-cache
@lru_cache
def rebate(name):
    return len(name)


@app.get("/total/<name>")
def total(name):
    # ok: state/unbounded-cache
    @cache
    def width(text):
        return len(text)

    # ok: state/unbounded-cache
    @lru_cache(maxsize=None)
    def height(text):
        return text.count("\n")

    return str(width(name) + height(name))


@app.get("/<name>")
def show(name):
    return str(price(name) + tax(name) + discount(name) + rebate(name))
