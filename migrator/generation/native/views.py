"""A view, read for whether it can run without its framework, and what it takes to do so.

What it names of its own module travels in the handler (functions, constants), what it names of
other modules is imported.
"""

import ast
import builtins
from collections.abc import Callable, Collection, Mapping

import msgspec

from migrator.generation.native.framework import MODELLED, is_framework
from migrator.generation.native.loading import loaded_by
from migrator.generation.native.modelled import Means, find_unmodelled, makes_answer, may_fail
from migrator.generation.native.scopes import external
from migrator.generation.symbols.reading import plain_name
from migrator.generation.symbols.table import External, Symbol, SymbolTable
from migrator.generation.symbols.units import Unit
from migrator.generation.symbols.uses import FUNCTIONS, Uses, read_uses
from migrator.model.extraction import UnitKind
from migrator.model.location import Location
from migrator.model.serving import Hindrance

# They show a function where it stands, or run what nobody reads.
TELLING = frozenset({"globals", "vars", "locals", "eval", "exec", "__import__", "__file__"})
# Values that a constant may be made with, beside those of the standard library.
INERT = frozenset(
    {
        *("logging.getLogger", "re.compile", "decimal.Decimal", "datetime.timedelta"),
        *("datetime.date", "datetime.datetime", "pathlib.Path", "os.path.join"),
        *("collections.namedtuple", "uuid.UUID", "datetime.timezone", "fractions.Fraction"),
        *("os.environ.get", "os.getenv", "operator.itemgetter", "operator.attrgetter"),
    }
)
BODY = frozenset({"json", "get_json", "get_data"})
INERT_BUILTINS = frozenset({"frozenset", "tuple", "int", "float", "str", "range", "bool", "len"})


class View(msgspec.Struct, eq=False):
    """What a handler takes over of the module of a view.

    Attributes:
        pieces: statements that travel, in the order of the module; the view is one of them.
        imports: imports of the module that they need, but those of the framework.
        framework: how each name of the framework is bound: ``jsonify`` to ``flask.jsonify``.
        modules: modules of the project that are imported.
        reads_body: whether it asks for the body of the request.
        hindrances: why it cannot be; then the rest means nothing.
    """

    module: str
    name: str
    pieces: tuple[Unit, ...] = ()
    imports: tuple[Unit, ...] = ()
    framework: Mapping[str, str] = {}
    modules: frozenset[str] = frozenset()
    reads_body: bool = False
    hindrances: tuple[Hindrance, ...] = ()


class ViewReader:
    """Reads views of one program.

    Args:
        table: its modules.
        state: names that functions change, ``package.module:NAME``.
    """

    def __init__(self, table: SymbolTable, state: Collection[str]) -> None:
        self._table = table
        self._state = state

    def read(self, handler: str, line: int) -> View:
        """Read a view, and of its module what it names."""
        module, _, name = handler.partition(":")
        file = self._table.modules[module].file
        units = self._table.units(module)
        unit = units.at(line) if units else None
        if unit is None or not isinstance(unit.node, FUNCTIONS) or unit.names != (name,):
            says = "the view is no function at the top of a module"
            return View(module, name, hindrances=(Hindrance(Location(file, line), says),))
        return _Reading(self._table, self._state, unit).view()


class _Reading:
    """Gathers what one view needs."""

    def __init__(self, table: SymbolTable, state: Collection[str], view: Unit) -> None:
        self._table, self._state = table, state
        self._module = view.module
        self._view = view
        self._file = table.modules[view.module].file
        self._pieces: dict[int, Unit] = {}
        self._imports: dict[int, Unit] = {}
        self._framework: dict[str, str] = {}
        self._modules: set[str] = set()
        self._found: list[Hindrance] = []
        self._reads_body = False

    def view(self) -> View:
        """Return what was found."""
        self._take(self._view)
        answering, failing = self._all_that(makes_answer), self._all_that(may_fail)
        for unit in self._pieces.values():
            for node, says in find_unmodelled(unit.node, self._means, answering, failing):
                self._hinder(node, says)
        return View(
            self._module,
            self._view.names[0],
            tuple(self._pieces[index] for index in sorted(self._pieces)),
            tuple(self._imports[index] for index in sorted(self._imports)),
            dict(sorted(self._framework.items())),
            frozenset(self._modules),
            self._reads_body,
            tuple(sorted(set(self._found))),
        )

    def _all_that(
        self, does: Callable[[ast.FunctionDef, Means, Collection[str]], bool]
    ) -> Collection[str]:
        """Name the functions that do something, themselves or by calling others of them."""
        nodes = [u.node for u in self._pieces.values() if isinstance(u.node, ast.FunctionDef)]
        found: set[str] = set()
        while more := {
            n.name for n in nodes if n.name not in found and does(n, self._means, found)
        }:
            found |= more
        return found

    def _take(self, unit: Unit) -> None:
        """Let a statement travel with all that it names."""
        if unit.index in self._pieces:
            return
        self._pieces[unit.index] = unit
        if isinstance(unit.node, FUNCTIONS):
            self._read_function(unit)
        else:
            self._read_constant(unit)

    def _read_function(self, unit: Unit) -> None:
        node = unit.node
        if not isinstance(node, ast.FunctionDef):
            self._hinder(node, f"`{unit.names[0]}` is asynchronous")
            return
        if any(isinstance(n, ast.Global) for n in ast.walk(node)):
            self._hinder(node, f"`{unit.names[0]}` changes names of its module")
        decorators = node.decorator_list if unit is not self._view else []
        for decorator in decorators:
            self._hinder(decorator, f"`{unit.names[0]}` is decorated")
        self._name(read_uses([node], skipped=set(node.decorator_list)))

    def _read_constant(self, unit: Unit) -> None:
        if any(f"{self._module}:{name}" in self._state for name in unit.names):
            self._hinder(unit.node, f"`{unit.names[0]}` is changed while requests are answered")
        value = unit.node.value if isinstance(unit.node, ast.Assign | ast.AnnAssign) else None
        if unit.kind is not UnitKind.ASSIGNMENT or value is None:
            self._hinder(unit.node, f"`{unit.names[0]}` is no constant of the view's module")
            return
        for call in (n for n in ast.walk(value) if isinstance(n, ast.Call)):
            if not self._is_inert(call):
                self._hinder(call, f"`{unit.names[0]}` is made by `{ast.unparse(call.func)}`")
        self._name(read_uses([value]))

    def _is_inert(self, call: ast.Call) -> bool:
        name, chain = plain_name(call.func)
        meaning = self._table.meaning(self._module, name, chain) if name else None
        if isinstance(meaning, External):
            return meaning.name in INERT
        return meaning is None and not chain and name in INERT_BUILTINS

    def _name(self, uses: Uses) -> None:
        for (name, chain), line in sorted(uses.names.items()):
            self._follow(name, chain, line)
        for inner in uses.inner:
            item = self._table.imported(self._module, inner.statement, inner.alias)
            if item is not None:
                self._modules.add(loaded_by(item, self._table.modules))
            spelled = getattr(inner.statement, "module", None) or inner.alias.name
            if getattr(inner.statement, "level", 0):
                self._hinder(inner.statement, "it imports relatively, inside of a function")
            elif item is None and is_framework(spelled):
                self._hinder(inner.statement, f"it imports `{spelled}` inside of a function")

    def _follow(self, name: str, chain: tuple[str, ...], line: int) -> None:
        found = self._table.binding(self._module, name)
        if not found:
            if name in TELLING:
                self._found.append(Hindrance(self._at(line), f"it uses `{name}`"))
            elif name != "__name__" and not hasattr(builtins, name):
                self._found.append(Hindrance(self._at(line), f"nothing is known of `{name}`"))
            return
        if len(found) > 1 and not all(u.kind is UnitKind.IMPORT for u in found):
            self._found.append(Hindrance(self._at(line), f"`{name}` is bound more than once"))
            return
        for unit in found:
            self._follow_unit(unit, name, chain, line)

    def _follow_unit(self, unit: Unit, name: str, chain: tuple[str, ...], line: int) -> None:
        if unit.kind is not UnitKind.IMPORT or unit.alias is None:
            if unit.kind is UnitKind.CLASS:
                says = f"`{name}` is a class of a module that imports the framework"
                self._found.append(Hindrance(self._at(line), says))
            else:
                self._take(unit)
            return
        item = self._table.imported(self._module, unit.statement, unit.alias)
        meaning = self._table.meaning(self._module, name, chain)
        if item is not None:
            if is_framework(external(meaning)):
                self._found.append(Hindrance(self._at(line), f"`{name}` is the framework's"))
            self._imports[unit.index] = unit
            self._modules.add(loaded_by(item, self._table.modules))
        elif isinstance(meaning, External) and is_framework(meaning.name):
            self._bind(name, meaning.name, line)
        else:
            self._imports[unit.index] = unit

    def _bind(self, name: str, meaning: str, line: int) -> None:
        """Note a name of Flask; which uses of it are modelled is asked later."""
        parts = meaning.split(".")
        if parts[0] == "flask" and len(parts) > 1 and parts[1] in MODELLED:
            is_module = isinstance(self._table.binding(self._module, name)[0].node, ast.Import)
            self._framework[name] = "flask" if is_module else f"flask.{parts[1]}"
            self._reads_body |= parts[2:3] != [] and parts[2] in BODY
        else:
            self._found.append(Hindrance(self._at(line), f"it uses `{meaning}`"))

    def _means(self, node: ast.expr) -> str:
        """Return the dotted name of the framework's that an expression means, or its own."""
        name, chain = plain_name(node)
        meaning = self._table.meaning(self._module, name, chain) if name else None
        if isinstance(meaning, External):
            return meaning.name
        is_own = isinstance(meaning, Symbol) and meaning.module == self._module
        return f":{name}" if is_own and not chain else ""

    def _at(self, line: int) -> Location:
        return Location(self._file, line)

    def _hinder(self, node: ast.AST, says: str) -> None:
        self._found.append(Hindrance(self._at(getattr(node, "lineno", 1)), says))
