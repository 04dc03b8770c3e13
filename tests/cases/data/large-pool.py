"""Cases of data/large-pool."""

from flask import Flask
from sqlalchemy import create_engine

app = Flask(__name__)


# finding: data/large-pool
engine = create_engine("postgresql://", pool_size=20)

# ok: data/large-pool
small = create_engine("postgresql://", pool_size=1, max_overflow=0)

# ok: data/large-pool
default = create_engine("postgresql://")


@app.get("/")
def index():
    return str(engine) + str(small) + str(default)
