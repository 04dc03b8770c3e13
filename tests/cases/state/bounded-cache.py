"""Cases of state/bounded-cache."""

from functools import cache, lru_cache

from cachetools import TTLCache
from flask import Flask

app = Flask(__name__)
# finding: state/bounded-cache
PRICES = TTLCache(maxsize=100, ttl=60)


# finding: state/bounded-cache
@lru_cache
def rate(currency):
    return 1.0


# finding: state/bounded-cache
@lru_cache(maxsize=32)
def country(code):
    return code


# ok: state/bounded-cache
@lru_cache(maxsize=None)
def every(code):
    return code


# ok: state/bounded-cache
@cache
def forever(code):
    return code


@app.get("/prices/<code>")
def prices(code):
    return str(rate(code)) + country(code) + every(code) + forever(code) + str(PRICES.get(code))
