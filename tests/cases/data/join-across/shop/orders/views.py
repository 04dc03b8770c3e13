from django.http import HttpResponse
from shop.orders.models import Line, Order


def create(request):
    # finding: data/join-across
    rows = Order.objects.select_related("customer").all()
    # ok: data/join-across
    lines = Line.objects.select_related("order").all()
    return HttpResponse(str((list(rows), list(lines))))


def show(request, pk):
    # ok: data/join-across
    order = Order.objects.get(pk=pk)
    return HttpResponse(order.customer.name)
