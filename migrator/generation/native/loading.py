"""What importing modules of the project loads, and where that imports the framework."""

from collections.abc import Container, Iterable, Iterator

from migrator.generation.native.framework import is_framework
from migrator.model.location import Location
from migrator.model.program import Import, Program
from migrator.model.reach import module_of
from migrator.model.serving import Hindrance


class Loading:
    """Imports of modules and functions, indexed."""

    def __init__(self, program: Program) -> None:
        self._modules = {module.name: module for module in program.modules}
        self._framework: dict[str, list[tuple[Location, str]]] = {}
        for item in program.external_imports:
            if is_framework(item.name):
                self._framework.setdefault(item.function, []).append((item.location, item.name))

    def closure(self, modules: Iterable[str], scopes: Iterable[str] = ()) -> dict[str, str]:
        """Map all that is loaded to what imports it ('' where it is asked for).

        Args:
            modules: what is imported.
            scopes: functions whose imports count as well.
        """
        inner = {(module_of(name), name.rpartition(".")[2]) for name in scopes}
        inner |= {(module_of(name), name.rpartition(":")[2]) for name in scopes}
        found: dict[str, str] = {}
        todo = [(name, "") for module in sorted(modules) for name in _with_parents(module)]
        while todo:
            name, importer = todo.pop()
            if name in found:
                continue
            found[name] = importer
            module = self._modules.get(name)
            for item in module.imports if module else ():
                if not item.scope or (name, item.scope) in inner:
                    target = loaded_by(item, self._modules)
                    todo += [(one, name) for one in _with_parents(target)]
        return found

    def of_framework(self, function: str) -> Iterator[tuple[Location, str]]:
        """Yield where a function, or a module body (``module:``), imports the framework."""
        yield from self._framework.get(function, ())

    def find_framework(self, loaded: dict[str, str]) -> Hindrance | None:
        """Say where a module that is loaded imports the framework, the first by name."""
        for name in sorted(loaded):
            if name not in self._modules:
                where = Location(name.replace(".", "/"), 1)
                return Hindrance(where, f"nothing is known of the module `{name}`")
            for where, what in self._framework.get(f"{name}:", ()):
                top = what.partition(".")[0]
                through = f", by way of `{loaded[name]}`" if loaded[name] else ""
                return Hindrance(where, f"`{name}`, which it imports{through}, imports {top}")
        return None

    def find_circle(self, loaded: dict[str, str]) -> Hindrance | None:
        """Say which modules import each other: who comes first decides whether that works.

        A package and its own modules are no circle: the package always comes first.
        """
        done: set[str] = set()
        for start in sorted(loaded):
            path: list[str] = []
            todo = [(start, 0)]
            while todo:
                name, depth = todo.pop()
                del path[depth:]
                if name in path:
                    module = self._modules[name]
                    other = path[-1]
                    says = f"`{name}` and `{other}` import each other, in an order of their own"
                    return Hindrance(Location(module.file, 1), says)
                if name not in done:
                    done.add(name)
                    path.append(name)
                    todo += [(one, depth + 1) for one in self._imported(name) if one in loaded]
        return None

    def _imported(self, name: str) -> list[str]:
        """Name the modules that a module imports as it is loaded, but its packages and theirs."""
        module = self._modules.get(name)
        found = set()
        for item in module.imports if module else ():
            target = loaded_by(item, self._modules)
            is_near = f"{name}.".startswith(f"{target}.") or target.startswith(f"{name}.")
            if not item.scope and not is_near:
                found.add(target)
        return sorted(found)


def loaded_by(item: Import, modules: Container[str]) -> str:
    """Name the module that an import is for: one of a package, if it names one."""
    inside = f"{item.target}.{item.name}"
    return inside if inside in modules else item.target


def _with_parents(module: str) -> list[str]:
    parts = module.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]
