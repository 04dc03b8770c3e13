"""Package path: modules of one package were put there by somebody."""

from collections.abc import Iterator

from migrator.grouping.chains import chained
from migrator.grouping.ties import Material, Tie


def packages(material: Material) -> Iterator[Tie]:
    """Tie the modules below each package; the deeper the package, the more it says.

    The package that holds everything says nothing.
    """
    below: dict[str, list[str]] = {}
    names = sorted(material.files)
    for name in names:
        parts = name.split(".")
        for depth in range(1, len(parts) + 1):
            package = ".".join(parts[:depth])
            if package != name or depth == len(parts):
                below.setdefault(package, []).append(name)
    for _, group in sorted(below.items()):
        if 1 < len(group) < len(names) / 2:
            for one, other in chained(group):
                yield Tie(f"{one}:", f"{other}:", 1.0, material.start_of(one))
