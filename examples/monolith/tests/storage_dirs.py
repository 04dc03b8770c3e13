"""Upload and export folders of the tests; imported before anything is seeded."""
import atexit
import os
import shutil
import tempfile

ROOT = tempfile.mkdtemp(prefix="clinic-files-")
os.environ["UPLOAD_DIR"] = os.path.join(ROOT, "uploads")
os.environ["EXPORT_DIR"] = os.path.join(ROOT, "exports")
for _name in ("DOCUMENT_BUCKET", "SES_SENDER", "NOTIFY_QUEUE_URL", "INSURER_URL",
              "SMS_GATEWAY_URL"):
    os.environ.pop(_name, None)
atexit.register(shutil.rmtree, ROOT, ignore_errors=True)
