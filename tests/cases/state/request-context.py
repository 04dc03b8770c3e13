"""Cases of state/request-context."""

import threading
from contextvars import ContextVar

from flask import Flask

app = Flask(__name__)
# finding: state/request-context
tenant = ContextVar("tenant")
# finding: state/request-context
local = threading.local()
# ok: state/request-context
lock = threading.Lock()
