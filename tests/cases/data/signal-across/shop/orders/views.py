from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpResponse
from shop.orders.models import Line, Order


# ok: data/signal-across
@receiver(post_save, sender=Line)
def count(sender, instance, **options):
    return instance


def create(request):
    Line.objects.create(order=Order.objects.create(number=1))
    return HttpResponse("")


def show(request, pk):
    return HttpResponse(str(Order.objects.get(pk=pk)))
