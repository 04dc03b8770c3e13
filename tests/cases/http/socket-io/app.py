"""Cases of http/socket-io."""

from flask import Flask
from flask_socketio import SocketIO, emit

app = Flask(__name__)
# finding: http/socket-io
socketio = SocketIO(app)


@socketio.on("joined")
def joined(data):
    # ok: http/socket-io
    emit("status", data)


def tell(room, text):
    # ok: http/socket-io
    sender = SocketIO(message_queue="redis://queue")
    sender.emit("status", text, to=room)


@app.get("/rooms")
def rooms():
    # ok: http/socket-io
    return "none"
