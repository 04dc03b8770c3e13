"""Cases of files/upload."""

import flask
from fastapi import FastAPI, UploadFile

app = flask.Flask(__name__)
api = FastAPI()


@app.post("/pictures")
def picture():
    # finding: files/upload
    flask.request.files["picture"].read()
    # ok: files/upload
    return flask.request.form["title"]


@api.post("/documents")
# finding: files/upload
def document(file: UploadFile):
    return {}


@api.post("/notes")
# ok: files/upload
def note(text: str):
    return {}
