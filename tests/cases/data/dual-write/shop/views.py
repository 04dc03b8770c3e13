"""Cases of data/dual-write: who sends it."""

from functools import partial

from django.db import transaction
from django.http import HttpResponse
from shop.models import Order
from shop.tasks import confirm


def create(request):
    order = Order.objects.create()
    # finding: data/dual-write
    transaction.on_commit(partial(confirm.delay, order.pk))
    return HttpResponse("")


def change(request, pk):
    with transaction.atomic():
        Order.objects.filter(pk=pk).update(state="open")
        # ok: data/dual-write
        confirm.delay(pk)
    return HttpResponse("")


def remind(request, pk):
    # ok: data/dual-write
    confirm.delay(pk)
    # ok: data/dual-write
    with transaction.atomic():
        Order.objects.filter(pk=pk).update(state="reminded")
    return HttpResponse("")
