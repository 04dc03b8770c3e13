"""The monolith's modules by name, and what their import statements mean.

https://docs.python.org/3/reference/simple_stmts.html#the-import-statement
"""

from collections.abc import Iterable, Iterator

from migrator.analysis.source_roots import ITSELF, Imported, SourceRoots
from migrator.model import facts, program


class Modules:
    """All modules of the monolith; answers which project module an import loads.

    Args:
        root: name of the analyzed folder, which may be a package itself.
    """

    def __init__(self, modules: Iterable[facts.ModuleFacts], root: str = "") -> None:
        self.by_name = {module.name: module for module in modules}
        self._packages = {
            ".".join(parts[:depth])
            for name in self.by_name
            for parts in [name.split(".")]
            for depth in range(1, len(parts) + 1)
        }
        self._roots = SourceRoots(self.by_name, self._packages, root)
        self._roots.learn(
            Imported(dotted, module.file)
            for module in self.by_name.values()
            for statement, _ in module.digest.imports
            for dotted in _absolute(statement)
        )

        self._entries: dict[str, tuple[str, ...]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.by_name

    def entries(self, folder: str) -> tuple[str, ...]:
        """List the modules' files and folders in a folder, by name; sorted."""
        if not self._entries:
            found: dict[str, set[str]] = {}
            for module in self.by_name.values():
                path = module.file
                while path:
                    path, _, entry = path.rpartition("/")
                    found.setdefault(path, set()).add(entry)
            self._entries = {path: tuple(sorted(names)) for path, names in found.items()}
        return self._entries.get(folder, ())

    def is_project(self, name: str) -> bool:
        """Tell whether ``name`` lies below one of the project's packages."""
        return name in self._packages or name == ITSELF

    def child(self, name: str, attr: str) -> str:
        """Name the module ``attr`` of the package ``name``."""
        return attr if name == ITSELF else f"{name}.{attr}"

    def find(self, dotted: str, file: str = "") -> str:
        """Return the project's module that ``dotted`` means in ``file``; '' if it has none.

        Names spelled from another source root than their own are understood; without ``file``
        they are those of strings, as in a list of plugins.
        """
        return self._roots.find(dotted, file)

    def imported(self) -> frozenset[str]:
        """Name the modules that others import as soon as they are imported themselves."""
        return frozenset(
            found.target
            for module in self.by_name.values()
            for statement, scope in module.digest.imports
            if not scope
            for found in _targets(module, statement, scope, self)
            if found.target != module.name
        )

    def base_of(self, module: facts.ModuleFacts, statement: facts.ImportFrom) -> str:
        """Return the absolute name of the module that ``from … import`` reads."""
        if not statement.level:
            return self.find(statement.module, module.file) or statement.module
        parts = module.name.split(".") if module.name != ITSELF else []
        keep = len(parts) - statement.level + module.is_package
        kept = [*parts[:keep], *([statement.module] if statement.module else [])]
        return ".".join(kept) or ITSELF


def describe(module: facts.ModuleFacts, modules: Modules) -> program.Module:
    """Summarize a module: its imports of the project, of others, and the modules it names."""
    imports: list[program.Import] = []
    externals: set[str] = set()
    for statement, scope in module.digest.imports:
        imports += _targets(module, statement, scope, modules)
        externals.update(_external_names(module, statement, modules))
    mentions = {
        (name, line)
        for text, line in module.digest.mentions
        if (name := _mentioned(text, modules)) and name != module.name
    }
    return program.Module(
        module.name,
        module.file,
        module.lines,
        module.is_package,
        tuple(sorted(imports, key=lambda found: (found.line, found))),
        tuple(sorted(externals)),
        tuple(sorted(mentions)),
    )


def read_imports(
    body: tuple[facts.Statement, ...],
    scope: str = "",
) -> Iterator[tuple[facts.Import | facts.ImportFrom, str]]:
    """Yield the import statements below ``body``, each with the function it stands in."""
    for statement in body:
        match statement:
            case facts.Import() | facts.ImportFrom():
                yield statement, scope
            case facts.FunctionDef():
                yield from read_imports(statement.body, f"{scope}.{statement.name}".lstrip("."))
            case facts.ClassDef() | facts.Loop() | facts.With():
                yield from read_imports(statement.body, scope)
            case facts.Branch():
                for block in statement.blocks:
                    yield from read_imports(block, scope)
            case _:
                continue


def _absolute(statement: facts.Import | facts.ImportFrom) -> Iterator[str]:
    if isinstance(statement, facts.Import):
        yield from (dotted for dotted, _ in statement.names)
    elif not statement.level:
        yield statement.module


def _targets(
    module: facts.ModuleFacts,
    statement: facts.Import | facts.ImportFrom,
    scope: str,
    modules: Modules,
) -> Iterator[program.Import]:
    if isinstance(statement, facts.Import):
        for dotted, alias in statement.names:
            if target := modules.find(dotted, module.file):
                bound = alias or dotted.split(".")[0]
                yield program.Import(target, "", bound, statement.line, scope)
        return
    base = modules.base_of(module, statement)
    if not modules.is_project(base):
        return
    for name, alias in statement.names:
        bound = alias or name
        child = modules.child(base, name)
        if child in modules:
            yield program.Import(child, "", bound, statement.line, scope)
        else:
            yield program.Import(base, name, bound, statement.line, scope)


def _external_names(
    module: facts.ModuleFacts, statement: facts.Import | facts.ImportFrom, modules: Modules
) -> Iterator[str]:
    if isinstance(statement, facts.Import):
        names = [modules.find(dotted, module.file) or dotted for dotted, _ in statement.names]
    else:
        names = [modules.base_of(module, statement)]
    for name in names:
        if name and not modules.is_project(name):
            yield name.split(".")[0]


def may_name_a_module(text: str) -> bool:
    """Tell whether a string is spelled as a module is: ``shop.mail.tasks[.send|:send]``."""
    return "." in text and text.replace(".", "_").replace(":", "_").isidentifier()


def _mentioned(text: str, modules: Modules) -> str:
    """Return the project module that a string names."""
    dotted = text.partition(":")[0]
    name = modules.find(dotted)
    if name in modules:
        return name
    above = dotted.rpartition(".")[0]
    parent = modules.find(above) if "." in above else ""
    return parent if parent in modules else ""
