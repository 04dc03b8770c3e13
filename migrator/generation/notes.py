"""MIGRATION.md: what a reviewer and an operator have to know."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

import msgspec

from migrator.generation.config import Settings
from migrator.generation.gateway import GatewayFunction, by_label
from migrator.generation.render import render
from migrator.generation.requirements import Requirements
from migrator.model.extraction import Concern, Cut, Selection, Slice
from migrator.model.files import RenderedFile
from migrator.model.findings import Suppression
from migrator.model.program import AccessMode, Program
from migrator.model.reach import module_of


class Details(msgspec.Struct, frozen=True):
    """What the other files were made of."""

    cuts: tuple[Cut, ...]
    settings: Settings
    functions: tuple[GatewayFunction, ...]
    lines: int
    notes: tuple[str, ...]
    concerns: tuple[Concern, ...] = ()


class TableUse(msgspec.Struct, frozen=True, order=True):
    """A table that the service uses, and the modules outside of it that write it."""

    name: str
    use: str
    others: str


def migration_notes(
    program: Program, selection: Selection, path: str, *, sliced: Slice, details: Details
) -> RenderedFile:
    """Write MIGRATION.md."""
    functions = by_label(details.functions)
    return render(
        "MIGRATION.md",
        path,
        org=selection.org,
        service=selection.service.name,
        modules=sliced.modules,
        assets=sliced.assets,
        lines=details.lines,
        routes=[
            {
                "label": route.label,
                "function": functions[route.label],
                "handler": route.handler,
                "place": route.location,
            }
            for route in selection.routes
        ],
        stays=[f"{e.label}: {why}" for e, why in selection.stays],
        cuts=details.cuts,
        reasons=sliced.reasons,
        packages=", ".join(_count_by_package(sliced.modules)),
        tables=tuple(tables_of(program, selection)),
        parameters=details.settings.parameters,
        defaulted=details.settings.defaulted,
        notes=(*selection.doubts, *details.notes),
        concerns=[_concern(concern, selection) for concern in details.concerns],
    )


def _concern(concern: Concern, selection: Selection) -> dict[str, str]:
    finding = concern.finding
    own = {route.label for route in selection.routes}
    return {
        "category": finding.category,
        "rule": finding.rule,
        "place": str(finding.location),
        "message": finding.message,
        "fix": concern.fix,
        "accepted": _accepted(finding.suppression),
        "routes": _routes(own, finding.entry_points),
    }


def _accepted(suppression: Suppression | None) -> str:
    """Say why somebody accepted a finding, and until when; empty where nobody did."""
    if suppression is None:
        return ""
    until = f" (until {suppression.until})" if suppression.until else ""
    return f"{suppression.reason}{until}"


def _routes(own: Collection[str], reaching: Iterable[str]) -> str:
    """Name the service's routes among those that reach a place, in a word where it is all."""
    found = [label for label in reaching if label in own]
    return "all of them" if len(found) == len(own) > 1 else ", ".join(found)


def tables_of(program: Program, selection: Selection) -> Iterator[TableUse]:
    """Tell which tables the service's own modules use."""
    own = {module_of(route.handler) for route in selection.routes}
    listed = {*selection.service.owns, *selection.service.reads}
    prefixes = (*selection.service.modules, *own)
    for table in sorted(program.tables, key=lambda t: t.name):
        accesses = [a for a in program.accesses if a.table == table.name]
        mine = {a.mode for a in accesses if _is_in(module_of(a.function), prefixes)}
        if not mine and table.name not in listed:
            continue
        writers = {module_of(a.function) for a in accesses if a.mode is AccessMode.WRITE}
        others = sorted(w for w in writers if not _is_in(w, prefixes))
        writes = AccessMode.WRITE in mine or table.name in selection.service.owns
        yield TableUse(table.name, "write" if writes else "read", ", ".join(others) or "none")


def advice(
    requirements: Requirements, actions: Iterable[str], program: Program, reached: Collection[str]
) -> tuple[str, ...]:
    """Say what a person should decide."""
    found = []
    if actions := tuple(actions):
        found.append(
            f"IAM: {', '.join(f'`{a}`' for a in actions)}: allowed on every resource (`*`), "
            "because the code takes names from settings. Narrow them in serverless.yml."
        )
    tasks = sorted({e.task for e in program.enqueues if e.function in reached and e.task})
    if tasks:
        found.append(
            f"Tasks that the routes put on a queue: {', '.join(f'`{t}`' for t in tasks)}. "
            "The monolith's workers run them: the function must reach the broker."
        )
    if not requirements.is_subset:
        found.append(
            "requirements.txt holds all pins of the monolith but those of tools and web servers; "
            "`migrate extract --python <its python>` keeps only what the slice needs."
        )
    if requirements.missing:
        names = ", ".join(f"`{name}`" for name in requirements.missing)
        found.append(f"No requirement seems to provide {names}: check requirements.txt.")
    if requirements.absent:
        names = ", ".join(f"`{name}`" for name in requirements.absent)
        found.append(
            f"The monolith's Python has no {names}: the slice imports them, as a rule "
            "where it can do without."
        )
    return tuple(found)


def _is_in(module: str, prefixes: Iterable[str]) -> bool:
    return any(module == prefix or module.startswith(f"{prefix}.") for prefix in prefixes)


def _count_by_package(modules: Iterable[str]) -> Iterator[str]:
    counts = Counter(".".join(name.split(".")[:2]) for name in modules)
    return (f"`{name}` {count}" for name, count in sorted(counts.items()))
