"""Files beside the source: crontabs, descriptions of an API, what is required, how it is run."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

Documents = Mapping[str, str]  # file, relative to the analyzed folder with ``/``, to its text

LARGEST = 1_000_000  # bytes; what people write by hand is far smaller
CRONTAB = re.compile(r"crontab(?:\..+)?|.+\.(?:cron|crontab)")
# JSON holds data and translations as well: there the name has to say what it is.
DESCRIPTION = re.compile(r".+\.ya?ml|.*(?:openapi|swagger|api|spec).*\.json", re.IGNORECASE)
# What lists the distributions that the project requires.
REQUIREMENTS = re.compile(
    r"(?:.*[-_.])?requirements(?:[-_.].*)?\.(?:txt|in)|pyproject\.toml|setup\.cfg|Pipfile"
)
# What says how the application is run.
OPERATIONS = re.compile(
    r"Procfile(?:\..+)?|(?:.+\.)?Dockerfile(?:\..+)?|Containerfile|(?:docker-)?compose.*\.ya?ml"
    r"|gunicorn.*\.py|uwsgi.*\.ini|supervisor.*\.(?:conf|ini)|nginx.*\.conf(?:\..+)?|.+\.service"
    r"|\.python-version|runtime\.txt|serverless\.ya?ml|zappa_settings\.(?:json|ya?ml|toml)"
    r"|app\.ya?ml"
)
HIDDEN = frozenset({".python-version"})  # what is read although its name starts with a dot


def is_crontab(file: str) -> bool:
    """Tell crontabs by their names, or by the folder that cron reads."""
    path = PurePosixPath(file)
    return CRONTAB.fullmatch(path.name) is not None or path.parent.name == "cron.d"


def is_requirements(file: str) -> bool:
    """Tell files that list what the project requires, also ``requirements/production.txt``."""
    path = PurePosixPath(file)
    is_listed = path.parent.name == "requirements" and path.suffix in {".txt", ".in"}
    return is_listed or REQUIREMENTS.fullmatch(path.name) is not None


def is_operations(file: str) -> bool:
    """Tell files that say how the application is run, by their names or by nginx's folder."""
    path = PurePosixPath(file)
    is_server = path.suffix == ".conf" and "nginx" in path.parts[:-1]
    return is_server or OPERATIONS.fullmatch(path.name) is not None


def read_documents(
    root: Path, sources: Iterable[str], templates: Iterable[str] = ()
) -> dict[str, str]:
    """Read documents that lie in, above or directly below a folder of source files, sorted.

    ``templates`` are files that are read as well. What cannot be read, or is no text, is left out.
    """
    found: dict[str, str] = {}
    met = (root / file for file in templates)
    for path in sorted({*_candidates(root, sources), *met}):
        try:
            if path.is_file() and path.stat().st_size <= LARGEST:  # a pipe waits for a writer
                found[path.relative_to(root).as_posix()] = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return found


def _candidates(root: Path, sources: Iterable[str]) -> Iterator[Path]:
    above = {parent for source in sources for parent in PurePosixPath(source).parents}
    folders = {root / folder for folder in above}
    for folder in sorted(folders):
        inside = [path for path in _entries(folder) if path.is_dir() and not path.is_symlink()]
        for path in (entry for one in (folder, *inside) for entry in _entries(one)):
            if _is_read(path.relative_to(root).as_posix()) and path.is_file():
                yield path


def _is_read(file: str) -> bool:
    is_description = DESCRIPTION.fullmatch(PurePosixPath(file).name) is not None
    return is_description or is_crontab(file) or is_requirements(file) or is_operations(file)


def _entries(folder: Path) -> list[Path]:
    try:
        return [p for p in folder.iterdir() if not p.name.startswith(".") or p.name in HIDDEN]
    except OSError:
        return []
