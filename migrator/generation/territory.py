"""Which modules are the service's own, which belong to routes that stay behind."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from migrator.generation.app_wide import OF_BLUEPRINTS, find_app_wide
from migrator.generation.frameworks import Shape, framework_called
from migrator.generation.source import Source, text_of
from migrator.model.extraction import Selection
from migrator.model.program import (
    Command,
    EntryPoint,
    HttpRoute,
    Import,
    Module,
    Program,
    Websocket,
)
from migrator.model.reach import module_of

SERVED = HttpRoute | Websocket | Command


class Territory(msgspec.Struct, frozen=True):
    """Own and foreign modules, and the lines at which routes are registered.

    Attributes:
        own: modules that hold the service's handlers, register them, or make the application.
        foreign: modules which only hold or register entry points that stay.
        app_wide: modules that would be foreign, but change the whole application: where, what.
        own_lines: by file, lines that register routes of the service.
        foreign_lines: by file, lines that register anything else.
        shape: what the framework adds.
        commands: functions that operators run, ``(module, name)``.
    """

    modules: Mapping[str, Module]
    own: frozenset[str]
    foreign: frozenset[str]
    app_wide: Mapping[str, tuple[int, str]]
    own_lines: Mapping[str, frozenset[int]]
    foreign_lines: Mapping[str, frozenset[int]]
    shape: Shape = Shape()
    commands: frozenset[tuple[str, str]] = frozenset()

    def origin(self, item: Import) -> str:
        """Follow re-exports to the module that defines an imported name."""
        module, name = item.target, item.name
        seen = set()
        while name and (module, name) not in seen:
            seen.add((module, name))
            if f"{module}.{name}" in self.modules:
                return f"{module}.{name}"
            onward = [i for i in self._imports(module) if i.bound == name and not i.scope]
            if not onward:
                break
            module, name = onward[0].target, onward[0].name
        return module

    def _imports(self, module: str) -> tuple[Import, ...]:
        return self.modules[module].imports if module in self.modules else ()


def survey(program: Program, source: Source, selection: Selection) -> Territory:
    """Divide the monolith's modules for one service."""
    modules = {module.name: module for module in program.modules}
    modules |= {module.name: module for module in left_out_modules(program, source)}
    by_file = {module.file: module.name for module in program.modules}
    chosen = set(selection.entry_points)
    others = [e for e in program.entry_points if e not in chosen and isinstance(e.trigger, SERVED)]
    shape = framework_called(selection.application.framework).shape(program, source, selection)
    own = _modules_of(selection.routes, by_file) | {module_of(selection.application.name)}
    own |= {module_of(job.handler) for job in (*selection.tasks, *selection.schedules)}
    own |= {module_of(root) for root in shape.roots}
    candidates = _modules_of(others, by_file) - own
    app_wide = {}
    for name in sorted(candidates):
        code = text_of(source, modules[name].file)
        effect = find_app_wide(code) if any(word in code for word in OF_BLUEPRINTS) else None
        if effect:
            app_wide[name] = effect
    return Territory(
        modules=modules,
        own=frozenset(own & modules.keys()),
        foreign=frozenset(candidates - app_wide.keys()),
        app_wide=app_wide,
        own_lines=_lines_of(selection.routes),
        foreign_lines=_lines_of(others),
        shape=shape,
        commands=frozenset(
            (module, name)
            for module, _, name in (
                e.handler.partition(":") for e in others if isinstance(e.trigger, Command)
            )
        ),
    )


def left_out_modules(program: Program, source: Source) -> Iterator[Module]:
    """Name what analysis does not read (a package called ``migrations``), but code may import."""
    read = {module.file for module in program.modules}
    folders = {m.file.rpartition("/")[0]: m.name for m in program.modules if m.is_package}
    for path in source.paths():
        above, _, file = path.rpartition("/")
        if path in read or not file.endswith(".py"):
            continue
        rest: list[str] = []
        while above and above not in folders:
            above, _, last = above.rpartition("/")
            rest.insert(0, last)
        name = file.removesuffix(".py")
        parts = [*rest, *([] if name == "__init__" else [name])]
        if above in folders and parts and all(part.isidentifier() for part in parts):
            dotted = ".".join((folders[above], *parts))
            lines = source.read(path).count(b"\n")
            yield Module(dotted, path, lines, is_package=name == "__init__")


def _modules_of(entry_points: Iterable[EntryPoint], by_file: Mapping[str, str]) -> set[str]:
    found = set()
    for entry_point in entry_points:
        found.add(module_of(entry_point.handler))
        found |= {
            by_file[place.file] for place in entry_point.registered_at if place.file in by_file
        }
    return found & set(by_file.values())


def _lines_of(entry_points: Iterable[EntryPoint]) -> dict[str, frozenset[int]]:
    lines: dict[str, set[int]] = {}
    for entry_point in entry_points:
        for place in entry_point.registered_at:
            lines.setdefault(place.file, set()).add(place.line)
    return {file: frozenset(found) for file, found in sorted(lines.items())}
