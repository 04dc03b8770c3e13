import os
import shutil
import tempfile

# Must be set before clinic.db is imported anywhere.
_DIR = tempfile.mkdtemp(prefix="clinic-tests-")
DB_FILE = os.path.join(_DIR, "clinic.db")
SEED_FILE = os.path.join(_DIR, "seed.db")
os.environ["DATABASE_URL"] = "sqlite:///" + DB_FILE
os.environ["CLINIC_ENV"] = "testing"
os.environ.setdefault("CELERY_TASK_ALWAYS_EAGER", "1")
os.environ.setdefault("AWS_ACCESS_KEY_ID", "testing")
os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "testing")
os.environ.setdefault("AWS_REGION", "eu-west-1")
UPLOADS = os.path.join(_DIR, "uploads")
SEED_UPLOADS = os.path.join(_DIR, "seed-uploads")
os.environ["UPLOAD_DIR"] = UPLOADS
os.environ["EXPORT_DIR"] = os.path.join(_DIR, "exports")
# Nothing outside may be called, and the defaults are what is tested.
for _name in ("LIMS_URL", "CLINIC_SITE", "CLINIC_READONLY", "PROTOCOL_FILE", "BUILD_SHA",
              "DOCUMENT_BUCKET", "INSURER_URL", "NOTIFY_QUEUE_URL", "SMS_GATEWAY_URL",
              "SES_SENDER"):
    os.environ.pop(_name, None)

import pytest  # noqa: E402

from clinic.app import create_app  # noqa: E402
from clinic.db import Session, engine  # noqa: E402

PASSWORD = "secret"


def pytest_sessionfinish(session, exitstatus):
    shutil.rmtree(_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def seeded():
    from clinic.seed import seed

    seed()
    Session.remove()
    engine.dispose()
    shutil.copyfile(DB_FILE, SEED_FILE)
    os.makedirs(UPLOADS, exist_ok=True)
    shutil.copytree(UPLOADS, SEED_UPLOADS)
    return SEED_FILE


@pytest.fixture(scope="session")
def _app(seeded):
    return create_app("testing")


@pytest.fixture
def app(_app, seeded):
    from clinic.auth import services

    Session.remove()
    engine.dispose()
    shutil.copyfile(seeded, DB_FILE)
    shutil.rmtree(UPLOADS, ignore_errors=True)
    shutil.copytree(SEED_UPLOADS, UPLOADS)
    services.FAILED_LOGINS.clear()
    yield _app
    Session.remove()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def login():
    """login(client, "nurse@clinic.example") posts the login form."""

    def _login(client, email, password=PASSWORD):
        response = client.post("/auth/login", data={"email": email, "password": password})
        assert response.status_code == 302, response.get_data(as_text=True)
        return client

    return _login
