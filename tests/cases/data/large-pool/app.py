"""Cases of data/large-pool: what calls open."""

import asyncpg
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from psycopg2.pool import ThreadedConnectionPool
from sqlalchemy import create_engine

app = Flask(__name__)
# finding: data/large-pool
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 10, "pool_pre_ping": True}

# finding: data/large-pool
engine = create_engine("postgresql://", pool_size=20)

# ok: data/large-pool
small = create_engine("postgresql://", pool_size=1, max_overflow=0)

# ok: data/large-pool
default = create_engine("postgresql://")

# finding: data/large-pool
db = SQLAlchemy(engine_options={"pool_size": 8})

# finding: data/large-pool
reports = ThreadedConnectionPool(1, 8, dsn="postgresql://reports")

# ok: data/large-pool
single = ThreadedConnectionPool(1, 1, dsn="postgresql://reports")


@app.get("/")
async def index():
    # finding: data/large-pool
    pool = await asyncpg.create_pool("postgresql://", min_size=1, max_size=4)
    return str((db, engine, small, default, reports, single, pool))
