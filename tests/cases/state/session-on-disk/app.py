from flask import Flask

app = Flask(__name__)
# finding: state/session-on-disk
app.config["SESSION_TYPE"] = "filesystem"
# ok: state/session-on-disk
app.config["SESSION_COOKIE_NAME"] = "filesystem"
other = Flask(__name__)
# ok: state/session-on-disk
other.config["SESSION_TYPE"] = "redis"
third = Flask(__name__)
if not third.debug:
    # ok: state/session-on-disk
    third.config["SESSION_TYPE"] = "filesystem"
