"""Cases of data/lazy-pool."""

import asyncpg
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from psycopg2.pool import ThreadedConnectionPool
from psycopg_pool import ConnectionPool
from sqlalchemy import create_engine

app = Flask(__name__)
# finding: data/lazy-pool
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 10, "pool_pre_ping": True}

# finding: data/lazy-pool
engine = create_engine("postgresql://", pool_size=20)

# ok: data/lazy-pool
small = create_engine("postgresql://", pool_size=1, max_overflow=0)

# ok: data/lazy-pool
default = create_engine("postgresql://")

# finding: data/lazy-pool
db = SQLAlchemy(engine_options={"pool_size": 8})

# finding: data/lazy-pool
growing = ThreadedConnectionPool(1, 8, dsn="postgresql://reports")

# ok: data/lazy-pool
eager = ThreadedConnectionPool(4, 8, dsn="postgresql://reports")

# ok: data/lazy-pool
four = ConnectionPool("postgresql://four", max_size=8)


@app.get("/")
async def index():
    # finding: data/lazy-pool
    pool = await asyncpg.create_pool("postgresql://", min_size=1, max_size=4)
    return str((db, engine, small, default, growing, eager, four, pool))
