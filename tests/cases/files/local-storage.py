"""Cases of files/local-storage."""

from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.module_loading import import_string
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


class Local(FileSystemStorage):
    pass


class Chosen:
    STORAGE = "local_storage.Local"

    def make(self):
        # ok: files/local-storage
        return import_string(self.STORAGE)()


class ChosenRemote(Chosen):
    STORAGE = "storages.backends.s3.S3Storage"


@app.post("/chosen")
def chosen():
    Chosen().make().save("picture", request.files["picture"])
    ChosenRemote().make().save("picture", request.files["picture"])
    return "stored"


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
