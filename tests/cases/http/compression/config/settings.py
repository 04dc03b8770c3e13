ROOT_URLCONF = "config.urls"
INSTALLED_APPS = []
# finding: http/compression
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware"]
# ok: http/compression
COMPRESS_ENABLED = True
