"""Cases of http/websocket."""

import simple_websocket

from flask import Flask
from flask import request

app = Flask(__name__)


@app.get("/live")
def live():
    # finding: http/websocket
    socket = simple_websocket.Server(request.environ)
    socket.send("hello")
    return ""


@app.get("/poll")
def poll():
    # ok: http/websocket
    return request.environ["REQUEST_METHOD"]
