INSTALLED_APPS = ["django.contrib.auth"]
# finding: files/sqlite-database
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "shop.sqlite"}}
# ok: files/sqlite-database
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}}
