"""Is run as well, but listens to its clients."""

from flask_socketio import SocketIO

from app import app

# finding: http/socket-io
server = SocketIO(app)


@server.on("left")
def left(data):
    server.emit("status", data)


if __name__ == "__main__":
    server.run(app)
