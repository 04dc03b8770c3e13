"""Which modules and files of the monolith a service needs.

Cuts are proposed for every import of a module that stays behind, then taken back where they are
not safe, until nothing changes: when in doubt a module travels.
"""

from collections.abc import Collection, Iterator, Mapping

import libcst as cst

from migrator.generation.closure import Closure
from migrator.generation.codemods.cut_imports import CannotCut, cut_imports
from migrator.generation.source import Source, text_of
from migrator.generation.territory import Territory, survey
from migrator.model.extraction import Reason, Selection, Slice
from migrator.model.location import Location
from migrator.model.program import Import, Program

CutImport = tuple[str, Import]
Needs = Mapping[str, tuple[str, Location | None]]


def slice_service(program: Program, source: Source, selection: Selection) -> Slice:
    """Find the modules that travel, and the imports that are cut from them."""
    territory = survey(program, source, selection)
    closure = Closure(program, source, territory)
    judge = _Judge(source, territory)
    cuts = {
        (module.name, item)
        for module in program.modules
        for item in module.imports
        if territory.origin(item) in territory.foreign and module.name != territory.origin(item)
    }
    while True:
        needed = closure.of(territory.own, cuts)
        unsafe = {cut for cut in cuts if cut[0] in needed and not judge.allows(cut, needed, cuts)}
        if not unsafe:
            break
        cuts -= unsafe
    made = tuple(sorted(cut for cut in cuts if cut[0] in needed))
    modules = tuple(sorted(needed))
    return Slice(
        modules=modules,
        assets=_assets(source, territory, modules),
        cut_imports=made,
        reasons=tuple(sorted(_reasons(territory, needed, judge))),
    )


class _Judge:
    """Tells whether an import can be cut, and remembers why not."""

    def __init__(self, source: Source, territory: Territory) -> None:
        self.refused: dict[str, str] = {}
        self._source = source
        self._territory = territory
        self._verdicts: dict[CutImport, bool] = {}

    def allows(self, cut: CutImport, needed: Needs, cuts: Collection[CutImport]) -> bool:
        """Tell whether nothing but registration needs the imported name."""
        name, item = cut
        if cut not in self._verdicts:
            self._verdicts[cut] = self._is_registration(name, item)
        return self._verdicts[cut] and not self._is_exported(name, item, needed, cuts)

    def _is_registration(self, name: str, item: Import) -> bool:
        module = self._territory.modules[name]
        try:
            cut_imports(
                text_of(self._source, module.file),
                [item],
                foreign_lines=self._territory.foreign_lines.get(module.file, ()),
                own_lines=self._territory.own_lines.get(module.file, ()),
            )
        except CannotCut as refusal:
            why = f"{module.file}:{refusal.line} uses {refusal.name}"
            self.refused.setdefault(self._territory.origin(item), why)
            return False
        except cst.ParserSyntaxError:
            return False
        return True

    def _is_exported(
        self, name: str, item: Import, needed: Needs, cuts: Collection[CutImport]
    ) -> bool:
        for other in needed:
            for taken in self._territory.modules[other].imports:
                same = taken.target == name and taken.name == item.bound
                if same and not item.scope and (other, taken) not in cuts:
                    file = self._territory.modules[other].file
                    why = f"{file}:{taken.line} takes {taken.name} from {name}"
                    self.refused.setdefault(self._territory.origin(item), why)
                    return True
        return False


def _reasons(territory: Territory, needed: Needs, judge: _Judge) -> Iterator[Reason]:
    for name, (why, _) in needed.items():
        file = territory.modules[name].file
        if name in territory.app_wide:
            line, effect = territory.app_wide[name]
            yield Reason(file, f"{file}:{line} acts on the whole application ({effect})")
        elif name in territory.foreign:
            yield Reason(file, judge.refused.get(name, why))


def _assets(source: Source, territory: Territory, modules: tuple[str, ...]) -> tuple[str, ...]:
    """Take the files that are not Python and whose nearest package travels."""
    packages = {
        m.file.rpartition("/")[0]: m.name in modules
        for m in territory.modules.values()
        if m.is_package
    }
    return tuple(p for p in source.paths() if not p.endswith(".py") and _travels(p, packages))


def _travels(path: str, packages: Mapping[str, bool]) -> bool:
    folder = path.rpartition("/")[0]
    while folder:
        if folder in packages:
            return packages[folder]
        folder = folder.rpartition("/")[0]
    return False
