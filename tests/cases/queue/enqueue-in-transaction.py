"""Cases of queue/enqueue-in-transaction."""

from functools import partial

from celery import shared_task
from django.db import transaction
from django.http import HttpResponse
from django.urls import path


@shared_task
def pack(order):
    return order


def place(request):
    with transaction.atomic():
        # finding: queue/enqueue-in-transaction
        pack.delay(1)
        # ok: queue/enqueue-in-transaction
        transaction.on_commit(lambda: pack.delay(2))
        transaction.on_commit(
            # ok: queue/enqueue-in-transaction
            lambda: pack.apply_async((3,), countdown=3)
        )
        # ok: queue/enqueue-in-transaction
        transaction.on_commit(partial(pack.delay, 4))
    # ok: queue/enqueue-in-transaction
    pack.delay(5)
    return HttpResponse("placed")


@transaction.atomic
def move(request):
    # finding: queue/enqueue-in-transaction
    pack.apply_async((6,))
    return HttpResponse("moved")


urlpatterns = [path("place", place), path("move", move)]
