"""Services that are extracted from the small monoliths beside this file."""

from pathlib import Path
from typing import NamedTuple

from migrator.adapters.source_tree import SourceTree
from migrator.cli.source import read_whole
from migrator.generation.extract import extract
from migrator.generation.natures import finals
from migrator.model.extraction import Extraction
from migrator.model.plan import MigrationPlan

MONOLITHS = Path(__file__).parent / "monoliths"


class Service(NamedTuple):
    """What was extracted, where it was written, and where the private package is imported from."""

    made: Extraction
    folder: Path
    package: Path


def written(monolith: str, wanted: str, output: Path) -> Service:
    """Extract a service of a monolith beside this file."""
    return cut_out(MONOLITHS / monolith, wanted, output)


def cut_out(source: Path, wanted: str, output: Path) -> Service:
    """Extract a service, and write the files as the last commit has them."""
    made = extract(read_whole(source), MigrationPlan(), wanted, SourceTree(source))
    for path, file in finals(made.layers).items():
        target = output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    package = output / "packages" / f"{made.selection.org}_lambda" / "src"
    return Service(made, output / made.folder, package)
