from flask import Flask

app = Flask(__name__)
# finding: state/local-memory-cache
app.config["CACHE_TYPE"] = "SimpleCache"
other = Flask(__name__)
# ok: state/local-memory-cache
other.config["CACHE_TYPE"] = "RedisCache"
