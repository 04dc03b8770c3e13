"""What strings name: modules and what is in them, models, and folders that are loaded by name."""

import ast
from collections.abc import Iterable, Iterator, Mapping

from migrator.generation.symbols.table import SymbolTable
from migrator.generation.symbols.uses import last_name
from migrator.model.extraction import UnitKind
from migrator.model.program import Table

DECLARES = frozenset(
    {
        "ForeignKey", "ManyToManyField", "Nested", "OneToOneField", "backref", "relation",
        "relationship",
    }
)  # fmt: skip
LOADS = frozenset({"__import__", "import_module", "import_string", "import_object", "load_module"})
PLUGGED = frozenset({"entry_points", "iter_entry_points", "load_setuptools_entrypoints"})
WALKS = frozenset({"iter_modules", "walk_packages", "find_modules"})


def named_by(text: str, table: SymbolTable) -> tuple[str, str] | None:
    """Return module and symbol (empty for the module) that a string names, if it names one."""
    dotted, _, after = text.partition(":")
    if "." not in text and not after:
        return None
    parts = dotted.split(".")
    if not all(part.isidentifier() for part in parts) or not (after or "a").isidentifier():
        return None
    for count in range(len(parts), 0, -1):
        module = ".".join(parts[:count])
        if module in table.modules:
            rest = [*parts[count:], *([after] if after else [])]
            if not rest:
                return (module, "") if count > 1 else None
            units = table.units(module)
            if units is None or rest[0] in units.by_name:
                return module, rest[0]
            return None
    return None


def loaded_by(call: ast.Call, module: str, table: SymbolTable) -> tuple[tuple[str, ...], str]:
    """Return the modules that a call may load by a computed name, and the doubt that is left.

    ``import_module(f"shop.plugins.{name}")`` and ``import_module(x, package="shop.plugins")`` may
    load whatever is in that package.
    """
    name = last_name(call.func)
    if name in PLUGGED:
        return (), "loads plugins of other distributions: what they import, is not known"
    if name in WALKS:
        return _said(_below(_package_of(module, table), table))
    if name not in LOADS or not call.args:
        return (), ""
    first = call.args[0]
    package = _package_argument(call, module, table)
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        if not first.value.startswith("."):
            return (), ""  # the string says it
        target = f"{package}{first.value}"
        return ((target,) if target in table.modules else ()), ""
    prefix = _prefix(first)
    if prefix.startswith(".") or (package and not prefix):
        prefix = f"{package}{prefix or '.'}"
    return _said(_below(prefix.rpartition(".")[0], table))


def _said(modules: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    which = "all of its package travels" if modules else "which, is not known"
    return modules, f"loads modules by a name that is computed: {which}"


def _package_argument(call: ast.Call, module: str, table: SymbolTable) -> str:
    given = next((k.value for k in call.keywords if k.arg == "package"), None)
    given = given or (call.args[1] if len(call.args) > 1 else None)
    match given:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id="__name__" | "__package__"):
            return _package_of(module, table)
    return ""


def _prefix(node: ast.expr) -> str:
    match node:
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return text
        case ast.BinOp(left=left, op=ast.Add()):
            return (
                left.value
                if isinstance(left, ast.Constant) and isinstance(left.value, str)
                else ""
            )
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod()):
            return text.partition("%")[0]
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format")):
            return text.partition("{")[0]
    return ""


def _package_of(module: str, table: SymbolTable) -> str:
    return module if table.modules[module].is_package else module.rpartition(".")[0]


def _below(package: str, table: SymbolTable) -> tuple[str, ...]:
    if not package:
        return ()
    return tuple(sorted(name for name in table.analyzed if name.startswith(f"{package}.")))


def models_by_word(
    tables: Iterable[Table], table: SymbolTable
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Map class names and names of tables to what declares them.

    Classes without a table of their own (of single-table inheritance) stand beside those that have
    one: all classes of such a module count.
    """
    words: dict[str, dict[tuple[str, str], None]] = {}
    for found in tables:
        module, _, name = found.model.partition(":")
        units = table.units(module) if module in table.modules else None
        if units is None:
            continue
        if not name:  # a Table(...) that a variable holds
            unit = units.at(found.location.line)
            name = unit.names[0] if unit and unit.names else ""
        if name:
            words.setdefault(found.name, {})[module, name.partition(".")[0]] = None
        for unit in units.units:
            if unit.kind is UnitKind.CLASS:
                words.setdefault(unit.names[0], {})[module, unit.names[0]] = None
    return {word: tuple(symbols) for word, symbols in words.items()}


def words_in_declarations(node: ast.AST) -> Iterator[tuple[str, int, bool]]:
    """Yield the words in strings of relationship(...), ForeignKey(...) and Mapped[...].

    Each with its line, and whether it is said together with a ``backref``.
    """
    for inner in ast.walk(node):
        parts: list[ast.expr] = []
        backwards = False
        if isinstance(inner, ast.Call):
            if last_name(inner.func) in DECLARES:
                parts = [*inner.args, *(k.value for k in inner.keywords if k.arg != "backref")]
                backwards = any(k.arg == "backref" for k in inner.keywords)
        elif isinstance(inner, ast.AnnAssign):
            parts = [inner.annotation]
        for part in (n for expression in parts for n in ast.walk(expression)):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                for word in (
                    part.value.replace("[", " ").replace("]", " ").replace(",", " ").split()
                ):
                    yield word, part.lineno, backwards
                    yield from ((piece, part.lineno, backwards) for piece in word.split("."))
