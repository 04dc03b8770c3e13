from django.http import HttpResponse
from shop.customers.models import Customer
from shop.orders.models import Order


def show(request, pk):
    orders = Order.objects.count()
    return HttpResponse(Customer.objects.get(pk=pk).name + str(orders))
