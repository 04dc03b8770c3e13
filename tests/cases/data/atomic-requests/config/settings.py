"""Cases of data/atomic-requests."""

ROOT_URLCONF = "config.urls"
INSTALLED_APPS = []
# finding: data/atomic-requests
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "ATOMIC_REQUESTS": True}}
