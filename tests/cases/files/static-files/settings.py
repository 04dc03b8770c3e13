INSTALLED_APPS = ["django.contrib.auth"]
# finding: files/static-files
MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware"]
# ok: files/static-files
STATIC_URL = "/static/"
