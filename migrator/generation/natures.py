"""Part what codemods made of copied files: first only deletions, then the lines that changed.

A reviewer reads a commit that takes lines out otherwise than one that changes what is left.
"""

from collections.abc import Iterable, Mapping
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
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    kept = (old[i:j] for what, i, j, _, _ in steps if what != "delete")
    return b"".join(line for lines in kept for line in lines)


def finals(layers: Iterable[LayerFiles]) -> Mapping[str, RenderedFile]:
    """Return each file as the last layer that has it leaves it, by path."""
    return {file.path: file for layer in layers for file in layer.files}
