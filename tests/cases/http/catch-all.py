"""Cases of http/catch-all."""

from fastapi import FastAPI
from flask import Flask

app = Flask(__name__)
api = FastAPI()


@app.get("/files/<path:name>")
# finding: http/catch-all
def file(name):
    return name


@app.get("/files/<name>/size")
# ok: http/catch-all
def size(name):
    return name


@api.get("/{page:path}")
# finding: http/catch-all
def page(page: str):
    return page


@api.get("/pages/{number}")
# ok: http/catch-all
def number(number: int):
    return number
