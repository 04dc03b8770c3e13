"""A study: a program and all that grouping learns of it, each thing once."""

from functools import cached_property

from migrator.grouping.affinity import Affinity, measure_affinity
from migrator.grouping.costs import Facts
from migrator.grouping.ties import Material
from migrator.model.history import Commit
from migrator.model.program import Program
from migrator.model.traffic import Traffic


class Study:
    """What several questions about one program share."""

    def __init__(
        self,
        program: Program,
        *,
        history: tuple[Commit, ...] = (),
        traffic: Traffic | None = None,
    ) -> None:
        self.program = program
        self.material = Material(program, history, traffic)

    @cached_property
    def facts(self) -> Facts:
        """What costs are counted from."""
        return Facts.of(self.material)

    @cached_property
    def affinity(self) -> Affinity:
        """How much modules and tables belong together, by all signals."""
        return measure_affinity(self.material)
