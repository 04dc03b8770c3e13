from flask import Flask

app = Flask(__name__)
# finding: state/server-side-session
app.config["SESSION_TYPE"] = "redis"
# ok: state/server-side-session
app.config["CACHE_TYPE"] = "redis"
