"""Cases of files/local-media."""

from django.core.files.storage import FileSystemStorage, default_storage
from flask import Flask, request
from flask_uploads import IMAGES, UploadSet

app = Flask(__name__)
# finding: files/local-media
pictures = UploadSet("pictures", IMAGES)
# ok: files/local-media
storage = FileSystemStorage(location="/var/media")


# ok: files/local-media
class Hashed(FileSystemStorage):
    def path(self, name):
        return name


# finding: files/local-media
class Reports(FileSystemStorage):
    def path(self, name):
        return name


# ok: files/local-media
class Exports(FileSystemStorage):
    def path(self, name):
        return name


@app.post("/pictures")
def upload():
    # ok: files/local-media
    default_storage.save("picture", request.files["picture"])
    # ok: files/local-media
    return request.files["picture"].read()
