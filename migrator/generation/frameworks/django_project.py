"""A Django project as its settings describe it.

https://docs.djangoproject.com/en/stable/ref/settings/
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property

from migrator.errors import PlanError, UnknownNameError
from migrator.generation.frameworks.objects import nearest
from migrator.model.program import EntryPoint, HttpRoute, Module, Program
from migrator.model.reach import module_of

# What the registry of applications imports, and what templates load by name.
OF_APPLICATION = ("apps", "models", "templatetags")
WHOLE = ("apps", "templatetags")
STARTERS = ("wsgi", "asgi", "manage")  # modules that name the settings of a deployment


def find_settings(program: Program, named: str) -> str:
    """Return the module of settings: the one that is named, or the only one that can be meant.

    Raises:
        PlanError: there are several, and what starts the project does not tell which.
        UnknownNameError: there is no module of that name.
    """
    modules = {module.name: module for module in program.modules}
    if named:
        module = named.partition(":")[0]
        if module not in modules:
            raise UnknownNameError(
                f"application {named!r} of migration.yaml does not exist",
                hint=nearest(module, _having_urls(program)),
            )
        return module
    found = _having_urls(program)
    started = {
        target
        for module in program.modules
        if module.name.rpartition(".")[2] in STARTERS
        for target, _ in module.mentions
        if found.intersection(inherited(modules, target))
    }
    for names in (found, started):
        if len(names) == 1:
            return min(names)
    raise PlanError(
        f"the module of settings is not clear: found {', '.join(sorted(found)) or 'none'}",
        hint="name it in migration.yaml: `monolith: {application: project.settings}`",
    )


def _having_urls(program: Program) -> set[str]:
    return {module_of(s.holder) for s in program.settings if s.key == "ROOT_URLCONF"}


def inherited(modules: Mapping[str, Module], name: str) -> Iterator[str]:
    """Yield a module of settings and those that it takes over whole."""
    seen: set[str] = set()
    queue = [name]
    while queue:
        module = queue.pop()
        if module in modules and module not in seen:
            seen.add(module)
            yield module
            queue += [i.target for i in modules[module].imports if i.name == "*"]


class Project:
    """What extraction asks of settings and of the layout of applications."""

    def __init__(self, program: Program, settings: str) -> None:
        self._program = program
        self.modules = {module.name: module for module in program.modules}
        self.settings = settings
        self.holders = frozenset(inherited(self.modules, settings))

    def constants(self, key: str) -> tuple[str, ...]:
        """Return the texts that a setting, or its items, are given anywhere."""
        return tuple(
            value for name, value in self._texts() if name == key or name.startswith(f"{key}.")
        )

    def _texts(self) -> Iterator[tuple[str, str]]:
        for setting in self._program.settings:
            if setting.value and module_of(setting.holder) in self.holders:
                value = ast.literal_eval(setting.value)
                if isinstance(value, str):
                    yield setting.key, value

    @cached_property
    def applications(self) -> dict[str, str]:
        """Map each of the project's own applications, as settings name it, to its package."""
        found = {}
        for entry in self.constants("INSTALLED_APPS"):
            package = entry
            while package and package not in self.modules:
                package = package.rpartition(".")[0]
            if package and not self.modules[package].is_package:
                package = package.rpartition(".")[0]
            if package in self.modules:
                found[entry] = package
        return found

    @cached_property
    def registering(self) -> frozenset[str]:
        """Name the modules that register routes."""
        by_file = {module.file: module.name for module in self.modules.values()}
        points = (e for e in self._program.entry_points if is_django(e))
        files = {place.file for point in points for place in point.registered_at}
        found = {by_file[file] for file in files if file in by_file}
        found.update(name for name in self.constants("ROOT_URLCONF") if name in self.modules)
        return frozenset(found)

    @cached_property
    def url_modules(self) -> frozenset[str]:
        """Name the modules that hold tables of URLs and no handlers."""
        points = (e for e in self._program.entry_points if is_django(e))
        return self.registering - {module_of(point.handler) for point in points}

    def of_application(self, package: str) -> tuple[str, ...]:
        """Name what an application in INSTALLED_APPS brings: ``module:`` for all of a module."""
        found = [package]
        for name in self.modules:
            part = next((p for p in OF_APPLICATION if _is_within(name, f"{package}.{p}")), "")
            if part:
                found.append(f"{name}:" if part in WHOLE else name)
        return tuple(found)

    def members(self, package: str) -> Iterator[Module]:
        """Yield the modules of an application, without those of applications inside of it."""
        inner = [p for p in self.applications.values() if p.startswith(f"{package}.")]
        for module in self.modules.values():
            is_inner = any(_is_within(module.name, other) for other in inner)
            if _is_within(module.name, package) and not is_inner:
                yield module


def is_django(entry_point: EntryPoint) -> bool:
    """Tell whether an entry point is a route of Django."""
    return entry_point.framework == "django" and isinstance(entry_point.trigger, HttpRoute)


def _is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")
