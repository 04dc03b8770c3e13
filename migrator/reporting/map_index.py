"""Positions of what the rows of the map refer to."""

from migrator.grouping.homes import members
from migrator.grouping.study import Study
from migrator.grouping.ties import is_table
from migrator.model.location import Location
from migrator.reporting.html_index import Numbers
from migrator.reporting.map_shape import NONE


class MapIndex:
    """What rows refer to by its position.

    Attributes:
        modules: module -> position.
        tables: table -> position.
    """

    def __init__(self, study: Study) -> None:
        self.files = Numbers[str]()
        self.modules = {m.name: number for number, m in enumerate(study.program.modules)}
        self.tables = {name: number for number, name in enumerate(sorted(study.material.tables))}
        self._functions = {name: number for number, name in enumerate(members(study.program))}

    def place(self, location: Location) -> tuple[int, int]:
        """Return file and line."""
        return self.files.of(location.file), location.line

    def node(self, name: str) -> int:
        """Return a function, or ``table NAME``; -1 for what is neither."""
        if is_table(name):
            table = self.tables.get(name.partition(" ")[2])
            return NONE if table is None else len(self._functions) + table
        return self._functions.get(name, NONE)

    def box(self, name: str) -> int:
        """Return a module, or ``table NAME``; -1 for what is neither."""
        if is_table(name):
            table = self.tables.get(name.partition(" ")[2])
            return NONE if table is None else len(self.modules) + table
        return self.modules.get(name, NONE)
