"""Run by a developer: nobody imports it, and nothing is done with the server but to run it."""

from flask_socketio import SocketIO

from app import app

# ok: http/socket-io
server = SocketIO(app)

if __name__ == "__main__":
    server.run(app)
