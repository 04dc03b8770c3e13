from django.conf import settings
from django.db import models


class Order(models.Model):
    customer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    items = models.ManyToManyField("stock.Item")
    note = models.TextField(blank=True)


class Position(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="positions")
    number = models.IntegerField()
