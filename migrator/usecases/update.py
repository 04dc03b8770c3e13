"""Update: bring what the monolith changed into a service, and keep what people changed there.

Three texts of each file are merged: as it was extracted (base), as the service has it now (ours),
and as it would be extracted today (theirs).
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import msgspec

from migrator.errors import GitError, PlanError
from migrator.generation.natures import finals
from migrator.model.extraction import Extraction, Layer
from migrator.model.files import RenderedFile
from migrator.model.plan_file import NAME
from migrator.model.slice_lock import GROWING, PATH, SliceLock, blob_of, load_lock
from migrator.model.update import Updated
from migrator.usecases.edited import read_edited
from migrator.usecases.extract import Checkout, Extractor, Order, below
from migrator.usecases.source import read_plan

SLICE = frozenset({Layer.COPIED, Layer.REDUCED, Layer.CODEMOD})


class History(Protocol):
    """The user's repository, and what it had earlier."""

    @property
    def top(self) -> Path:
        """Its top folder."""

    def check_new_branch(self, name: str, *, is_forced: bool) -> None:
        """Refuse a name that cannot be a new branch."""

    def worktree(self, commit: str = "HEAD") -> AbstractContextManager[Checkout]:
        """Check a commit out, for a while."""

    def commit_of(self, reference: str) -> str:
        """Name a commit; empty where there is none."""

    def set_branch(self, name: str, commit: str, *, is_forced: bool) -> bool:
        """Let a branch point at a commit; False where it has that already."""

    def blob(self, name: str) -> bytes | None:
        """Return bytes by git's name for them, None where they are not there."""

    def merge(self, ours: bytes, base: bytes, theirs: bytes) -> tuple[bytes, bool]:
        """Merge two descendants of a text; also tell whether conflicts are marked in it."""


class _Merged(msgspec.Struct):
    """Files to write or to remove, and what is left to a person."""

    files: dict[str, RenderedFile] = {}
    removed: list[str] = []
    conflicts: dict[str, str] = {}


def update(
    extractor: Extractor,
    order: Order,
    history: History,
    name: str | None,
    *,
    is_forced: bool = False,
) -> Updated:
    """Merge the monolith's changes into a service, on a branch that starts at the newest commit.

    Without ``name`` the branch is ``migrate/<service>-update``.

    Raises:
        PlanError: the service was not extracted, or not by a migrate that writes slice.lock.
    """
    folder, source = below(history.top, order.folder), below(history.top, order.source)
    with history.worktree() as checkout:
        there = _at(order, checkout.path, folder, source)
        lock = _read_lock(there.folder, order.wanted)
        there = msgspec.structs.replace(there, waiver=order.waiver or lock.waiver)
        made = extractor.plan(there, there.folder, commit=checkout.head)
        service = made.selection.service.name
        merged = _merge(made, lock, there.folder, history, _Base(extractor, order, history, lock))
        if not (merged.files or merged.removed or merged.conflicts):
            return Updated(service)
        name = name or f"migrate/{service}-update"
        history.check_new_branch(name, is_forced=is_forced)
        _commit(checkout, made, merged, folder)
        is_new = history.set_branch(name, checkout.head, is_forced=is_forced)
    return Updated(
        service,
        name,
        is_new,
        tuple(sorted(merged.files)),
        tuple(sorted(merged.removed)),
        tuple(sorted(merged.conflicts.items())),
    )


def _at(order: Order, top: Path, folder: Path, source: Path) -> Order:
    if not (top / source).is_dir():
        raise GitError(
            f"{source.as_posix()} is not part of that commit", hint="commit the monolith first"
        )
    return msgspec.structs.replace(order, folder=top / folder, source=top / source)


def _read_lock(folder: Path, service: str) -> SliceLock:
    file = f"services/{service}/{PATH}"
    if not (folder / "services" / service).is_dir():
        raise PlanError(
            f"services/{service} is not in the newest commit",
            hint="extract it first, and merge that branch: --update changes what is merged",
        )
    if not (folder / file).is_file():
        raise PlanError(
            f"{file} is not in the newest commit: from which source it was cut is not known",
            hint="--force, without --update, writes the service anew: hand-made edits are lost",
        )
    return load_lock(read_edited(folder / file), file=file)


class _Base:
    """What was written when the service was extracted: from git, else made once more."""

    def __init__(
        self, extractor: Extractor, order: Order, history: History, lock: SliceLock
    ) -> None:
        self._history, self._lock = history, dict(lock.files)
        self._again: Callable[[], Mapping[str, RenderedFile]] = lambda: _extract_again(
            extractor, order, history, lock
        )
        self._made: Mapping[str, RenderedFile] | None = None

    def content(self, path: str) -> bytes | None:
        """Return the bytes of a file as they were extracted, None where nobody knows them."""
        if path not in self._lock:
            return None
        found = self._history.blob(self._lock[path])
        if found is not None:
            return found
        if self._made is None:
            self._made = self._again()
        return self._made[path].content if path in self._made else None


def _extract_again(
    extractor: Extractor, order: Order, history: History, lock: SliceLock
) -> Mapping[str, RenderedFile]:
    if not lock.commit or not history.commit_of(f"{lock.commit}^{{commit}}"):
        return {}
    folder, source = below(history.top, order.folder), below(history.top, order.source)
    with history.worktree(lock.commit) as checkout:
        there = _at(order, checkout.path, folder, source)
        plan = read_plan(there.folder / NAME) or order.plan
        there = msgspec.structs.replace(there, plan=plan, waiver=lock.waiver)
        return finals(extractor.plan(there, there.folder, commit=lock.commit).layers)


def _merge(
    made: Extraction, lock: SliceLock, folder: Path, history: History, base: _Base
) -> _Merged:
    merged, locked = _Merged(), dict(lock.files)
    theirs = {
        path: file
        for path, file in finals(
            layer for layer in made.layers if layer.layer is not Layer.MONOLITH
        ).items()
        if not path.endswith(PATH)
    }
    for path in sorted(theirs.keys() | locked.keys()):
        target = folder / path
        ours = target.read_bytes() if target.is_file() else None
        _merge_file(merged, path, (locked.get(path), ours, theirs.get(path)), history, base)
    return merged


def _merge_file(
    merged: _Merged,
    path: str,
    states: tuple[str | None, bytes | None, RenderedFile | None],
    history: History,
    base: _Base,
) -> None:
    was, ours, theirs = states
    if theirs is None:
        _drop_file(merged, path, was, ours)
    elif theirs.content == ours or blob_of(theirs.content) == was:
        return
    elif ours is None and was is not None:
        merged.conflicts[path] = "it was deleted here, but the monolith changed it"
    elif ours is None or blob_of(ours) == was or path in GROWING:
        merged.files[path] = theirs
    else:
        content, has_conflicts = history.merge(ours, base.content(path) or b"", theirs.content)
        if content != ours:
            merged.files[path] = msgspec.structs.replace(theirs, content=content)
        if has_conflicts:
            is_marked = content != ours
            merged.conflicts[path] = (
                "both sides changed the same lines: they are marked" if is_marked
                else "both sides changed it, and it is no text"
            )  # fmt: skip


def _drop_file(merged: _Merged, path: str, was: str | None, ours: bytes | None) -> None:
    if ours is not None and blob_of(ours) == was:
        merged.removed.append(path)
    elif ours is not None:
        merged.conflicts[path] = "the monolith has it no more, but it was changed here"


def _commit(checkout: Checkout, made: Extraction, merged: _Merged, folder: Path) -> None:
    """Commit the slice by itself, then what is generated, with the new lock."""
    service = made.selection.service.name
    everything = finals(made.layers)
    sliced = {file.path for layer in made.layers if layer.layer in SLICE for file in layer.files}
    first = [file for path, file in sorted(merged.files.items()) if path in sliced]
    rest = [file for path, file in sorted(merged.files.items()) if path not in sliced]
    checkout.commit(
        first,
        folder,
        _message(f"Merge the monolith's changes into {service}", merged.conflicts),
        removed=merged.removed,
    )
    lock = everything[f"{made.folder}/{PATH}"]
    checkout.commit(
        [*rest, lock], folder, _message(f"Generate {service} from the monolith as it is", {})
    )


def _message(subject: str, conflicts: Mapping[str, str]) -> str:
    lines: Iterable[str] = (f"{path}: {why}" for path, why in sorted(conflicts.items()))
    listed = "\n".join(lines)
    why = f"To be decided by a person:\n{listed}" if listed else "Edits made here are kept."
    return f"{subject}\n\n{why}\n"
