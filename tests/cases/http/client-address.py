"""Cases of http/client-address."""

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

app = Flask(__name__)
# finding: http/client-address
app.wsgi_app = ProxyFix(app.wsgi_app, x_for=2)


@app.post("/visits")
def visit():
    # finding: http/client-address
    address = request.remote_addr
    # finding: http/client-address
    claimed = request.headers.get("X-Forwarded-For")
    # ok: http/client-address
    agent = request.headers.get("User-Agent")
    # ok: http/client-address
    return str((address, claimed, agent, request.method))
