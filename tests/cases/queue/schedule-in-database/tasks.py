# ok: queue/schedule-in-database
from celery.schedules import crontab

# finding: queue/schedule-in-database
from django_celery_beat.models import PeriodicTask


def disable(name):
    PeriodicTask.objects.filter(name=name).update(enabled=False)
    return crontab(hour=3)
