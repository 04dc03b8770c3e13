"""Cases of data/default-pool."""

import asyncpg
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from psycopg_pool import ConnectionPool
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

app = Flask(__name__)
# finding: data/default-pool
db = SQLAlchemy(app)
# finding: data/default-pool
engine = create_engine("postgresql://orders", pool_pre_ping=True)
# ok: data/default-pool
unpooled = create_engine("postgresql://orders", poolclass=NullPool)
# ok: data/default-pool
sized = create_async_engine("postgresql+asyncpg://orders", pool_size=1, max_overflow=0)
# ok: data/default-pool
reports = ConnectionPool("postgresql://reports")
# ok: data/default-pool
bounded = ConnectionPool("postgresql://reports", min_size=1, max_size=1)


@app.get("/")
async def index():
    # ok: data/default-pool
    pool = await asyncpg.create_pool("postgresql://orders")
    return str((db, engine, unpooled, sized, reports, bounded, pool))
