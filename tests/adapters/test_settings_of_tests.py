"""What tests change of Django's settings is told to the service, also below an override."""

import json
import subprocess
import sys
from pathlib import Path

from migrator.adapters.interpreter import HARNESS

PROGRAM = """\
import json
from django.conf import settings
from django.test.utils import override_settings
from migrate_settings import settings_of, unpacked
settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
found = [unpacked(settings_of(None))]
with override_settings(KEY="foo"), override_settings(LIMIT=5):
    found.append(unpacked(settings_of(None)))
print(json.dumps(found))
"""


def test_settings_below_an_override_are_told_as_well(tmp_path: Path) -> None:
    text = "ALLOWED_HOSTS = ['shop']\nKEY = None\nLIMIT = 3\nSECRET_KEY = MEDIA_URL = '/s/'\n"
    (tmp_path / "shop_settings.py").write_text(text)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PYTHONPATH": f"{HARNESS}:{tmp_path}", "DJANGO_SETTINGS_MODULE": "shop_settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    hosts = {"ALLOWED_HOSTS": ["shop", "testserver"]}
    assert json.loads(done.stdout) == [hosts, {**hosts, "KEY": "foo", "LIMIT": 5}]
