"""Cases of state/process-registry."""

from flask import Flask

app = Flask(__name__)


# finding: state/process-registry
_post_import_hooks = {}
# finding: state/process-registry
ARTIFACT_CACHE = {}
# finding: state/process-registry
TASK_REFS = set()
# finding: state/process-registry
SENDERS = {}
# ok: state/process-registry
SENT_WEBHOOKS = []
# ok: state/process-registry
logged_in = {}
# ok: state/process-registry
PLUGINS = {"pdf": "shop.pdf"}


def sender(name):
    def register(function):
        SENDERS[name] = function
        return function

    return register


@app.post("/<name>")
def note(name):
    _post_import_hooks[name] = len(name)
    ARTIFACT_CACHE[name] = name
    sender(name)(len)
    TASK_REFS.add(name)
    SENT_WEBHOOKS.append(name)
    logged_in[name] = True
    return PLUGINS.get(name, "")


@app.get("/")
def listed():
    return [list(logged_in), SENT_WEBHOOKS]
