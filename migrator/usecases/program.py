"""Source tree -> ``Program``: read every file, link, recognize."""

import hashlib
from pathlib import Path

import msgspec

from migrator.analysis.discovery import discover
from migrator.analysis.documents import Documents, read_documents
from migrator.analysis.garbage import without_collection
from migrator.analysis.left_out import Choice, Judge, summarize
from migrator.analysis.source import DEADLY, Source, open_files
from migrator.analysis.version import analysis_version
from migrator.errors import SourceError
from migrator.model.program import Program, Unresolved
from migrator.usecases.ports import Cache, Progress, Workers


def build_program(
    root: Path,
    *,
    cache: Cache | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
    choice: Choice | None = None,
) -> Program:
    """Analyze the monolith below ``root``; never imports or runs it.

    Args:
        root: folder that holds the monolith's packages.
        choice: files that are put back, or left out.
        cache: results of earlier runs.
        workers: where files are read; None for this process.
        progress: called with (files read, files in all).

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
    documents = read_documents(root, [source.file.file for source in sources])
    program = _program(root.resolve().name, sources, documents, cache, workers, progress)
    return msgspec.structs.replace(program, left_out=summarize(left_out))


def _program(
    name: str,
    sources: list[Source],
    documents: Documents,
    cache: Cache | None,
    workers: Workers | None,
    progress: Progress | None,
) -> Program:
    if cache is None:
        return _analyze(name, sources, documents, None, workers, progress)
    key = _key(name, sources, documents)
    if kept := _decode(cache.load([key]).get(key)):
        return kept
    program = _analyze(name, sources, documents, cache, workers, progress)
    if all(doubt.reason != DEADLY for doubt in program.unresolved):
        cache.save({key: msgspec.msgpack.encode(program)}, [source.key for source in sources])
    return program


def _analyze(
    name: str,
    sources: list[Source],
    documents: Documents,
    cache: Cache | None,
    workers: Workers | None,
    progress: Progress | None,
) -> Program:
    # The parser and all recognizers: half a second that a run without changes does not have.
    from migrator.analysis.build import build  # noqa: PLC0415
    from migrator.usecases.index import read_files  # noqa: PLC0415

    modules = read_files(sources, cache=cache, workers=workers, progress=progress)
    with without_collection():
        return build(name, modules, documents)


def _key(name: str, sources: list[Source], documents: Documents) -> str:
    """Return what changes with the source, or with the analysis itself."""
    total = hashlib.blake2b(digest_size=20)
    keys = (source.key for source in sources)
    texts = (part for document in documents.items() for part in document)
    for part in (analysis_version(), name, *keys, "", *texts):
        total.update(part.encode(errors="surrogateescape") + b"\0")
    return total.hexdigest()


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
    broken = [doubt for doubt in program.unresolved if _is_broken(doubt, program)]
    if broken:
        raise SourceError(
            "\n".join(f"{doubt.location}: {doubt.reason}" for doubt in broken),
            hint="repair the file; or, if the application does not use it, list it in .gitignore",
        )


def _is_broken(doubt: Unresolved, program: Program) -> bool:
    return doubt.location.file in program.unparsed
