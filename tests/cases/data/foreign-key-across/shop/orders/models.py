from django.db import models
from shop.customers.models import Customer


class Order(models.Model):
    # ok: data/foreign-key-across
    replaces = models.ForeignKey("self", null=True, on_delete=models.CASCADE)
    # finding: data/foreign-key-across
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    payer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    # ok: data/foreign-key-across
    customer_number = models.IntegerField()
