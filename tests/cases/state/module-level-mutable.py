"""Cases of state/module-level-mutable."""

from fastapi import FastAPI
from flask import Flask

app = Flask(__name__)
sockets = FastAPI()


# finding: state/module-level-mutable
SEEN = {}
# finding: state/module-level-mutable
QUEUE = []
# finding: state/module-level-mutable
counter = 0
# ok: state/module-level-mutable
PLUGIN_CACHE = {}
# ok: state/module-level-mutable
reported = set()
# ok: state/module-level-mutable
parameters = 0
# ok: state/module-level-mutable
SENDERS = {}
# ok: state/module-level-mutable
UNREAD = []
# ok: state/module-level-mutable
CURRENT = {}
# ok: state/module-level-mutable
ALIASES = {}
# ok: state/module-level-mutable
LISTENING = {}
# ok: state/module-level-mutable
COLORS = {"red": 1}
# ok: state/module-level-mutable
NAMES = ["a"]


def sender(name):
    def register(function):
        SENDERS[name] = function
        return function

    return register


@app.post("/<name>")
def note(name):
    global counter, parameters
    counter += 1
    parameters = 0
    parameters += 1
    PLUGIN_CACHE[name] = parameters
    if name not in reported:
        reported.add(name)
        app.logger.warning("%s is new", name)
    sender(name)(len)
    SEEN[name] = True
    QUEUE.append(name)
    UNREAD.append(name)
    ALIASES.update(app.config.get("ALIASES"))
    CURRENT.clear()
    CURRENT["name"] = name
    if CURRENT["name"]:
        CURRENT["length"] = len(name)
    return str(COLORS.get(name)) + NAMES[0] + CURRENT["name"] + ALIASES.get(name, "")


@app.get("/")
def notes():
    return [list(SEEN), QUEUE, counter]


@sockets.websocket("/listen")
def listen(socket):
    LISTENING[socket.id] = len(LISTENING)
    socket.send(str(LISTENING))
