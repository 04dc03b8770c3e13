"""Imports: who loads whom."""

from collections import Counter
from collections.abc import Iterator

from migrator.grouping.ties import Material, Tie
from migrator.model.location import Location


def imports(material: Material) -> Iterator[Tie]:
    """Tie modules to those that they import or name in a string; what many import says little."""
    found: dict[tuple[str, str], Location] = {}
    for module in material.program.modules:
        for one in module.imports:
            if one.target != module.name and one.target in material.files:
                place = Location(module.file, one.line)
                found.setdefault((module.name, one.target), place)
        for target, line in module.mentions:
            if target != module.name and target in material.files:
                found.setdefault((module.name, target), Location(module.file, line))
    importers = Counter(target for _, target in found)
    for (name, target), location in found.items():
        yield Tie(f"{name}:", f"{target}:", 1 / importers[target], location)
