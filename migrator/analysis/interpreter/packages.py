"""Looking around in the project's own packages: its files are known, so what is found is too.

https://docs.python.org/3/library/pkgutil.html#pkgutil.iter_modules
https://werkzeug.palletsprojects.com/en/stable/utils/#werkzeug.utils.find_modules
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase

from migrator.analysis.interpreter.imports import STAR
from migrator.analysis.interpreter.port import Arguments, Interpreter, Keywords
from migrator.analysis.interpreter.questions import mro, text_of
from migrator.analysis.interpreter.specs import finder
from migrator.analysis.interpreter.values import (
    ClassValue,
    FunctionValue,
    Items,
    Known,
    ModuleValue,
    Table,
    Value,
    Values,
)

PATHS: dict[str, Callable[..., str]] = {
    "os.path.dirname": posixpath.dirname,
    "os.path.basename": posixpath.basename,
    "os.path.join": posixpath.join,
    "os.path.abspath": posixpath.normpath,
    "os.path.realpath": posixpath.normpath,
    "os.path.normpath": posixpath.normpath,
    "os.path.relpath": posixpath.relpath,
}
SCANS = frozenset(
    {
        "flask.helpers.get_root_path",
        "glob.glob",
        "glob.iglob",
        "inspect.getmembers",
        "os.listdir",
        "os.path.splitext",
        "os.walk",
        "pkgutil.iter_modules",
        "pkgutil.walk_packages",
        "werkzeug.utils.find_modules",
        "<builtin>.dir",
        "<builtin>.vars",
    }
)
KINDS = {"inspect.isclass": ClassValue, "inspect.isfunction": FunctionValue}


def described(machine: Interpreter, module: str, name: str) -> Values:
    """Return what a module says of itself: ``__file__``, ``__path__`` and the like."""
    found = machine.modules.by_name.get(module)
    if found is None:
        return ()
    match name:
        case "__file__":
            return (Known(found.file),)
        case "__path__" if found.is_package:
            return (Items("list", [(Known(posixpath.dirname(found.file)),)]),)
        case "__package__":
            return (Known(module if found.is_package else module.rpartition(".")[0]),)
        case "__dict__":
            return _names(machine, module)
    return ()


def call(  # noqa: C901, PLR0911  (one case a function)
    machine: Interpreter, name: str, args: Arguments, keywords: Keywords
) -> Values | None:
    """Return what a look around finds; None where it is not known where it looks."""
    if name in PATHS:
        texts = [text_of(arg) for arg in args]
        known = [text for text in texts if text is not None]
        return (Known(PATHS[name](*known)),) if known and len(known) == len(texts) else None
    values = args[0] if args else keywords.get("path", ())
    match name.rpartition(".")[2], values:
        case ("vars", (ModuleValue(name=module),)):
            return _names(machine, module)
        case ("dir", (ModuleValue(name=module),)):
            return (_texts(text for text in _scope(machine, module)),)
        case ("dir", (ClassValue() as cls,)):
            return (_texts(_names_in(cls)),)
        case ("getmembers", modules) if modules and isinstance(modules[0], ModuleValue):
            named = [module.name for module in modules if isinstance(module, ModuleValue)]
            return _members(machine, named, args[1] if len(args) > 1 else ())
        case ("walk", (Known(value=str(folder)),)):
            return (Items("list", list(_walk(machine, folder))),)
        case ("get_root_path", (Known(value=str(dotted)),)):
            package = machine.modules.by_name.get(machine.modules.find(dotted))
            return (Known(posixpath.dirname(package.file)),) if package else None
        case ("listdir", (Known(value=str(folder)),)):
            return (_texts(machine.modules.entries(folder)),)
        case (("glob" | "iglob"), (Known(value=str(pattern)),)):
            folder, last = posixpath.split(pattern)
            entries = machine.modules.entries(folder)
            return (_texts(f"{folder}/{e}" for e in entries if fnmatchcase(e, last)),)
        case ("splitext", (Known(value=str(path)),)):
            return (Items("tuple", [(Known(part),) for part in posixpath.splitext(path)]),)
        case (("iter_modules" | "walk_packages") as scan, _):
            prefix = args[1] if len(args) > 1 else keywords.get("prefix", (Known(""),))
            return _modules(machine, values, text_of(prefix), is_deep=scan == "walk_packages")
        case ("find_modules", (Known(value=str(dotted)),)):
            return _find_modules(machine, dotted, args, keywords)
    return None


def _walk(machine: Interpreter, folder: str) -> Iterator[Values]:
    """Yield ``(folder, folders, files)`` top down, as ``os.walk`` does."""
    entries = machine.modules.entries(folder)
    files = tuple(entry for entry in entries if entry.endswith(".py"))
    folders = tuple(entry for entry in entries if not entry.endswith(".py"))
    yield (Items("tuple", [(Known(folder),), (_texts(folders),), (_texts(files),)]),)
    for inner in folders:
        yield from _walk(machine, f"{folder}/{inner}")


def _modules(
    machine: Interpreter, paths: Values, prefix: str | None, *, is_deep: bool
) -> Values | None:
    given = [text_of(item) for value in paths if isinstance(value, Items) for item in value.items]
    folders = [posixpath.normpath(folder) for folder in given if folder is not None]
    if prefix is None or not folders or len(folders) < len(given):
        return None
    found: list[Values] = []
    for folder in folders:
        for name, is_package in _below(machine, folder, is_deep=is_deep):
            parts: list[Values] = [
                (finder(folder),),
                (Known(prefix + name),),
                (Known(is_package),),
            ]
            found.append((Items("moduleinfo", parts),))
    return (Items("list", found),)


def _find_modules(
    machine: Interpreter, dotted: str, args: Arguments, keywords: Keywords
) -> Values | None:
    package = machine.modules.by_name.get(machine.modules.find(dotted))
    if package is None or not package.is_package:
        return None
    packages = args[1] if len(args) > 1 else keywords.get("include_packages", ())
    deep = args[2] if len(args) > 2 else keywords.get("recursive", ())
    below = _below(machine, posixpath.dirname(package.file), is_deep=deep == (Known(True),))
    with_packages = packages == (Known(True),)
    return (
        _texts(
            f"{dotted}.{name}" for name, is_package in below if with_packages or not is_package
        ),
    )


def _below(machine: Interpreter, folder: str, *, is_deep: bool) -> Iterator[tuple[str, bool]]:
    """Yield modules and packages in a folder, by dotted name, packages before what they hold."""
    for entry in machine.modules.entries(folder):
        inner = f"{folder}/{entry}" if folder else entry
        if entry.endswith(".py"):
            if entry != "__init__.py":
                yield entry.removesuffix(".py"), False
        elif "__init__.py" in machine.modules.entries(inner):
            yield entry, True
            if is_deep:
                for name, is_package in _below(machine, inner, is_deep=True):
                    yield f"{entry}.{name}", is_package


def _members(machine: Interpreter, modules: list[str], predicate: Values) -> Values:
    names = [value.name for value in predicate if hasattr(value, "name")]
    kind = KINDS.get(names[0]) if names else None
    found: list[Values] = [
        (Items("tuple", [(Known(name),), values]),)
        for module in modules
        for name, values in _scope(machine, module).items()
        if kind is None or any(isinstance(value, kind) for value in values)
    ]
    return (Items("list", found),)


def _names_in(cls: ClassValue) -> Iterator[str]:
    """Yield the names that a class of the project and its bases define."""
    own = (base.scope.names for base in mro(cls) if isinstance(base, ClassValue))
    yield from dict.fromkeys(name for names in own for name in names if name != "__class__")


def _names(machine: Interpreter, module: str) -> Values:
    table = Table({})
    table.entries.update(_scope(machine, module))
    return (table,)


def _scope(machine: Interpreter, module: str) -> dict[str, Values]:
    machine.run_module(module)
    names = machine.scopes[module].names if module in machine.scopes else {}
    return {name: values for name, values in names.items() if name != STAR}


def _texts(texts: Iterator[str] | tuple[str, ...]) -> Items:
    found: list[Values] = [(Known(text),) for text in texts]
    return Items("list", found)


def part_of(info: Items, name: str) -> Value | None:
    """Return an attribute of what ``iter_modules`` yields."""
    position = {"module_finder": 0, "name": 1, "ispkg": 2}.get(name)
    return info.items[position][0] if position is not None else None
