"""Cases of files/local-storage."""

from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage, default_storage
from flask import Flask, request

app = Flask(__name__)


class Wizard:
    # finding: files/local-storage
    file_storage = FileSystemStorage(location="/var/media/wizard")

    def post(self):
        return self.file_storage.save("picture", request.files["picture"])


class Finder(finders.BaseFinder):
    # ok: files/local-storage
    storage = FileSystemStorage(location="/srv/static")

    def list(self, ignore_patterns):
        return self.storage.listdir("")


@app.post("/pictures")
def upload():
    # finding: files/local-storage
    FileSystemStorage().save("picture", request.files["picture"])
    # ok: files/local-storage
    default_storage.save("picture", request.files["picture"])
    return "stored"


@app.post("/wizard")
def wizard():
    return Wizard().post()
