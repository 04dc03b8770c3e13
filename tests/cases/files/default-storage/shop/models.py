"""Cases of files/default-storage."""

from django.db import models
from storages.backends.s3 import S3Storage


class Product(models.Model):
    # finding: files/default-storage
    picture = models.ImageField(upload_to="pictures")
    # finding: files/default-storage
    manual = models.FileField(upload_to="manuals", null=True)
    # ok: files/default-storage
    drawing = models.FileField(storage=S3Storage())
    # ok: files/default-storage
    path = models.FilePathField(path="drawings")

    def name(self):
        return str(self.pk)
