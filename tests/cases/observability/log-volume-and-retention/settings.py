"""Settings of a Django shop."""

ROOT_URLCONF = "urls"
INSTALLED_APPS = ["django.contrib.contenttypes"]

# finding: observability/log-volume-and-retention
LOGGING = {
    "version": 1,
    "handlers": {"console": {"class": "logging.StreamHandler", "level": "DEBUG"}},
    "loggers": {
        "django.db.backends": {"level": "DEBUG", "handlers": ["console"]},
        "shop": {"level": "INFO", "handlers": ["console"]},
    },
}
