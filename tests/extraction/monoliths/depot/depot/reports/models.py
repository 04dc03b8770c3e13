from django.db import models


class Report(models.Model):
    year = models.IntegerField()
