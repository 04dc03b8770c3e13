INSTALLED_APPS = ["shop"]
# finding: files/local-media
DEFAULT_FILE_STORAGE = "django.core.files.storage.FileSystemStorage"
# ok: files/local-media
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
if len(INSTALLED_APPS) > 1:
    STORAGES["default"] = {"BACKEND": "storages.backends.s3.S3Storage"}
