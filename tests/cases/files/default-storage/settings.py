INSTALLED_APPS = ["shop"]
ROOT_URLCONF = "shop.urls"
MEDIA_ROOT = "media"
