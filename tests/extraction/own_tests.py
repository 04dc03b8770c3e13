"""An application's own tests of an area, with the service's handlers behind their client.

python -m tests.extraction.own_tests                     # all; writes their rows in the docs
python -m tests.extraction.own_tests ctfd --sources DIR  # DIR/NAME instead of downloads
"""

import shutil
import tarfile
from pathlib import Path
from typing import NamedTuple

import msgspec

from migrator.model.own_tests import OwnTestsReport, Verdict
from tests.extraction.areas import APPLICATIONS, Application
from tests.extraction.measure import environment, extracted, prepared, service_environment
from tests.extraction.running import interpreter, migrate, pip
from tests.extraction.table import Table, fill
from tests.practice.__main__ import say
from tests.practice.applications import CACHE

TABLE = Table(
    "<!-- own tests: begin -->",
    "<!-- own tests: end -->",
    "| application | area | tests | ask the service | the same | requests | different "
    "| cannot cross | ask others only | skipped or failing alone |\n"
    "|---|---|---|---|---|---|---|---|---|---|",
)


class Area(NamedTuple):
    """An area that was extracted, and the interpreters of the whole and of the service."""

    application: Application
    monolith: Path
    service: Path
    pythons: tuple[Path, Path]


def area_of(application: Application, sources: Path | None, scratch: Path) -> Area:
    """Extract an area and install what it requires; ``scratch`` is an empty folder.

    Raises:
        NotRunError, NotFetchedError: the application cannot be had, or not be run here.
    """
    whole = environment(application, sources)
    monolith = prepared(application, sources, whole, scratch / "monolith")
    if application.tests_from:
        shutil.copytree(source_archive(application) / "tests", monolith / "tests")
    service = extracted(application, monolith, whole, scratch / "out")
    return Area(application, monolith, service, (whole, service_environment(application, service)))


def source_archive(application: Application) -> Path:
    """Return the folder of what PyPI has as source, which has tests where wheels have none."""
    name = application.tests_from.replace("==", "-")
    folder = CACHE / f"sdist-{name}"
    if not folder.exists():
        words = ("--no-deps", "--no-binary", ":all:", "--dest", CACHE, application.tests_from)
        pip(interpreter(application), "download", *words)
        with tarfile.open(CACHE / f"{name}.tar.gz") as archive:
            archive.extractall(folder, filter="data")
    return folder / name


def own_tests(area: Area) -> OwnTestsReport:
    """Run the application's own tests of an area."""
    application = area.application
    needed = CACHE / f"tests-extraction-{application.name}"
    if application.tests_need and not needed.exists():
        pip(area.pythons[0], "install", "--no-deps", "--target", needed, *application.tests_need)
    variables = (f"PYTHONPATH={needed}", *application.tests_environment)
    said = migrate(
        *("parity", "tests", area.service, "--monolith", "."),
        *("--python", area.pythons[0], "--service-python", area.pythons[1], "--format", "json"),
        *(word for variable in variables for word in ("--env", variable)),
        *("--", *application.tests),
        cwd=area.monolith,
        statuses=(0, 1),
    )
    return msgspec.json.decode(said, type=OwnTestsReport)


def line(application: Application, report: OwnTestsReport) -> str:
    """Write a row of the table."""
    counts = {verdict: report.count(verdict) for verdict in Verdict}
    asking = counts[Verdict.EQUAL] + counts[Verdict.DIFFERENT] + counts[Verdict.CANNOT_CROSS]
    cells = (
        application.name,
        application.service,
        len(report.tests),
        asking,
        counts[Verdict.EQUAL],
        sum(test.requests for test in report.tests if test.verdict is Verdict.EQUAL),
        counts[Verdict.DIFFERENT],
        counts[Verdict.CANNOT_CROSS],
        counts[Verdict.OUTSIDE],
        counts[Verdict.NOT_PASSING],
    )
    return f"| {' | '.join(map(str, cells))} |"


def row_of(application: Application, sources: Path | None, scratch: Path) -> str:
    """Run the tests of an application, and say which of them do not come out the same."""
    report = own_tests(area_of(application, sources, scratch))
    for test in report.tests:
        if test.verdict in {Verdict.DIFFERENT, Verdict.CANNOT_CROSS}:
            say(f"{test.verdict}: {test.name}: {', '.join(test.reasons)}: {test.message}")
    return line(application, report)


if __name__ == "__main__":
    having_tests = [one for one in APPLICATIONS if one.tests]
    fill(TABLE, "python -m tests.extraction.own_tests", __doc__, row_of, having_tests)
