from django.db import models


# finding: data/migration-owner
class Order(models.Model):
    number = models.IntegerField()


# ok: data/migration-owner
class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)

    class Meta:
        db_table = "orders_line"
