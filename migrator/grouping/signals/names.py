"""Names: words that modules, tables and functions have in common."""

import re
from collections.abc import Iterator

from migrator.grouping.chains import chained
from migrator.grouping.ties import Material, Tie, is_table, node_of_table
from migrator.model.location import Location

WORD = re.compile(r"[A-Z]?[a-z]{3,}")
TOO_COMMON = 0.1


def names(material: Material) -> Iterator[Tie]:
    """Tie the modules and tables that share a word which few others have."""
    words: dict[str, list[str]] = {}
    nodes = [*sorted(material.files), *map(node_of_table, sorted(material.tables))]
    for node in nodes:
        for word in sorted(_words(node.removeprefix("table "))):
            words.setdefault(word, []).append(node)
    for _, group in sorted(words.items()):
        if 1 < len(group) <= max(2, TOO_COMMON * len(nodes)):
            for one, other in chained(group):
                yield Tie(_member(one), _member(other), 1 / len(group), _place(one, material))


def _words(name: str) -> set[str]:
    return {found.lower().removesuffix("s") for found in WORD.findall(name.replace("_", " "))}


def _member(node: str) -> str:
    return node if is_table(node) else f"{node}:"


def _place(node: str, material: Material) -> Location:
    if not is_table(node):
        return material.start_of(node)
    return material.tables[node.removeprefix("table ")]
