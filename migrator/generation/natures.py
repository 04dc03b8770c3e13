"""Part what codemods made of copied files: first only deletions, then the lines that changed.

A reviewer reads a commit that takes lines out otherwise than one that changes what is left.
"""

from collections.abc import Iterable, Mapping

from migrator.model.extraction import Layer, LayerFiles
from migrator.model.files import RenderedFile

CHANGED = "Change lines of the copy for {service}"
WHY = """\
These statements could not go as a whole: they lose some of their names, or get a
stand-in for what stayed in the monolith."""


def part_reductions(
    deleted: Iterable[RenderedFile], changed: Iterable[RenderedFile], service: str
) -> tuple[LayerFiles, ...]:
    """Make one or two layers of the files that codemods made of the copied ones.

    Args:
        deleted: files of which whole lines were deleted.
        changed: files in which lines were changed afterwards.
        service: for the title.
    """
    layers = [LayerFiles(Layer.REDUCED, tuple(deleted))]
    if changed := tuple(changed):
        title = CHANGED.format(service=service)
        layers.append(LayerFiles(Layer.CODEMOD, changed, title=title, why=WHY))
    return tuple(layers)


def finals(layers: Iterable[LayerFiles]) -> Mapping[str, RenderedFile]:
    """Return each file as the last layer that has it leaves it, by path."""
    return {file.path: file for layer in layers for file in layer.files}
