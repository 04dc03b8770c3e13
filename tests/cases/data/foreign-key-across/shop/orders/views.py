from django.http import HttpResponse
from shop.orders.models import Order


def create(request):
    Order.objects.create(customer_id=1)
    return HttpResponse("")


def show(request, pk):
    return HttpResponse(str(Order.objects.get(pk=pk)))
