"""Cases of http/repeated-query."""

from fastapi import FastAPI, Request
from flask import Flask, request

app = Flask(__name__)
api = FastAPI()


@app.get("/orders")
def orders():
    # finding: http/repeated-query
    states = request.args.getlist("state")
    # ok: http/repeated-query
    page = request.args.get("page")
    # ok: http/repeated-query
    files = request.files.getlist("file")
    return str((states, page, files))


@api.get("/customers")
def customers(request: Request):
    # finding: http/repeated-query
    tags = request.query_params.getlist("tag")
    # ok: http/repeated-query
    name = request.query_params.get("name")
    return (tags, name)
