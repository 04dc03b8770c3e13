from django.db import connection
from django.http import HttpResponse


def create(request):
    with connection.cursor() as cursor:
        # finding: data/sql-across
        cursor.execute("UPDATE customers_customer SET name = %s", [request.POST["name"]])
        # ok: data/sql-across
        cursor.execute("UPDATE orders_order SET number = 1")
    return HttpResponse("")


def show(request, pk):
    with connection.cursor() as cursor:
        # finding: data/sql-across
        cursor.execute("SELECT c.name FROM customers_customer c WHERE c.id = %s", [pk])
        # ok: data/sql-across
        cursor.execute("SELECT number FROM orders_order WHERE id = %s", [pk])
    return HttpResponse("")
