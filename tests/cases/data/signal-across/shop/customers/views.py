from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpResponse
from shop.customers.models import Customer
from shop.orders.models import Order


# finding: data/signal-across
@receiver(post_save, sender=Order)
def remember(sender, instance, **options):
    return instance


# ok: data/signal-across
@receiver(post_save, sender=Customer)
def greet(sender, instance, **options):
    return instance


def show(request, pk):
    return HttpResponse(Customer.objects.get(pk=pk).name)
