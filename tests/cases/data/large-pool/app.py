"""Cases of data/large-pool: what calls open."""

import asyncpg
import mysql.connector
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from psycopg2.pool import ThreadedConnectionPool
from psycopg_pool import ConnectionPool
from sqlalchemy import create_engine

app = Flask(__name__)
# finding: data/large-pool
reports = ThreadedConnectionPool(4, 8, dsn="postgresql://reports")

# finding: data/large-pool
archive = ThreadedConnectionPool(minconn=2, maxconn=8, dsn="postgresql://archive")

# finding: data/large-pool
four = ConnectionPool("postgresql://four")

# These start empty, or with one connection, and grow.
PRE_PING = True
OPTIONS = {"pool_size": 10, "pool_pre_ping": PRE_PING}
# ok: data/large-pool
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = OPTIONS

# ok: data/large-pool
engine = create_engine("postgresql://", pool_size=20)

# ok: data/large-pool
small = create_engine("postgresql://", pool_size=1, max_overflow=0)

# ok: data/large-pool
default = create_engine("postgresql://")

# ok: data/large-pool
db = SQLAlchemy(engine_options={"pool_size": 8})

# ok: data/large-pool
growing = ThreadedConnectionPool(1, 8, dsn="postgresql://reports")

# ok: data/large-pool
one = ConnectionPool("postgresql://one", min_size=1, max_size=8)

# finding: data/large-pool
legacy = mysql.connector.connect(host="db", pool_name="legacy", pool_size=5)

# ok: data/large-pool
plain = mysql.connector.connect(host="db")

# ok: data/large-pool
single = ThreadedConnectionPool(1, 1, dsn="postgresql://reports")


@app.get("/")
async def index():
    # ok: data/large-pool
    pool = await asyncpg.create_pool("postgresql://", min_size=1, max_size=4)
    # finding: data/large-pool
    eager = await asyncpg.create_pool("postgresql://", min_size=4, max_size=4)
    # finding: data/large-pool
    ten = await asyncpg.create_pool("postgresql://")
    made = (
        db,
        engine,
        small,
        default,
        reports,
        archive,
        growing,
        four,
        one,
        legacy,
        plain,
        single,
    )
    return str((made, pool, eager, ten))
