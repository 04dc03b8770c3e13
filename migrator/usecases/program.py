"""Source tree -> ``Program``: read every file, link, recognize."""

import hashlib
from pathlib import Path

import msgspec

from migrator.analysis.discovery import discover
from migrator.analysis.documents import Documents, read_documents
from migrator.analysis.garbage import seldom_collecting
from migrator.analysis.left_out import Choice, Judge, summarize
from migrator.analysis.source import DEADLY, Source, open_files
from migrator.analysis.version import analysis_version
from migrator.errors import SourceError
from migrator.model.program import LeftOut, Program
from migrator.usecases.ports import Cache, Progress, Workers


class OpenedSource(msgspec.Struct, frozen=True):
    """The files of a monolith: read, not parsed.

    Attributes:
        name: name of the analyzed folder.
        left_out: what is not analyzed.
    """

    name: str
    sources: tuple[Source, ...]
    documents: Documents
    left_out: tuple[LeftOut, ...]

    def key(self) -> str:
        """Return what changes with the source, or with the analysis itself."""
        total = hashlib.blake2b(digest_size=20)
        keys = (source.key for source in self.sources)
        texts = (part for document in self.documents.items() for part in document)
        for part in (analysis_version(), self.name, *keys, "", *texts):
            total.update(part.encode(errors="surrogateescape") + b"\0")
        return total.hexdigest()


def open_source(root: Path, choice: Choice | None = None) -> OpenedSource:
    """Read the files of the monolith below ``root``.

    Args:
        root: folder that holds the monolith's packages.
        choice: files that are put back, or left out.

    Raises:
        SourceError: ``root`` is no folder, or holds no Python.
    """
    judge = Judge(choice or Choice())
    found = discover(root, judge)
    sources, left_out = [], [*found.left_out]
    for source in open_files(root, found.files):
        if reason := judge.of_content(source.file.file, source.content):
            left_out.append((reason, source.file.file))
        else:
            sources.append(source)
    names = [source.file.file for source in sources]
    documents = read_documents(root, names, found.templates)
    return OpenedSource(root.resolve().name, tuple(sources), documents, summarize(left_out))


def build_program(
    root: Path,
    *,
    cache: Cache | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
    choice: Choice | None = None,
) -> Program:
    """Analyze the monolith below ``root``, as ``open_source`` and ``link_program`` do."""
    opened = open_source(root, choice)
    return link_program(opened, cache=cache, workers=workers, progress=progress)


def link_program(
    opened: OpenedSource,
    *,
    cache: Cache | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Program:
    """Parse and link what was opened; nothing of it is imported or run.

    Args:
        opened: the files.
        cache: results of earlier runs.
        workers: where files are read; None for this process.
        progress: called with (files read, files in all).
    """
    key = opened.key()
    program = _decode(cache.load([key]).get(key)) if cache else None
    if program is None:
        program = _analyze(opened, cache, workers, progress)
        if cache and is_lasting(program):
            used = [source.key for source in opened.sources]
            cache.save({key: msgspec.msgpack.encode(program)}, used)
    return msgspec.structs.replace(program, left_out=opened.left_out)


def is_lasting(program: Program) -> bool:
    """Tell whether another run would find the same: not where a worker died, for once."""
    return all(doubt.reason != DEADLY for doubt in program.unresolved)


def _analyze(
    opened: OpenedSource,
    cache: Cache | None,
    workers: Workers | None,
    progress: Progress | None,
) -> Program:
    # The parser and all recognizers: half a second that a run without changes does not have.
    from migrator.analysis.build import build  # noqa: PLC0415
    from migrator.usecases.index import read_files  # noqa: PLC0415

    modules = read_files(opened.sources, cache=cache, workers=workers, progress=progress)
    with seldom_collecting():
        return build(opened.name, modules, opened.documents)


def _decode(kept: bytes | None) -> Program | None:
    if kept is None:
        return None
    try:
        return msgspec.msgpack.decode(kept, type=Program)
    except msgspec.MsgspecError:
        return None


def require_whole(program: Program) -> None:
    """Refuse a program of which a part could not be read: what is cut from it could be wrong.

    Raises:
        SourceError: naming each file that does not parse, with line and reason.
    """
    refuse(broken_in(program))


def broken_in(program: Program) -> tuple[str, ...]:
    """Say for each file that does not parse where and why, by the files' names."""
    broken = [doubt for doubt in program.unresolved if doubt.location.file in program.unparsed]
    broken.sort(key=lambda doubt: doubt.location)
    return tuple(f"{doubt.location}: {doubt.reason}" for doubt in broken)


def refuse(broken: tuple[str, ...]) -> None:
    """Refuse what ``broken_in`` found.

    Raises:
        SourceError: there is something.
    """
    if broken:
        raise SourceError(
            "\n".join(broken),
            hint="repair the file; or, if the application does not use it, list it in .gitignore",
        )
