"""How much of a pull request a person has to read: lines that a machine did not copy."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from migrator.model.extraction import Layer, LayerFiles, Size


def sizes_of(
    layers: Iterable[LayerFiles], existing: Mapping[str, bytes] | None = None
) -> tuple[Size, ...]:
    """Measure each layer against what the ones before it leave.

    Args:
        layers: in the order of their commits.
        existing: what was there before, by path.
    """
    now = dict(existing or {})
    sizes = []
    for layer in layers:
        added = removed = files = 0
        for file in layer.files:
            before = now.get(file.path)
            if before != file.content:
                more, less = _changes(before or b"", file.content)
                if layer.layer is Layer.REDUCED:  # lines only go, whatever a comparison pairs
                    more, less = 0, less - more
                added, removed, files = added + more, removed + less, files + 1
            now[file.path] = file.content
        if files:
            sizes.append(Size(layer.layer, layer.title, files, added, removed))
    return tuple(sizes)


def _changes(before: bytes, after: bytes) -> tuple[int, int]:
    old, new = before.splitlines(), after.splitlines()
    if not old or not new:
        return len(new), len(old)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    return sum(j - i for *_, i, j in changed), sum(j - i for _, i, j, *_ in changed)
