"""Files beside the source that say what the application does: crontabs, descriptions of an API."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

Documents = Mapping[str, str]  # file, relative to the analyzed folder with ``/``, to its text

LARGEST = 1_000_000  # bytes; what people write by hand is far smaller
CRONTAB = re.compile(r"crontab(?:\..+)?|.+\.(?:cron|crontab)")
# JSON holds data and translations as well: there the name has to say what it is.
DESCRIPTION = re.compile(r".+\.ya?ml|.*(?:openapi|swagger|api|spec).*\.json", re.IGNORECASE)


def is_crontab(file: str) -> bool:
    """Tell crontabs by their names, or by the folder that cron reads."""
    path = PurePosixPath(file)
    return CRONTAB.fullmatch(path.name) is not None or path.parent.name == "cron.d"


def read_documents(root: Path, sources: Iterable[str]) -> dict[str, str]:
    """Read documents that lie in, above or directly below a folder of source files, sorted.

    What cannot be read, or is no text, is left out.
    """
    found: dict[str, str] = {}
    for path in sorted(set(_candidates(root, sources))):
        try:
            if path.stat().st_size <= LARGEST:
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
            name = path.relative_to(root).as_posix()
            if (is_crontab(name) or DESCRIPTION.fullmatch(path.name)) and path.is_file():
                yield path


def _entries(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return []
