from django.db import models

from depot.orders.models import Order


class Review(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    text = models.TextField()
