"""MIGRATION.md, and the body of the pull request: what a reviewer and an operator have to know."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial

import msgspec

from migrator.generation.advice import advice
from migrator.generation.assets import names_of
from migrator.generation.findings_told import Told as Findings
from migrator.generation.findings_told import findings_told
from migrator.generation.job_notes import told_of
from migrator.generation.phrases import enumerated, few
from migrator.generation.render import render_text
from migrator.generation.service_files import Ingredients
from migrator.model.extraction import (
    REDUCED,
    STAND_IN,
    Cut,
    Doubt,
    Extraction,
    Layer,
    Selection,
    Size,
    lines_to_read,
)
from migrator.model.ownership import covers, service_of_module, service_of_table
from migrator.model.parity import ParityReport
from migrator.model.plan import Handlers, MigrationPlan
from migrator.model.program import AccessMode, EntryPoint, Program
from migrator.model.reach import CallGraph, module_of
from migrator.model.serving import why_hosted

MOST = 12  # of lines that may be many; the rest is counted
ON_A_LINE = 4
ABSENT = "stand-ins, which only let URLs be built"
PARTLY = "stand-ins for views that stay, of modules that travel"


class Told(msgspec.Struct, frozen=True):
    """What is said beside the files themselves.

    Attributes:
        sizes: of the commits, but for those that tell of themselves: this file's own lines.
        source: hash of all that travelled.
        command: that makes the same files again.
        configuration: where the contract of import-linter is; empty where there is none.
    """

    plan: MigrationPlan
    sizes: tuple[Size, ...]
    source: str
    version: str
    command: str
    parity: ParityReport | None = None
    configuration: str = ""


class TableUse(msgspec.Struct, frozen=True, order=True):
    """Tables that the service uses alike, their owner, and the modules outside that write them."""

    owner: str
    use: str
    others: tuple[str, ...]
    names: tuple[str, ...] = ()


def migration_notes(made: Extraction, it: Ingredients, told: Told) -> tuple[str, str]:
    """Write MIGRATION.md, and from the same facts the body of the pull request."""
    selection, settings = made.selection, it.settings
    findings = findings_told(made, it.program)
    tables = tuple(tables_of(it.program, selection, told.plan, it.reached))
    write = partial(
        render_text,
        "MIGRATION.md",
        org=selection.org,
        service=selection.service.name,
        folder=made.folder,
        modules=made.sliced.modules,
        assets=made.sliced.assets,
        lines=made.lines,
        sizes=[_size(size) for size in told.sizes],
        to_read=lines_to_read(told.sizes),
        routes=_gathered(
            (f"`{route.handler}` ({route.location})", _told(route, it))
            for route in selection.routes
        ),
        hosted=few(why_hosted(it.natives.servings), MOST) if _asks_for_native(it) else (),
        possible=0 if _asks_for_native(it) else it.natives.possible,
        stays=_gathered((why, entry.label) for entry, why in selection.stays),
        jobs=told_of(it.jobs, it.program, selection),
        cuts=_cuts(made),
        changes=[*_changes(made.cuts), *_stand_ins(made, it.program)],
        reasons=few((f"{r.file}, because {r.because}" for r in made.sliced.reasons), MOST),
        left=few((f"{one.says} ({one.location})" for one in made.sliced.left), MOST),
        packages=", ".join(_count_by_package(made.sliced.modules)),
        tables=tables,
        others=[enumerated(table.others, ON_A_LINE) for table in tables],
        parameters=settings.parameters,
        defaulted=settings.defaulted,
        notes=advice(it),
        findings=findings,
        importers=few(_importers(made, told.plan), MOST),
        runners=few(_runners(it.program, selection, told.plan), MOST),
        risks=tuple(_risks(made, findings, tables)),
        # For the body only: a later update would have to prove it anew.
        parity=_parity(told.parity),
        source=told.source,
        configuration=told.configuration,
        version=told.version,
        command=told.command,
    )
    return write(is_body=False), write(is_body=True)


def _gathered(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Gather what has the same first part, in the order in which that comes."""
    found: dict[str, list[str]] = {}
    for shared, one in pairs:
        found.setdefault(shared, []).append(one)
    return list(found.items())


def _asks_for_native(it: Ingredients) -> bool:
    return it.selection.service.handlers is Handlers.NATIVE


def _told(route: EntryPoint, it: Ingredients) -> str:
    """Name a route; those that the view answers alone are marked."""
    return f"{route.label} (native)" if route.label in it.natives.labels else route.label


def _size(size: Size) -> dict[str, str | int]:
    contract = "a contract of import-linter" if size.layer is Layer.MONOLITH else ""
    title = ": ".join(filter(None, (str(size.layer), size.title or contract)))
    is_copied = size.layer is Layer.COPIED
    added = f"{size.added} copied" if is_copied else f"+{size.added} -{size.removed}"
    return {"title": title, "files": size.files, "lines": added}


def _cuts(made: Extraction) -> str:
    """Say in one sentence where most was taken out."""
    return "; ".join(few(made.deletions, ON_A_LINE))


def _changes(cuts: Iterable[Cut]) -> list[str]:
    """Say what codemods changed, once for what they did in several places."""
    others = (cut for cut in cuts if cut.codemod not in {REDUCED, STAND_IN})
    changes = ((cut.removed, str(cut.location)) for cut in others)
    return [f"{enumerated(places, ON_A_LINE)}: {what}" for what, places in _gathered(changes)]


def _stand_ins(made: Extraction, program: Program) -> list[str]:
    """Say for each table of URLs which names are stand-ins, first those of what is absent."""
    files = {module.name: module.file for module in program.modules}
    found = sorted(made.sliced.stand_ins, key=lambda one: not one.target)
    pairs = (
        (f"{files.get(one.module, one.module)}: {ABSENT if one.target else PARTLY}", one.name)
        for one in found
    )
    return [
        f"{says}: {enumerated((f'`{name}`' for name in names), MOST)}"
        for says, names in _gathered(pairs)
    ]


def _importers(made: Extraction, plan: MigrationPlan) -> Iterator[str]:
    """Name who imports what moved, with the service that the importer belongs to."""
    pairs = sorted(
        (crossing.imported, crossing.importer, crossing.location) for crossing in made.crossings
    )
    for imported, importers in _gathered(
        (imported, _importer(importer, place, plan)) for imported, importer, place in pairs
    ):
        tests = importers.count("")
        named = [text for text in dict.fromkeys(importers) if text]
        text = enumerated(named, ON_A_LINE)
        counted = f"{tests} {'import' if tests == 1 else 'imports'} of tests" if tests else ""
        yield f"`{imported}` is imported by {' and '.join(filter(None, (text, counted)))}"


def _importer(module: str, place: object, plan: MigrationPlan) -> str:
    """Name an importer and its service; empty for the monolith's tests."""
    if any(part in {"test", "tests"} or part.startswith("test_") for part in module.split(".")):
        return ""
    service = service_of_module(module, plan)
    return f"`{module}`{f' of {service.name}' if service else ''} ({place})"


def _runners(program: Program, selection: Selection, plan: MigrationPlan) -> Iterator[str]:
    """Count the entry points of others that run the service's own code."""
    graph, chosen = CallGraph(program), set(selection.entry_points)
    modules = selection.service.modules
    found: dict[str, list[str]] = {}
    for point in program.entry_points:
        if point in chosen or _is_in(module_of(point.handler), modules):
            continue
        reached = graph.parents(graph.roots(point))
        if any(_is_in(module_of(name), modules) for name in reached):
            service = service_of_module(module_of(point.handler), plan)
            found.setdefault(service.name if service else "others", []).append(point.label)
    for name, labels in sorted(found.items()):
        more = f" and {len(labels) - 3} more" if len(labels) > 3 else ""
        yield f"{name}: {', '.join(f'`{label}`' for label in sorted(labels)[:3])}{more}"


def _risks(made: Extraction, findings: Findings, tables: Sequence[TableUse]) -> Iterator[str]:
    """Say what may go wrong although every test passes."""
    yield from made.selection.doubts
    yield from few(_doubts(made.sliced.doubts), MOST)
    if left := made.sliced.left_assets:
        folders = enumerated((f"`{folder}`" for folder in names_of(left)), ON_A_LINE)
        files = "1 static file" if len(left) == 1 else f"{len(left)} static files"
        yield f"The monolith goes on serving {files}: {folders}."
    if unnamed := made.sliced.unnamed_assets:
        files = enumerated((f"`{path}`" for path in unnamed), ON_A_LINE)
        yield f"Data files stay that no code names which travels: {files}."
    if findings.rules:
        names = ", ".join(f"`{rule.id}`" for rule in findings.rules)
        yield f"Nobody has repaired or accepted {names}: see below."
    both = [
        name for table in tables if table.use == "write" and table.others for name in table.names
    ]
    if both:
        names = enumerated((f"`{name}`" for name in sorted(both)), MOST)
        yield f"The service and the monolith both write {names} until all writers move."
    if made.sliced.reasons:
        yield (
            f"Modules of other areas that exist twice from now on: {len(made.sliced.reasons)}. "
            "`migrate check` says when the monolith changes its copy."
        )


def _parity(report: ParityReport | None) -> str:
    """Say in one sentence what a replay showed; empty where there was none."""
    if report is None:
        return ""
    count = len(report.outcomes)
    different = f"{report.different} differ" if report.different else "all equal"
    text = f"{count} of {report.recorded} recorded requests belong to the service: {different}."
    if report.different:
        routes = sorted({outcome.route for outcome in report.outcomes if outcome.differences})
        text += f" Different: {', '.join(f'`{route}`' for route in routes)}."
    if report.unrecorded:
        text += f" Not recorded: {', '.join(f'`{route}`' for route in report.unrecorded)}."
    return text


def tables_of(
    program: Program, selection: Selection, plan: MigrationPlan, reached: Collection[str]
) -> Iterator[TableUse]:
    """Tell which tables the service uses, those together that are used alike.

    Args:
        program: the monolith.
        selection: the service.
        plan: who owns what.
        reached: functions that run in the service, wherever they are.
    """
    own = {module_of(point.handler) for point in selection.entry_points}
    listed = {*selection.service.owns, *selection.service.reads}
    prefixes = (*selection.service.modules, *own)
    found: dict[TableUse, list[str]] = {}
    for table in sorted(program.tables, key=lambda t: t.name):
        accesses = [a for a in program.accesses if a.table == table.name]
        mine = {
            a.mode
            for a in accesses
            if a.function in reached or _is_in(module_of(a.function), prefixes)
        }
        if not mine and table.name not in listed:
            continue
        writers = {module_of(a.function) for a in accesses if a.mode is AccessMode.WRITE}
        others = tuple(sorted(w for w in writers if not _is_in(w, prefixes)))
        writes = AccessMode.WRITE in mine or table.name in selection.service.owns
        owner = service_of_table(table.name, plan)
        use = TableUse(owner.name if owner else "", "write" if writes else "read", others)
        found.setdefault(use, []).append(table.name)
    for use, names in sorted(found.items(), key=lambda item: item[1]):
        yield msgspec.structs.replace(use, names=tuple(names))


def _is_in(module: str, prefixes: Iterable[str]) -> bool:
    return any(covers(prefix, module) for prefix in prefixes)


def _count_by_package(modules: Iterable[str]) -> Iterator[str]:
    counts = Counter(".".join(name.split(".")[:2]) for name in modules)
    return (f"`{name}` {count}" for name, count in sorted(counts.items()))


def _doubts(doubts: Iterable[Doubt]) -> Iterator[str]:
    """Say where the slice had to guess: one line for the same in several places."""
    for says, places in _gathered((doubt.says, f"`{doubt.location}`") for doubt in doubts):
        yield f"{enumerated(places, ON_A_LINE)}: {says}."
