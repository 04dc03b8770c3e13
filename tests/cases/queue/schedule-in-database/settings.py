"""Cases of queue/schedule-in-database."""

# finding: queue/schedule-in-database
INSTALLED_APPS = ["django.contrib.auth", "django_celery_beat"]
# finding: queue/schedule-in-database
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# ok: queue/schedule-in-database
CELERY_BROKER_URL = "redis://redis"
