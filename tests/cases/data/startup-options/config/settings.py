"""Cases of data/startup-options: Django's settings."""

ROOT_URLCONF = "config.urls"
INSTALLED_APPS = []
# finding: data/startup-options
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"options": "-c search_path=shop"},
    },
}
# ok: data/startup-options
OPTIONS = {"options": "-v"}
