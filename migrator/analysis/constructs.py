"""What is written where, with names resolved through imports: constructs that rules match.

https://docs.python.org/3/reference/simple_stmts.html#the-import-statement
"""

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import mro
from migrator.analysis.modules import Modules
from migrator.analysis.survey import REQUEST
from migrator.analysis.written import read_aliases
from migrator.model import facts
from migrator.model.constructs import (
    AttributeRead,
    Decoration,
    ExternalImport,
    Inheritance,
    Parameter,
    Span,
)
from migrator.model.location import Location


class Names:
    """What the names of a module stand for, wherever in it they are imported."""

    def __init__(self, module: facts.ModuleFacts, modules: Modules) -> None:
        self._module = module
        self._bound: dict[str, str] = {}
        for statement, _ in module.digest.imports:
            self._bound.update(_bound(module, statement, modules))
        self._defined = {
            statement.name
            for statement in module.body
            if isinstance(statement, facts.FunctionDef | facts.ClassDef)
        }

    def resolve(self, text: str) -> str:
        """Spell a dotted name as it is known everywhere.

        What is not the project's is dotted (``flask.request.files``), the project's has a colon
        (``shop.auth:admin_only``). A name that is not bound at module level stays as it is.
        """
        root, dot, rest = text.partition(".")
        if target := self._bound.get(root):
            if target.endswith(":"):
                return target + rest if rest else target.rstrip(":")
            return target + dot + rest
        if root in self._defined:
            return f"{self._module.name}:{text}"
        return text


def _bound(
    module: facts.ModuleFacts, statement: facts.Import | facts.ImportFrom, modules: Modules
) -> Iterator[tuple[str, str]]:
    """Yield the names that a statement binds; modules of the project end in a colon."""
    if isinstance(statement, facts.Import):
        for dotted, alias in statement.names:
            whole = dotted if alias else dotted.partition(".")[0]
            target = modules.find(whole, module.file)
            yield alias or whole, f"{target}:" if target else whole
        return
    base = modules.base_of(module, statement)
    for name, alias in statement.names:
        if not modules.is_project(base):
            yield alias or name, f"{base}.{name}"
        elif (child := modules.child(base, name)) in modules:
            yield alias or name, f"{child}:"
        else:
            yield alias or name, f"{base}:{name}"


def find_imports(modules: Modules) -> Iterator[ExternalImport]:
    """Yield each name that is imported from outside the project."""
    for module in modules.by_name.values():
        for statement, scope in module.digest.imports:
            function = f"{module.name}:{scope}"
            location = Location(module.file, statement.line)
            if isinstance(statement, facts.Import):
                names = [
                    name for name, _ in statement.names if not modules.find(name, module.file)
                ]
            else:
                base = modules.base_of(module, statement)
                is_ours = modules.is_project(base)
                names = [] if is_ours else [f"{base}.{name}" for name, _ in statement.names]
            for name in names:
                if not modules.is_project(name):
                    yield ExternalImport(name, function, location)


def find_written(
    modules: Modules,
) -> Iterator[Decoration | Parameter | AttributeRead]:
    """Yield decorators, typed parameters, and reads of attributes that are not the project's."""
    aliases = dict(_aliases(modules))
    for module in modules.by_name.values():
        if not module.digest.written:
            continue
        names = Names(module, modules)
        for one in module.digest.written:
            location = Location(module.file, one.line)
            name = names.resolve(one.text)
            if one.kind == "decorator":
                yield Decoration(name, one.owner, location)
            elif one.kind == "annotation":
                alias = name if ":" in name else f"{module.name}:{name}"
                for annotation in aliases.get(alias, (name,)):
                    yield Parameter(one.owner, one.detail, annotation, location)
            elif one.kind == "read" and (":" not in name or name.startswith(f"{REQUEST}.")):
                yield AttributeRead(name, one.owner, location)


def _aliases(modules: Modules) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield names at module level with the types for which they are short."""
    for module in modules.by_name.values():
        if aliases := tuple(read_aliases(module)):
            names = Names(module, modules)
            for alias, types in aliases:
                yield f"{module.name}:{alias}", tuple(map(names.resolve, types))


def find_spans(modules: Modules) -> Iterator[Span]:
    """Yield the lines of functions that run in a certain way."""
    for module in modules.by_name.values():
        for one in module.digest.stretches:
            location = Location(module.file, one.line)
            yield Span(one.function, location, one.end_line, one.kind, one.name)


def find_inheritances(log: Log) -> Iterator[Inheritance]:
    """Yield each class of the project with each of its ancestors."""
    for cls in log.classes.values():
        for base in mro(cls):
            if base is not cls:
                yield Inheritance(cls.name, base.name, cls.location)
