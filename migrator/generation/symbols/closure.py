"""Everything that has to travel when some symbols travel, to the top-level statement.

A statement that travels needs what it names; a module that travels needs its packages; an effect
is needed as soon as one of its subjects is, or from the start where anybody may notice it.
"""

import ast
import builtins
from collections import deque
from collections.abc import Collection, Iterable

import msgspec

from migrator.generation.frameworks.framework import Shape
from migrator.generation.symbols import strings
from migrator.generation.symbols.effects import EffectReader
from migrator.generation.symbols.reading import (
    always_runs,
    beside,
    imports_of,
    is_definition,
    literal_of,
    meant_by,
    words_in,
)
from migrator.generation.symbols.relations import Relations
from migrator.generation.symbols.table import Name, SymbolTable
from migrator.generation.symbols.units import ModuleUnits, Unit
from migrator.generation.symbols.uses import (
    Chain,
    InnerImport,
    Uses,
    read_uses,
)
from migrator.generation.symbols.waiting import Waiting
from migrator.model.extraction import Doubt, UnitKind
from migrator.model.location import Location
from migrator.model.program import Program

OWN = frozenset(
    {"__all__", "__builtins__", "__doc__", "__file__", "__name__", "__package__", "__path__",
     "__spec__", "__loader__"}
)  # fmt: skip
COMPUTES = frozenset({"globals", "locals", "vars"})


class Why(msgspec.Struct, frozen=True):
    """Why something travels: a phrase, with the place."""

    says: str
    place: Location | None = None


class Closure:
    """What travels so far. All questions about the monolith go to ``table``.

    Attributes:
        kept: the units that travel.
        modules: the modules that travel, each with why.
        dropped: imports in functions that are taken out.
        doubts: what was kept, or not followed, because nobody can know.
        to_load: modules that have to be imported although nothing that travels names them.
        starts: modules that are loaded by a computed name.
        named: modules that strings name, or something in them.
        changing: modules that change something which travels when they are imported.
        stranded: those of them that only cut imports would load.
    """

    def __init__(
        self,
        program: Program,
        table: SymbolTable,
        effects: EffectReader,
        cuts: dict[str, set[ast.AST]],
        shape: Shape | None = None,
        words: Collection[str] = (),
    ) -> None:
        self.table = table
        self._shape = shape or Shape()
        self.kept: set[Unit] = set()
        self.modules: dict[str, Why] = {}
        self.dropped: dict[Unit, set[ast.alias]] = {}
        self.doubts: set[Doubt] = set()
        self.to_load: set[str] = set()
        self.starts: set[str] = set()
        self.named: set[str] = set()
        self.changing: set[str] = set()
        self.stranded: set[str] = set()
        self.waiting = Waiting(table, words, cuts)
        self._spared: set[ast.alias] = set()
        self._effects = effects
        self._cuts = cuts
        self._uses: dict[Unit, Uses] = {}
        self._queue: deque[Unit] = deque()
        self._whole: set[str] = set()
        self._names: dict[str, frozenset[str]] = {}
        self._by_subject: dict[Name, list[Unit]] = {}  # effects that wait for it
        self._known: set[Name] = set()
        self._started: set[str] = set()
        self._needed: set[tuple[str, str, Chain]] = set()
        self._relations = Relations(program, table, self._shape)

    # -- what others ask for

    def start(self, modules: Iterable[str]) -> None:
        """Let the effects of modules count that run when the monolith starts."""
        for module in sorted(modules):
            self._begin(module)
        self.run()

    def need(self, module: str, name: str, why: Why, chain: Chain = ()) -> bool:
        """Let what a module binds to a name travel; False where it binds no such name."""
        key = (module, name, chain)
        if key in self._needed:
            return True
        self._needed.add(key)
        units = self.table.units(module)
        if units is None:
            self.need_module(module, why)
            return True
        found = units.by_name.get(name, [])
        for unit in meant_by(found, chain):
            self._keep(unit, why)
            for statement, alias in imports_of(unit, name):
                self._import(unit, statement, alias, {chain})
        if found:
            self._know(module, name)
            return True
        is_starred = self.table.is_starred(units, name)
        if f"{module}.{name}" in self.table.modules and not is_starred:
            self._through(f"{module}.{name}", chain, why)
            return True
        return self._starred(units, name, chain, why) or self._computed(units, name, why)

    def need_module(self, module: str, why: Why) -> None:
        """Let a module be loaded: with its packages, and what always runs in it."""
        while module:
            if module in self.table.modules and module not in self.modules:
                self.modules[module] = why
                self._load(module)
                self._bring(module)
            why = (
                Why(f"it is the package of {self._file(module)}")
                if module in self.table.modules
                else why
            )
            module = module.rpartition(".")[0]

    def _bring(self, module: str) -> None:
        """Let what the framework loads with a module travel: its application's other modules."""
        why = Why(f"{self._file(module)} cannot be loaded without it")
        for other in self._shape.implied.get(module, ()):
            name, colon, _ = other.partition(":")
            if colon:
                self.need_whole(name, why)
            else:
                self.need_module(name, why)

    def need_whole(self, module: str, why: Why) -> None:
        """Let all that a module has travel."""
        if module not in self.table.modules:
            return
        self.need_module(module, why)
        if module in self._whole:
            return
        self._whole.add(module)
        self.waiting.open(module)
        self._begin(module)
        units = self.table.units(module)
        for unit in units.units if units else ():
            if unit.kind is not UnitKind.MAIN:
                self._need_unit(unit, why)

    def need_unit(self, unit: Unit, why: Why) -> None:
        """Let one statement travel, and be run."""
        if unit.kind is not UnitKind.IMPORT:
            self.to_load.add(unit.module)
        self._need_unit(unit, why)

    def _need_unit(self, unit: Unit, why: Why) -> None:
        cut = self._cuts.get(unit.module, ())
        if unit in self.kept or unit.node in cut or unit.alias in cut:
            return
        if unit.kind is UnitKind.IMPORT and unit.alias is not None:
            self._keep(unit, why)
            self._import(unit, unit.statement, unit.alias, {()}, is_handed_on=False)
            return
        for name in unit.names:
            self.need(unit.module, name, why)
        self._keep(unit, why)

    def imports_any(self, packages: Collection[str]) -> bool:
        """Tell whether something that travels imports one of these packages."""
        for unit in self.kept:
            pairs = [*imports_of(unit)]
            if unit.kind is not UnitKind.IMPORT:
                pairs += [(inner.statement, inner.alias) for inner in self.uses_of(unit).inner]
            for statement, alias in pairs:
                name = statement.module if isinstance(statement, ast.ImportFrom) else alias.name
                if (name or "").partition(".")[0] in packages:
                    return True
        return False

    def need_imports_of(self, file: str, content: bytes) -> None:
        """Let travel what a file imports that is copied as it is."""
        try:
            tree = ast.parse(content)
        except (SyntaxError, ValueError):
            return
        self.waiting.hear_file(tree)
        found = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
        for node in found:
            for alias in node.names:
                dotted = alias.name if isinstance(node, ast.Import) else (node.module or "")
                place = Location(file, node.lineno)
                why = Why(f"{place} imports it", place)
                if dotted not in self.table.modules:
                    continue
                if isinstance(node, ast.Import) or not self.need(dotted, alias.name, why):
                    self.need_whole(dotted, why)
                self.need_module(dotted, why)

    def run(self) -> None:
        """Follow what was asked for to its end."""
        while self._queue:
            self._follow(self._queue.popleft())
            for unit in () if self._queue else self.waiting.woken():
                self._uses.pop(unit, None)
                self._queue.append(unit)

    # -- statements

    def _keep(self, unit: Unit, why: Why) -> None:
        if unit in self.kept:
            return
        self.kept.add(unit)
        self.waiting.enter(unit)
        self.need_module(unit.module, why)
        self._queue.append(unit)
        units = self.table.units(unit.module)
        for other in beside(unit, units.units if units else []):
            self._keep(other, why)
        for name in unit.names:
            self._know(unit.module, name)

    def _follow(self, unit: Unit) -> None:
        self._follow_guard(unit)
        if unit.kind is UnitKind.IMPORT:
            return
        if unit.kind is UnitKind.STAR:
            self._follow_star(unit)
            return
        for statement, alias in imports_of(unit):
            self._import(unit, statement, alias, {()}, is_handed_on=False)
        uses = self.uses_of(unit)
        self.waiting.hear(unit, uses)
        for (name, chain), line in uses.names.items():
            why = self._at(unit, line, f"uses {'.'.join((name, *chain))}")
            self.need(unit.module, name, why, chain)
            if not chain and _may_bind(unit, name):
                self._compute(unit, line, name)
        self._follow_inner(unit, uses)
        self._follow_strings(unit, uses)
        for symbol, line in self._relations.needed_by(unit):
            self.to_load.add(symbol[0])
            self.need(*symbol, self._at(unit, line, "relates to a model in it"))
        self._follow_pickles(unit)

    def _follow_guard(self, unit: Unit) -> None:
        """Keep ``TYPE_CHECKING`` where it guards an import that travels."""
        units = self.table.units(unit.module)
        if units is not None and unit.node in units.guards:
            guard = units.guards[unit.node]
            for name, chain in read_uses([guard.test]).names:
                self.need(unit.module, name, self._at(unit, guard.lineno, f"uses {name}"), chain)

    def _follow_star(self, unit: Unit) -> None:
        item = self.table.imported(unit.module, unit.statement, unit.alias) if unit.alias else None
        if item is not None:
            self.need_module(item.target, self._at(unit, unit.first, "imports it"))

    def cuts_of(self, module: str) -> Collection[ast.AST]:
        """Return what is cut from a module."""
        return self._cuts.get(module, ())

    def uses_of(self, unit: Unit) -> Uses:
        """Read what a unit names, without what is cut from it."""
        if unit not in self._uses:
            skipped = {*self.cuts_of(unit.module), *self.waiting.of(unit)}
            self._uses[unit] = read_uses([unit.node], skipped)
        return self._uses[unit]

    def _follow_inner(self, unit: Unit, uses: Uses) -> None:
        for inner in uses.inner:
            if not inner.chains and self._is_project(unit, inner):
                if inner.alias not in self._spared:
                    self.dropped.setdefault(unit, set()).add(inner.alias)
                continue
            self._import(unit, inner.statement, inner.alias, inner.chains or {()})

    def _is_project(self, unit: Unit, inner: InnerImport) -> bool:
        return self.table.imported(unit.module, inner.statement, inner.alias) is not None

    def spare(self, unit: Unit, alias: ast.alias) -> None:
        """Leave an import in a function that would be taken out."""
        self.dropped.get(unit, set()).discard(alias)
        self._spared.add(alias)

    def keep_inner(self, unit: Unit, alias: ast.alias) -> None:
        """Leave an import in a function, although nothing there uses it."""
        self.spare(unit, alias)
        for inner in self.uses_of(unit).inner:
            if inner.alias is alias:
                self._import(unit, inner.statement, alias, {()}, is_handed_on=False)

    def _import(
        self,
        unit: Unit,
        statement: ast.Import | ast.ImportFrom,
        alias: ast.alias,
        chains: Collection[Chain],
        *,
        is_handed_on: bool = True,
    ) -> None:
        item = self.table.imported(unit.module, statement, alias)
        if item is None:
            return
        here = self._at(unit, statement.lineno, f"imports {alias.asname or alias.name}")
        self.need_module(item.target, here)
        if alias.name == "*":
            self.need_whole(item.target, here)
            return
        target, name = self.table.bound_to(item, alias)
        if isinstance(statement, ast.Import) and not alias.asname:
            target = item.target.partition(".")[0]
        for chain in chains:
            if name:
                if not self.need(target, name, here, chain):
                    self.need_module(target, here)
            else:
                self._through(target, chain, here, is_handed_on=is_handed_on)

    def _through(self, module: str, chain: Chain, why: Why, *, is_handed_on: bool = True) -> None:
        """Follow attributes of a module."""
        if module in self.table.modules:
            self.need_module(module, why)
        if chain:
            if module in self.table.modules:
                self.need(module, chain[0], why, chain[1:])
            else:
                self._through(f"{module}.{chain[0]}", chain[1:], why)
        elif is_handed_on and module in self.table.modules and module not in self._whole:
            if why.place is not None:
                self._doubt(why.place, f"hands the module {module} on: all of it travels")
            self.need_whole(module, why)

    def _starred(self, units: ModuleUnits, name: str, chain: Chain, why: Why) -> bool:
        outside = []
        for unit in units.units:
            if unit.kind is not UnitKind.STAR or unit.alias is None:
                continue
            item = self.table.imported(unit.module, unit.statement, unit.alias)
            if item is None:
                outside.append(unit)
            elif self.table.hands_out(item.target, name):
                self._keep(unit, why)
                self.need(item.target, name, why, chain)
                return True
        for unit in outside:
            self._keep(unit, why)
        return bool(outside)

    def _computed(self, units: ModuleUnits, name: str, why: Why) -> bool:
        """Look for ``__getattr__`` and ``globals()`` where nothing is seen to bind a name."""
        if name in OWN:
            return False
        if "__getattr__" in units.by_name:
            for unit in units.by_name["__getattr__"]:
                if unit not in self.kept:
                    place = Location(units.file, unit.first)
                    says = f"makes {name} when it is asked for: all of the module travels"
                    self._doubt(place, says)
            self.need_whole(units.name, why)
            return True
        if hasattr(builtins, name) or COMPUTES.isdisjoint(self.names_used_in(units)):
            return False
        lines = [
            line
            for unit in units.units
            for (used, chain), line in read_uses([unit.node]).names.items()
            if not chain and _may_bind(unit, used)
        ]
        if lines:
            place = Location(units.file, min(lines))
            self._doubt(place, "binds names that are not seen: all of the module travels")
            self.need_whole(units.name, why)
        return bool(lines)

    def _compute(self, unit: Unit, line: int, name: str) -> None:
        place = Location(self._file(unit.module), line)
        self._doubt(place, f"{name}() may bind or read any name: all of the module travels")
        self.need_whole(unit.module, Why(f"{place} uses {name}()", place))

    # -- strings

    def _follow_strings(self, unit: Unit, uses: Uses) -> None:
        for text, line in uses.strings:
            if (unit.module, text) in self._shape.silent:
                continue
            named = strings.named_by(text, self.table)
            if named is None or named == (unit.module, ""):
                continue  # of loggers
            self.named.add(named[0])
            why = self._at(unit, line, "names it")
            if named[1]:
                self.need(*named, why)
            else:
                self.need_whole(named[0], why)
        for call in uses.calls:
            modules, doubt = strings.loaded_by(call, unit.module, self.table)
            place = Location(self._file(unit.module), call.lineno)
            if doubt:
                self._doubt(place, doubt)
            self.starts.update(modules)
            for module in modules:
                self.need_whole(module, Why(f"{place} may load it", place))

    def _follow_pickles(self, unit: Unit) -> None:
        """Let those travel that write pickles: rows name functions and classes that they know."""
        if not self._relations.keeps_pickles(unit):
            return
        place = Location(self._file(unit.module), unit.first)
        self._doubt(place, "keeps pickles, which may name anything: those who write them travel")
        for symbol in self._relations.writers_of(unit):
            if symbol[0] in self.table.modules and not self._effects.stays(symbol):
                self.need(*symbol, Why(f"{place} keeps pickles that it may write", place))

    # -- effects

    def _begin(self, module: str) -> None:
        """Let the effects of a module wait for their subjects; those of all begin at once."""
        if module in self._started or module not in self.table.modules:
            return
        self._started.add(module)
        units = self.table.units(module)
        for unit in units.units if units else ():
            effect = self._effects.of(unit) | self._relations.effect_of(unit)
            place = Location(self._file(module), unit.first)
            if effect.is_wide:
                if effect.is_doubtful:
                    self._doubt(place, "may register something with others: it travels")
                self.need_unit(unit, Why(f"{place} acts on the whole application", place))
            for subject in effect.subjects:
                if subject in self._known:
                    self.changing.add(module)
                    self.need_unit(unit, Why(f"{place} changes {subject[1]}", place))
                else:
                    self._by_subject.setdefault(subject, []).append(unit)

    def _know(self, module: str, name: str) -> None:
        """A name travels: what changes it has to travel as well."""
        if (module, name) in self._known:
            return
        self._known.add((module, name))
        for unit in self._by_subject.pop((module, name), ()):
            place = Location(self._file(unit.module), unit.first)
            self.changing.add(unit.module)
            self.need_unit(unit, Why(f"{place} changes {name}", place))

    # -- modules

    def _load(self, module: str) -> None:
        units = self.table.units(module)
        if units is None:
            self.waiting.hear_all()
            place = Location(self._file(module), 1)
            self._doubt(
                place, "this Python cannot read the file: all that it imports travels whole"
            )
            for item in self.table.modules[module].imports:
                self.need_whole(item.target, Why(f"{place} imports it", place))
            return
        self._begin(module)
        for unit in units.by_name.get("__all__", ()):
            if literal_of(unit) is None:
                place = Location(units.file, unit.first)
                self._doubt(place, "computes __all__: all of the module travels")
                self.need_whole(module, Why(f"{place} may name it", place))
        for unit in units.units:
            if unit.kind is UnitKind.ALWAYS or always_runs(unit):
                self._keep(unit, self.modules[module])
            if unit.kind is UnitKind.IMPORT and self._is_for_its_effect(units, unit):
                self._keep(unit, self.modules[module])

    def _is_for_its_effect(self, units: ModuleUnits, unit: Unit) -> bool:
        """Tell whether a module of another library is imported that nothing here uses."""
        if unit.alias is None or unit.node in units.guards:
            return False
        if self.table.imported(unit.module, unit.statement, unit.alias) is not None:
            return False
        return unit.names[0] not in self.names_used_in(units)

    def names_used_in(self, units: ModuleUnits) -> Collection[str]:
        """Name what a module's statements use, cut ones included."""
        if units.name not in self._names:
            self._names[units.name] = frozenset(words_in(units.tree))
        return self._names[units.name]

    def _at(self, unit: Unit, line: int, does: str) -> Why:
        place = Location(self._file(unit.module), line)
        return Why(f"{place} {does}", place)

    def _file(self, module: str) -> str:
        return self.table.modules[module].file

    def _doubt(self, place: Location, says: str) -> None:
        self.doubts.add(Doubt(place, says))


def _may_bind(unit: Unit, name: str) -> bool:
    """Tell whether a call of ``name`` gives a unit the names of its module to change."""
    return name == "globals" or (name in COMPUTES and not is_definition(unit))
