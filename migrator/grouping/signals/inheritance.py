"""Inheritance: a class and its ancestors of the project."""

from collections import Counter
from collections.abc import Iterator

from migrator.grouping.ties import Material, Tie
from migrator.model.location import Location
from migrator.model.reach import module_of


def inheritance(material: Material) -> Iterator[Tie]:
    """Tie classes to their ancestors; a base class of many modules says little."""
    found: dict[tuple[str, str], Location] = {}
    for one in material.program.inheritances:
        if ":" in one.base and module_of(one.cls) != module_of(one.base):
            found.setdefault((one.cls, one.base), one.location)
    heirs = Counter(base for _, base in {(module_of(c), b) for c, b in found})
    for (cls, base), location in found.items():
        yield Tie(cls, base, 1 / heirs[base], location)
