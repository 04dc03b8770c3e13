"""Cases of data/generic-foreign-key."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Comment(models.Model):
    # ok: data/generic-foreign-key
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    # finding: data/generic-foreign-key
    subject = GenericForeignKey("content_type", "object_id")


class Vote(models.Model):
    # ok: data/generic-foreign-key
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE)
