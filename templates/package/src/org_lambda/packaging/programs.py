"""Command lines of libraries, and the distributions that nothing else names.

A function of Lambda runs no command line. Celery's goes where nothing but Celery says its name:
then only ``Celery.start`` and ``worker_main`` import it, which start a program. What it imported
goes as well, distribution by distribution, if the name of that stands in no file that stays,
whatever kind of file that is. Metadata stay: entry points of others may ask for them.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from .names import names_in
from .reading import parse

# The package, its command line (a folder, and what runs as ``python -m``), and how code runs it.
COMMAND_LINES: Final = {
    "celery": ("celery/bin/", "celery/__main__.py", {"celery.bin", "worker_main"})
}
# Says what installers know; the names of requirements among it.
_METADATA: Final = re.compile(r"[^/]+\.dist-info/(?!entry_points\.txt$).*")

Read = Callable[[str], bytes]


def programs(
    distributions: Mapping[str, str], files: Collection[str], read: Read
) -> set[str]:
    """Return the files of command lines, and of distributions that only they need.

    Args:
        distributions: the folder of metadata of each file that a distribution brought.
        files: all files of the artifact.
        read: returns a file's content.
    """
    gone: set[str] = set()
    for package, (folder, main, names) in COMMAND_LINES.items():
        own = {
            file for file in distributions if file.startswith(folder) or file == main
        }
        others = (file for file in files if not file.startswith(f"{package}/"))
        if own and not _is_said(names, others, read):
            gone |= own
    new = set(gone)
    while new:
        new = set(_unnamed(new, gone, distributions, files, read))
        gone |= new
    return gone


def _unnamed(
    new: set[str],
    gone: set[str],
    distributions: Mapping[str, str],
    files: Collection[str],
    read: Read,
) -> Iterator[str]:
    """Yield the files of distributions that ``new`` imports, and that no other file names."""
    code: dict[str, set[str]] = defaultdict(set)
    for file, distribution in distributions.items():
        if not file.startswith(f"{distribution}/"):
            code[distribution].add(file)
    imported = {name.partition(".")[0] for file in new for name in _imports(file, read)}
    for distribution, own in code.items():
        names = {file.partition("/")[0].partition(".")[0] for file in own}
        is_plugin = f"{distribution}/entry_points.txt" in distributions
        if names & imported and not own & gone and not is_plugin:
            names.add(distribution.rpartition("-")[0])
            others = (file for file in files if file not in own and file not in gone)
            if not _is_said(names, others, read):
                yield from own


def _imports(file: str, read: Read) -> Iterator[str]:
    tree = parse(read(file)) if file.endswith(".py") else None
    if tree is not None:
        yield from names_in(tree, file, in_functions=True)


def _is_said(names: Collection[str], files: Iterator[str], read: Read) -> bool:
    spellings = {name.lower().replace("-", "_") for name in names}
    words = {
        w.encode()
        for s in spellings
        for w in (s, s.replace("_", "-"), s.replace("_", "."))
    }
    for file in files:
        if not _METADATA.fullmatch(file):
            content = read(file).lower()
            if any(word in content for word in words):
                return True
    return False
