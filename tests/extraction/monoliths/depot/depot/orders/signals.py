import logging

from django.db.models.signals import post_save
from django.dispatch import receiver

from depot.orders.models import Order, Position

log = logging.getLogger(__name__)


@receiver(post_save, sender=Order)
def add_first_position(sender, instance, created, **kwargs):
    log.info("saved %s", instance.pk)
    if created:
        Position.objects.create(order=instance, number=1)
