"""Settings that say otherwise."""

ROOT_URLCONF = "config.urls"
INSTALLED_APPS = []
# ok: data/atomic-requests
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "ATOMIC_REQUESTS": False}}
