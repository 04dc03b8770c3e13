"""The example monolith recorded with its own requests."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from migrator.parity.cassette import decode_cassette
from tests.monolith import MONOLITH, interpreter

pytestmark = pytest.mark.slow


def record(output: Path) -> None:
    command = [sys.executable, "-m", "migrator", "parity", "record", "--monolith", str(MONOLITH)]
    command += ["--app", "clinic.app:create_app", "-o", str(output)]
    command += ["--requests", str(MONOLITH / "parity/requests.yaml"), "--python", interpreter()]
    subprocess.run(command, check=True, timeout=120)


def test_example_is_recorded_deterministically(tmp_path: Path) -> None:
    record(tmp_path / "one")
    record(tmp_path / "two")
    content = (tmp_path / "one/cassette.json").read_bytes()
    assert content == (tmp_path / "two/cassette.json").read_bytes()
    cassette = decode_cassette(content, file="cassette.json")
    areas = Counter(exchange.area for exchange in cassette.exchanges)
    assert set(areas) == {
        *("appointments", "auth", "billing", "core", "documents", "lab", "notifications"),
        *("patients", "reports"),
    }
    statuses = {exchange.response.status for exchange in cassette.exchanges}
    assert statuses >= {200, 201, 202, 204, 206, 302, 304, 308, 400, 401, 403, 404, 405, 409, 422}
    cookies = [
        sum(name.lower() == "set-cookie" for name, _ in exchange.response.headers)
        for exchange in cassette.exchanges
        if "two cookies" in exchange.tags
    ]
    assert cookies == [2, 2, 2]
