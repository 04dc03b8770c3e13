"""Cases of state/module-level-mutable."""

from flask import Flask

app = Flask(__name__)


# finding: state/module-level-mutable
SEEN = {}
# finding: state/module-level-mutable
QUEUE = []
# finding: state/module-level-mutable
counter = 0
# ok: state/module-level-mutable
COLORS = {"red": 1}
# ok: state/module-level-mutable
NAMES = ["a"]


@app.post("/<name>")
def note(name):
    global counter
    counter += 1
    SEEN[name] = True
    QUEUE.append(name)
    return str(COLORS.get(name)) + NAMES[0]
