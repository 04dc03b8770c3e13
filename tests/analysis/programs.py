"""Programs read from source in memory, and short spellings of the facts in them."""

from pathlib import PurePosixPath
from textwrap import dedent

from migrator.analysis.build import build
from migrator.analysis.index import read_module
from migrator.model.facts import ModuleFacts
from migrator.model.program import EntryPoint, HttpRoute, Program, Schedule


def facts_of(file: str, source: str) -> ModuleFacts:
    parts = PurePosixPath(file).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    name = ".".join(parts[:-1] if is_package else parts)
    return read_module(name, file, dedent(source).encode(), is_package=is_package)


def program_of(files: dict[str, str]) -> Program:
    """Read the Python files; what else there is are documents."""
    sources = [facts_of(file, text) for file, text in files.items() if file.endswith(".py")]
    return build("shop", sources, {f: t for f, t in files.items() if not f.endswith(".py")})


def program_of_one(source: str) -> Program:
    return program_of({"shop.py": source})


def spell_route(point: EntryPoint) -> str:
    """Spell a route: ``GET /orders/<int:id> orders.show shop.orders:show 12``."""
    assert isinstance(point.trigger, HttpRoute)
    route = point.trigger
    return f"{route.method} {route.declared} {point.name} {point.handler} {point.location.line}"


def routes_of(program: Program) -> list[str]:
    return [
        spell_route(point)
        for point in program.entry_points
        if isinstance(point.trigger, HttpRoute)
    ]


def unresolved_of(program: Program) -> list[str]:
    return [f"{doubt.location} {doubt.reason}" for doubt in program.unresolved]


def calls_of(program: Program) -> list[str]:
    """Spell the edges of the call graph, without their lines: ``f -> g``."""
    edges = {(call.caller, call.callee) for call in program.calls}
    return [f"{caller} -> {callee}".replace("shop:", "") for caller, callee in sorted(edges)]


def entry_points_of(program: Program) -> list[str]:
    """Spell entry points of any kind: ``GET /orders/{id} shop.orders:show 12``."""
    return [f"{p.label} {p.handler} {p.location.line}" for p in program.entry_points]


def jobs_of(program: Program) -> list[str]:
    """Spell tasks and schedules: ``schedule every(1).minute rate(1 minute) shop:send 3``."""
    spelled = []
    for point in program.entry_points:
        clock = f" {point.trigger.expression}" if isinstance(point.trigger, Schedule) else ""
        spelled.append(f"{point.label}{clock} {point.handler} {point.location.line}")
    return spelled


def enqueues_of(program: Program) -> list[str]:
    """Spell who puts what on a queue: ``shop:order -> shop.mail.send``."""
    return [f"{found.function} -> {found.task}" for found in program.enqueues]


def edges_of(program: Program, *kinds: str) -> list[str]:
    """Spell hidden edges, of some kinds only: ``signal shop:save -> shop:saved 12``."""
    return [
        f"{edge.kind} {edge.source} -> {edge.target} {edge.location.line}".replace("shop:", "")
        for edge in program.hidden_edges
        if not kinds or edge.kind in kinds
    ]
