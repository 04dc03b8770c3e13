from django.http import HttpResponse
from shop.orders.models import Line, Order


def create(request):
    Line.objects.create(order=Order.objects.create(number=1))
    return HttpResponse("")


def show(request, pk):
    return HttpResponse(str(Order.objects.get(pk=pk)))
