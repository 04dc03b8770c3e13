"""Definitions in the monolith's source, found by name."""

import ast
from collections.abc import Mapping
from functools import cached_property

from migrator.generation.source import Source, text_of
from migrator.model.program import Module, Program

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class Code:
    """The monolith's source; files are parsed once, when they are asked for."""

    def __init__(self, program: Program, source: Source) -> None:
        self._source = source
        self._modules: Mapping[str, Module] = {m.name: m for m in program.modules}
        self._trees: dict[str, ast.Module] = {}
        self._inheritances = program.inheritances

    def find(self, name: str) -> Definition | None:
        """Find ``package.module:Class.method``; None where it is not defined there."""
        module, _, path = name.partition(":")
        if module not in self._modules:
            return None
        found: ast.Module | Definition = self._tree(module)
        for part in path.split("."):
            inside = [n for n in found.body if isinstance(n, Definition) and n.name == part]
            if not inside:
                return None
            found = inside[-1]
        return found if isinstance(found, Definition) else None

    def resolve(self, module: str, text: str) -> str:
        """Say what a dotted name in a module means: ``package.module:Class``, or dotted.

        What the project does not define stays dotted, ``pydantic.BaseModel``.
        """
        first, _, rest = text.partition(".")
        if self.find(f"{module}:{first}") is not None:
            return f"{module}:{text}"
        for item in self._modules[module].imports if module in self._modules else ():
            if item.scope or item.bound != first:
                continue
            if item.name and f"{item.target}.{item.name}" not in self._modules:
                return self.resolve(item.target, f"{item.name}.{rest}".strip("."))
            target = f"{item.target}.{item.name}" if item.name else item.target
            return self.resolve(target, rest) if rest else target
        return self._external(module, first, rest)

    def bases(self, cls: str) -> frozenset[str]:
        """Name all ancestors of a class, near or far."""
        return frozenset(self._ancestors.get(cls, ()))

    def lineage(self, cls: str) -> list[tuple[str, ast.ClassDef]]:
        """List a class and its ancestors in the project, the farthest first."""
        node = self.find(cls)
        if not isinstance(node, ast.ClassDef):
            return []
        found: dict[str, ast.ClassDef] = {}
        for base in reversed(node.bases):
            name = self.resolve(cls.partition(":")[0], spelled(base).partition("[")[0])
            if ":" in name and name != cls:
                found.update(self.lineage(name))
        return [*found.items(), (cls, node)]

    @cached_property
    def _ancestors(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for one in self._inheritances:
            found.setdefault(one.cls, set()).add(one.base)
        return found

    def _tree(self, module: str) -> ast.Module:
        if module not in self._trees:
            self._trees[module] = parsed(text_of(self._source, self._modules[module].file))
        return self._trees[module]

    def _external(self, module: str, first: str, rest: str) -> str:
        names = _imported(self._tree(module)) if module in self._modules else {}
        return f"{names.get(first, first)}.{rest}".strip(".")


def parsed(text: str) -> ast.Module:
    """Parse a file; what is newer than the Python that runs this is an empty one."""
    try:
        return ast.parse(text)
    except SyntaxError:
        return ast.Module([], [])


def spelled(node: ast.expr | None) -> str:
    """Spell a name, an attribute, or a string that names something."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) else ""


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return a keyword argument."""
    return next((k.value for k in call.keywords if k.arg == name), None)


def constant(node: ast.expr | None) -> object:
    """Return the value of a literal; None for anything else."""
    try:
        return ast.literal_eval(node) if node is not None else None
    except ValueError:
        return None


def _imported(tree: ast.Module) -> dict[str, str]:
    names: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                names[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names
