"""Command lines of libraries, and the distributions that nothing else names.

A function of Lambda runs no command line. Celery's goes where nothing but Celery says its name:
then only ``Celery.start`` and ``worker_main`` import it, which start a program. What it imported
goes as well, distribution by distribution, if the name of that stands in no file that stays,
whatever kind of file that is. Metadata stay: entry points of others may ask for them.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from .names import names_in
from .reading import Read, parse

# The package, its command line (a folder, and what runs as ``python -m``), and how code runs it.
COMMAND_LINES: Final = {
    "celery": ("celery/bin/", "celery/__main__.py", {"celery.bin", "worker_main"})
}
# Says what installers know; the names of requirements among it.
_METADATA: Final = re.compile(r"[^/]+\.dist-info/(?!entry_points\.txt$).*")


class _Part(NamedTuple):
    """Files that run only if another file than their ``own`` says one of their names."""

    files: set[str]
    names: set[str]
    own: set[str]


def programs(
    distributions: Mapping[str, str], files: Collection[str], read: Read
) -> set[str]:
    """Return the files of command lines, and of distributions that only they need.

    Args:
        distributions: the folder of metadata of each file that a distribution brought.
        files: all files of the artifact.
        read: returns a file's content.
    """
    lines = []
    for package, (folder, main, names) in COMMAND_LINES.items():
        line = {
            file for file in distributions if file.startswith(folder) or file == main
        }
        if line:
            own = {file for file in files if file.startswith(f"{package}/")}
            lines.append(_Part(line, names, own))
    gone = new = _unsaid(lines, files, read)
    while new:
        others = [file for file in files if file not in gone]
        new = _unsaid(_imported(new, gone, distributions, read), others, read)
        gone = gone | new
    return gone


def _imported(
    new: set[str], gone: set[str], distributions: Mapping[str, str], read: Read
) -> Iterator[_Part]:
    """Yield the distributions that ``new`` imports."""
    code: dict[str, set[str]] = defaultdict(set)
    for file, distribution in distributions.items():
        if not file.startswith(f"{distribution}/"):
            code[distribution].add(file)
    imported = {name.partition(".")[0] for file in new for name in _imports(file, read)}
    for distribution, own in code.items():
        names = {file.partition("/")[0].partition(".")[0] for file in own}
        is_plugin = f"{distribution}/entry_points.txt" in distributions
        if names & imported and not own & gone and not is_plugin:
            yield _Part(own, names | {distribution.rpartition("-")[0]}, own)


def _imports(file: str, read: Read) -> Iterator[str]:
    tree = parse(read(file)) if file.endswith(".py") else None
    if tree is not None:
        yield from names_in(tree, file, in_functions=True)


def _unsaid(parts: Iterable[_Part], files: Iterable[str], read: Read) -> set[str]:
    """Return the files of parts whose names no other file says; each is read once for all."""
    left = [(part, _spellings(part.names)) for part in parts]
    for file in files:
        if left and not _METADATA.fullmatch(file):
            content = read(file).lower()
            left = [
                (part, words)
                for part, words in left
                if file in part.own or not any(word in content for word in words)
            ]
    return {file for part, _ in left for file in part.files}


def _spellings(names: Iterable[str]) -> set[bytes]:
    plain = {name.lower().replace("-", "_") for name in names}
    return {name.replace("_", sign).encode() for name in plain for sign in "_-."}
