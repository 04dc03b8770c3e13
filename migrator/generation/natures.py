"""Part what codemods made of copied files: first only deletions, then the lines that changed.

A reviewer reads a commit that takes lines out otherwise than one that changes what is left.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

import msgspec

from migrator.model.extraction import Layer, LayerFiles
from migrator.model.files import RenderedFile

CHANGED = "Change lines of the copy for {service}"
WHY = """\
These statements could not go as a whole. MIGRATION.md lists what became of each."""


def part_reductions(
    copied: Iterable[RenderedFile], reduced: Iterable[RenderedFile], service: str
) -> tuple[LayerFiles, ...]:
    """Make one or two layers of the files that were cut down.

    Args:
        copied: the files as they are in the monolith.
        reduced: some of them, cut down.
        service: for the title.
    """
    before = {file.path: file.content for file in copied}
    deleted, changed = [], []
    for file in reduced:
        content = without_additions(before.get(file.path, b""), file.content)
        if content != before.get(file.path):
            deleted.append(msgspec.structs.replace(file, content=content))
        if content != file.content:
            changed.append(file)
    layers = [LayerFiles(Layer.REDUCED, tuple(deleted))]
    if changed:
        title = CHANGED.format(service=service)
        layers.append(LayerFiles(Layer.CODEMOD, tuple(changed), title=title, why=WHY))
    return tuple(layers)


def without_additions(before: bytes, after: bytes) -> bytes:
    """Take lines out of ``before`` that ``after`` has not, but those that became others there."""
    old = before.splitlines(keepends=True)
    new = after.splitlines(keepends=True)
    kept: list[bytes] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            kept += old[i:j]
        elif what == "replace":
            kept += _became(old[i:j], new[k:m])
    return b"".join(kept)


def _became(old: Sequence[bytes], new: Sequence[bytes]) -> list[bytes]:
    """Pick for each new line, in order, the old one that is most like it."""
    kept, first = [], 0
    for at, line in enumerate(new):
        last = len(old) - (len(new) - at - 1)  # each line that is left needs one as well
        likely = range(first, max(last, first + 1))[: len(old) - first]
        if not likely:
            break
        best = max(likely, key=lambda i: (_likeness(old[i], line), -i))
        kept.append(old[best])
        first = best + 1
    return kept


def _likeness(old: bytes, new: bytes) -> float:
    words = set(re.findall(rb"\w+", new))
    return len(words & set(re.findall(rb"\w+", old))) / (len(words) or 1)


def finals(layers: Iterable[LayerFiles]) -> Mapping[str, RenderedFile]:
    """Return each file as the last layer that has it leaves it, by path."""
    return {file.path: file for layer in layers for file in layer.files}
