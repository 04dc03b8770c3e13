"""The example's own tests, with handlers of a service behind their client."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from migrator.model.own_tests import OwnTestsReport, Verdict
from tests.monolith import MONOLITH, interpreter

pytestmark = pytest.mark.slow

# What is different on Lambda, for it is kept in the memory of one process; what a test does to its
# own process, which no other one sees; and how many tests come out the same.
EXPECTED = {
    "auth": ({"test_lock_after_five_failures"}, set(), 12),
    "billing": (
        set(),
        {
            "test_claim_is_posted_to_the_insurer",
            "test_failed_invoice_leaves_appointments_unbilled",
        },
        12,
    ),
    "documents": (
        {"test_upload_and_download"},
        {"test_s3_copy_and_presigned_url", "test_upload_too_large"},
        9,
    ),
}


def migrate(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "migrator", *map(str, words)]
    return subprocess.run(command, cwd=MONOLITH, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("area", EXPECTED)
def test_tests_of_an_area(area: str, tmp_path: Path) -> None:
    assert migrate("extract", area, "--into", tmp_path).returncode == 0
    done = migrate(
        *("parity", "tests", tmp_path / "services" / area, "--monolith", "."),
        *("--python", interpreter(), "--format", "json"),
        *("--", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/test_{area}.py"),
    )
    report = msgspec.json.decode(done.stdout, type=OwnTestsReport)
    different, cannot_cross, equal = EXPECTED[area]
    assert names(report, Verdict.DIFFERENT) == different, done.stdout
    assert names(report, Verdict.CANNOT_CROSS) == cannot_cross, done.stdout
    assert report.count(Verdict.EQUAL) == equal
    assert done.returncode == bool(different)


def names(report: OwnTestsReport, verdict: Verdict) -> set[str]:
    return {t.name.rpartition("::")[2] for t in report.tests if t.verdict is verdict}


def test_a_command_that_runs_no_test(tmp_path: Path) -> None:
    assert migrate("extract", "lab", "--into", tmp_path).returncode == 0
    done = migrate(
        *("parity", "tests", tmp_path / "services" / "lab", "--monolith", "."),
        *("--python", interpreter(), "--", "-m", "nothing"),
    )
    assert done.returncode == 2
    assert done.stderr.startswith("error: no test ran: ")
    assert "No module named nothing" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [("-m",), ("-W", "error", "-m", "pytest"), ("-c", "1")])
def test_a_command_that_is_no_module_and_no_file(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "serverless.yml").write_text("functions:\n  a: {handler: handlers.a.handler}\n")
    done = migrate("parity", "tests", tmp_path, "--monolith", ".", "--", *command)
    assert done.returncode == 2
    assert done.stderr == (
        f"error: {' '.join(command)}: neither a module nor a file to run\n"
        "hint: after `--` stands `-m MODULE …`, or a file such as manage.py with its words\n"
    )
