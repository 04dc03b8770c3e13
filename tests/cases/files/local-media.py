"""Cases of files/local-media."""

from flask import Flask, request

app = Flask(__name__)


@app.post("/pictures")
def upload():
    # finding: files/local-media
    request.files["picture"].save("/var/media/picture")
    # ok: files/local-media
    return request.files["picture"].read()
