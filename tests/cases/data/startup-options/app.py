"""Cases of data/startup-options: what calls hand over."""

import psycopg2
from flask import Flask
from sqlalchemy import create_engine

app = Flask(__name__)
# finding: data/startup-options
app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql://db/shop?options=-csearch_path%3Dshop"
# finding: data/startup-options
engine = create_engine("postgresql://db", connect_args={"options": "-c statement_timeout=5000"})
# ok: data/startup-options
secure = create_engine("postgresql://db", connect_args={"sslmode": "require"})
# ok: data/startup-options
plain = create_engine("postgresql://db/shop?sslmode=require")


@app.get("/orders")
def orders():
    # finding: data/startup-options
    connection = psycopg2.connect(dbname="shop", options="-c lock_timeout=1000")
    # ok: data/startup-options
    other = psycopg2.connect(dbname="shop", connect_timeout=3)
    return str((connection, other, engine, secure, plain))
