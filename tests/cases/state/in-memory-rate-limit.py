"""Cases of state/in-memory-rate-limit."""

from flask import Flask
from flask_limiter import Limiter

app = Flask(__name__)
# finding: state/in-memory-rate-limit
limiter = Limiter(app=app)
# finding: state/in-memory-rate-limit
own = Limiter(app=app, storage_uri="memory://")
# ok: state/in-memory-rate-limit
shared = Limiter(app=app, storage_uri="redis://cache:6379")
