from django.db import models


# finding: data/table-written-across
class Order(models.Model):
    number = models.IntegerField()


# ok: data/table-written-across
class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)

    class Meta:
        db_table = "orders_line"
