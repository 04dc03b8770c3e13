"""Modules that are loaded by specs and loaders: plugins that are found by their file.

https://docs.python.org/3/library/importlib.html#importing-a-source-file-directly
https://docs.python.org/3/library/pkgutil.html#pkgutil.iter_modules (whose finders are asked)
"""

from __future__ import annotations

import posixpath

from migrator.analysis.interpreter.port import Arguments, Interpreter, Keywords
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import (
    External,
    Instance,
    Known,
    Member,
    ModuleValue,
    Value,
    Values,
)
from migrator.model.location import Location

FINDER = "importlib.machinery.FileFinder"
LOADER = "importlib.machinery.SourceFileLoader"
SPEC = "importlib.machinery.ModuleSpec"
FUNCTIONS = frozenset(
    {
        "importlib.util.find_spec",
        "importlib.util.spec_from_file_location",
        "importlib.util.module_from_spec",
        "importlib.machinery.SourceFileLoader",
        "imp.load_source",
    }
)
METHODS = frozenset({"find_spec", "find_module", "load_module"})


def finder(folder: str) -> Instance:
    """Return what looks for modules in a folder."""
    return Instance(External(FINDER), Location(folder, 1), {"path": (Known(folder),)})


def call(machine: Interpreter, name: str, args: Arguments, keywords: Keywords) -> Values | None:
    """Return what a function of importlib gives; None where no module of the project is meant."""
    match name.rpartition(".")[2]:
        case "find_spec":
            found = machine.modules.find(text_of(args[0]) or "")
            return _spec(found) if found in machine.modules else None
        case "module_from_spec":
            loaded = [_loaded(machine, value) for value in args[0]]
            return next((values for values in loaded if values), None)
    location = args[1] if len(args) > 1 else keywords.get("location", keywords.get("path", ()))
    found = _at(machine, text_of(location))
    if not found:
        return None
    if name == "imp.load_source":
        machine.run_module(found)
        return (ModuleValue(found),)
    return _loader(found) if name == LOADER else _spec(found)


def method(machine: Interpreter, member: Member, args: Arguments) -> Values | None:
    """Return what a finder finds and a loader loads; None where it is another's method."""
    receiver = member.receiver
    match member.name, receiver:
        case "load_module", Instance(kind=External(name=kind)) if kind == LOADER:
            return _loaded(machine, receiver) or None
        case (("find_spec" | "find_module"), Instance(kind=External(name=kind))) if (
            kind == FINDER and args
        ):
            folder = text_of(receiver.attributes.get("path", ())) or ""
            last = (text_of(args[0]) or "").rpartition(".")[2]
            found = _at(machine, f"{folder}/{last}.py") or _at(machine, f"{folder}/{last}")
            if found:
                return _spec(found) if member.name == "find_spec" else _loader(found)
    return None


def _loaded(machine: Interpreter, value: Value) -> Values:
    """Run the module that a spec or loader is of."""
    module = value.attributes.get("__module__", ()) if isinstance(value, Instance) else ()
    for found in module:
        if isinstance(found, ModuleValue):
            machine.run_module(found.name)
    return module


def _at(machine: Interpreter, path: str | None) -> str:
    """Name the module in a file, or the package in a folder."""
    plain = posixpath.normpath(path) if path else ""
    name = plain.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return name if name in machine.modules else ""


def _spec(module: str) -> Values:
    attributes: dict[str, Values] = {
        "name": (Known(module),),
        "loader": _loader(module),
        "__module__": (ModuleValue(module),),
    }
    return (Instance(External(SPEC), Location(module, 1), attributes),)


def _loader(module: str) -> Values:
    attributes: dict[str, Values] = {"__module__": (ModuleValue(module),)}
    return (Instance(External(LOADER), Location(module, 1), attributes),)
