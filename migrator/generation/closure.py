"""Everything that has to travel when some modules travel, at module level."""

import ast
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping

from migrator.generation.source import Source, text_of
from migrator.generation.territory import Territory
from migrator.model.location import Location
from migrator.model.program import Import, Module, Program, Table
from migrator.model.reach import module_of

Why = tuple[str, Location | None]

DECLARES = frozenset({"ForeignKey", "backref", "relation", "relationship"})


class Closure:
    """The dependencies between modules; files are read once."""

    def __init__(self, program: Program, source: Source, territory: Territory) -> None:
        self._source = source
        self._territory = territory
        self._modules = territory.modules
        self._tables = {table.name: table for table in program.tables}
        self._declared = _models_by_word(program.tables)
        self._models = {module_of(table.model) for table in program.tables}
        self._named: dict[str, tuple[tuple[str, int], ...]] = {}

    def of(self, roots: Iterable[str], cuts: Collection[tuple[str, Import]]) -> dict[str, Why]:
        """Map each module that travels to why: a phrase and the place that needs it."""
        found: dict[str, Why] = {}
        start: Why = ("it holds or registers a route", None)
        queue = deque((root, start) for root in sorted(roots))
        while queue:
            name, why = queue.popleft()
            if name in found or name not in self._modules:
                continue
            found[name] = why
            queue.extend((target, why) for target, why in self._needs(self._modules[name], cuts))
        return found

    def _needs(
        self, module: Module, cuts: Collection[tuple[str, Import]]
    ) -> Iterator[tuple[str, Why]]:
        package = module.name.rpartition(".")[0]
        if package:
            yield package, (f"it is the package of {module.file}", None)
        for item in module.imports:
            if (module.name, item) not in cuts and not self._is_dead(module, item, cuts):
                place = Location(module.file, item.line)
                target = self._loaded(item)
                yield target, (f"{place} imports {item.name or target}", place)
        for target, line in module.mentions:
            place = Location(module.file, line)
            yield target, (f"{place} names it", place)
        if module.name in self._models:
            for target, line in self._models_named_in(module):
                place = Location(module.file, line)
                yield target, (f"{place} relates to a model in it", place)

    def _loaded(self, item: Import) -> str:
        submodule = f"{item.target}.{item.name}"
        return submodule if item.name and submodule in self._modules else item.target

    def _is_dead(self, module: Module, item: Import, cuts: Collection[tuple[str, Import]]) -> bool:
        """Tell whether an import stands in a function that registers only what stays behind.

        The function is left as it is: its calls were cut, so that nothing runs it.
        """
        function = item.scope.partition(".")[0]
        if not function or module.name not in self._territory.foreign:
            return False
        callers = (
            (name, i)
            for name, other in self._modules.items()
            for i in other.imports
            if i.target == module.name and i.name in {function, "*", ""}
        )
        if any(caller not in cuts and caller[0] != module.name for caller in callers):
            return False
        return self._registers(module, function)

    def _registers(self, module: Module, function: str) -> bool:
        lines = self._territory.foreign_lines.get(module.file, frozenset())
        tree = ast.parse(text_of(self._source, module.file))
        used = sum(isinstance(n, ast.Name) and n.id == function for n in ast.walk(tree))
        return not used and any(
            isinstance(node, ast.FunctionDef)
            and node.name == function
            and any(node.lineno <= line <= (node.end_lineno or 0) for line in lines)
            for node in tree.body
        )

    def _models_named_in(self, module: Module) -> tuple[tuple[str, int], ...]:
        """Find the modules of models that this module's models name in strings and keys."""
        if module.name not in self._named:
            code = text_of(self._source, module.file)
            words = dict(sorted(_names_in_declarations(code), reverse=True))
            found = [(self._declared[w], line) for w, line in words.items() if w in self._declared]
            for table in self._tables.values():
                if module_of(table.model) == module.name:
                    found += [
                        (module_of(self._tables[name].model), line)
                        for name, line in table.references
                        if name in self._tables
                    ]
            others = {pair for pair in found if pair[0] != module.name}
            self._named[module.name] = tuple(sorted(others))
        return self._named[module.name]


def _models_by_word(tables: Iterable[Table]) -> Mapping[str, str]:
    """Map class names and table names to the module that declares them."""
    words = {}
    for table in tables:
        words[table.name] = module_of(table.model)
        words[table.model.rpartition(":")[2].rpartition(".")[2]] = module_of(table.model)
    return words


def _names_in_declarations(code: str) -> Iterator[tuple[str, int]]:
    """Yield the words in strings of relationship(...), ForeignKey(...) and Mapped[...]."""
    for node in ast.walk(ast.parse(code)):
        inside: list[ast.expr] = []
        if isinstance(node, ast.Call):
            func = node.func
            name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
            inside = [*node.args, *(k.value for k in node.keywords)] if name in DECLARES else []
        elif isinstance(node, ast.AnnAssign):
            inside = [node.annotation]
        for part in (n for expression in inside for n in ast.walk(expression)):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                words = part.value.replace("[", " ").replace("]", " ").replace(",", " ").split()
                for word in words:
                    yield word, part.lineno
                    yield from ((piece, part.lineno) for piece in word.split("."))
