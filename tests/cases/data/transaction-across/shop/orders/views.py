from django.db import transaction
from django.http import HttpResponse
from shop.customers.models import Customer
from shop.orders.models import Line, Order


def create(request):
    # finding: data/transaction-across
    with transaction.atomic():
        order = Order.objects.create(number=1)
        rename(request.POST["name"])
    # ok: data/transaction-across
    with transaction.atomic():
        Line.objects.create(order=order)
        Order.objects.filter(pk=order.pk).update(number=2)
    return HttpResponse("")


@transaction.atomic
# finding: data/transaction-across
def show(request, pk):
    Order.objects.filter(pk=pk).delete()
    rename("nobody")
    return HttpResponse("")


def rename(name):
    Customer.objects.update(name=name)
