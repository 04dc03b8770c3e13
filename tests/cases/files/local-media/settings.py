INSTALLED_APPS = ["shop"]
# finding: files/local-media
DEFAULT_FILE_STORAGE = "django.core.files.storage.FileSystemStorage"
# ok: files/local-media
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
if len(INSTALLED_APPS) > 1:
    STORAGES["default"] = {"BACKEND": "storages.backends.s3.S3Storage"}
# ok: files/local-media
REPORT_FILE_STORAGE = "app.Reports"
EXPORT_FILE_STORAGE = "storages.backends.s3.S3Storage"
if len(INSTALLED_APPS) > 1:
    EXPORT_FILE_STORAGE = "app.Exports"
SCRATCH_FILE_STORAGE = "shop_tests.storage.Scratch"
