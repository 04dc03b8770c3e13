"""MIGRATION.md, and the body of the pull request: what a reviewer and an operator have to know."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from migrator.generation.assets import names_of
from migrator.generation.gateway import by_label
from migrator.generation.job_notes import told_of
from migrator.generation.overlaps import find_overlaps
from migrator.generation.render import render_text
from migrator.generation.requirements import Requirements
from migrator.generation.service_files import Ingredients
from migrator.model.extraction import (
    REDUCED,
    Concern,
    Doubt,
    Extraction,
    Layer,
    Selection,
    Size,
    lines_to_read,
)
from migrator.model.findings import Category, Finding, Suppression
from migrator.model.location import Location
from migrator.model.ownership import covers, service_of_module, service_of_table
from migrator.model.parity import ParityReport
from migrator.model.plan import Granularity, MigrationPlan
from migrator.model.program import AccessMode, EntryPoint, Program
from migrator.model.reach import CallGraph, module_of

MOST = 12  # of a list that may be long; the rest is counted
GRAVE = (Category.MANDATORY, Category.OPTIONAL)


class Told(msgspec.Struct, frozen=True):
    """What is said beside the files themselves.

    Attributes:
        sizes: of the commits, but for that with this file's own lines.
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
    """A table that the service uses, its owner, and the modules outside of it that write it."""

    name: str
    use: str
    owner: str
    others: tuple[str, ...]


class Rule(msgspec.Struct, frozen=True):
    """The findings of one rule.

    Attributes:
        items: place, message and routes of each that counts.
    """

    id: str
    category: str
    fix: str
    items: tuple[tuple[Location, str, str], ...]


def migration_notes(
    made: Extraction, it: Ingredients, told: Told, *, is_body: bool = False
) -> str:
    """Write MIGRATION.md, or from the same facts the body of the pull request."""
    selection, functions = made.selection, by_label(it.functions)
    own = [concern for concern in made.concerns if concern.finding.suppression is None]
    tables = tuple(tables_of(it.program, selection, told.plan))
    return render_text(
        "MIGRATION.md",
        is_body=is_body,
        org=selection.org,
        service=selection.service.name,
        folder=made.folder,
        modules=made.sliced.modules,
        assets=made.sliced.assets,
        lines=made.lines,
        sizes=[_size(size) for size in told.sizes],
        to_read=lines_to_read(told.sizes),
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
        jobs=told_of(it.jobs, it.program, selection),
        cuts=_cuts(made, told.sizes),
        changes=[cut for cut in made.cuts if cut.codemod != REDUCED],
        reasons=_few(f"{r.file}, because {r.because}" for r in made.sliced.reasons),
        packages=", ".join(_count_by_package(made.sliced.modules)),
        tables=tables,
        parameters=it.settings.parameters,
        defaulted=it.settings.defaulted,
        notes=notes_of(it),
        rules=_by_rule([c for c in own if c.finding.category in GRAVE], selection),
        potential=_potential([c for c in own if c.finding.category not in GRAVE]),
        waivers=tuple(_waivers(c.finding for c in made.concerns)),
        importers=_few(_importers(made, told.plan)),
        runners=_few(_runners(it.program, selection, told.plan)),
        risks=tuple(_risks(made, own, tables)),
        # Of the code as it is now: a later update would have to prove it anew.
        parity=_parity(told.parity) if is_body else "",
        source=told.source,
        configuration=told.configuration,
        version=told.version,
        command=told.command,
    )


def notes_of(it: Ingredients) -> tuple[str, ...]:
    """Say what a person has to do or to decide."""
    return (
        *advice(it.requirements, it.actions, it.program, it.reached, it.selection.tasks),
        *_of_size(it),
        *(
            f"`{mine}` in cutover.yaml also takes `{other}`, which stays: leave it with "
            "the monolith until both move."
            for mine, other in find_overlaps(it.program, it.selection)
        ),
    )


def _size(size: Size) -> dict[str, str | int]:
    title = f"{size.layer}: {size.title}" if size.title else str(size.layer)
    is_copied = size.layer is Layer.COPIED
    added = f"{size.added} copied" if is_copied else f"+{size.added} -{size.removed}"
    return {"title": title, "files": size.files, "lines": added}


def _by_rule(concerns: Sequence[Concern], selection: Selection) -> list[Rule]:
    """Gather what one rule found, so that its remedy is said once; the gravest rules first."""
    own = {point.label for point in selection.entry_points}
    groups: dict[tuple[Category, str], list[Concern]] = {}
    for concern in concerns:
        groups.setdefault((concern.finding.category, concern.finding.rule), []).append(concern)
    order = tuple(Category)
    return [
        Rule(
            rule,
            category,
            " ".join(found[0].fix.split()),
            tuple(
                (c.finding.location, c.finding.message, _routes(own, c.finding.entry_points))
                for c in found
            ),
        )
        for (category, rule), found in sorted(
            groups.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    ]


def _potential(concerns: Sequence[Concern]) -> tuple[str, ...]:
    """Name the rules that ask to look at something, each with its places."""
    places: dict[str, list[str]] = {}
    for concern in concerns:
        places.setdefault(concern.finding.rule, []).append(str(concern.finding.location))
    return tuple(
        f"`{rule}` ({', '.join(found[:2])}{', …' if len(found) > 2 else ''})"
        for rule, found in sorted(places.items())
    )


def _waivers(findings: Iterable[Finding]) -> Iterator[str]:
    """Say what somebody accepted, once for each reason."""
    places: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        if finding.suppression:
            key = (finding.rule, _accepted(finding.suppression))
            places.setdefault(key, []).append(str(finding.location))
    for (rule, reason), found in sorted(places.items()):
        yield f"`{rule}` at {', '.join(found)}: {reason}"


def _cuts(made: Extraction, sizes: Sequence[Size]) -> str:
    """Say in one sentence how much was taken out, and where most of it."""
    reduced = [size for size in sizes if size.layer is Layer.REDUCED]
    if not reduced or not made.deletions:
        return ""
    lines = f"{reduced[0].removed} line{'' if reduced[0].removed == 1 else 's'}"
    return f"{lines} of {'; '.join(_few(made.deletions))}"


def _importers(made: Extraction, plan: MigrationPlan) -> Iterator[str]:
    """Name who imports what moved, with the service that the importer belongs to."""
    places: dict[str, list[str]] = {}
    for crossing in made.crossings:
        text = f"`{crossing.imported}` ({crossing.location})"
        places.setdefault(crossing.importer, []).append(text)
    for importer, imported in sorted(places.items()):
        service = service_of_module(importer, plan)
        owner = f" of {service.name}" if service else ""
        yield f"`{importer}`{owner} imports {', '.join(imported)}"


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


def _few(lines: Iterable[str]) -> tuple[str, ...]:
    found = tuple(lines)
    if len(found) <= MOST:
        return found
    return (*found[:MOST], f"and {len(found) - MOST} more")


def _risks(
    made: Extraction, concerns: Sequence[Concern], tables: Sequence[TableUse]
) -> Iterator[str]:
    """Say what may go wrong although every test passes."""
    yield from made.selection.doubts
    yield from _few(_doubts(made.sliced.doubts))
    if left := made.sliced.left_assets:
        folders = ", ".join(f"`{folder}`" for folder in names_of(left))
        yield f"{len(left)} static files stay, the monolith goes on serving them: {folders}."
    grave = sorted({c.finding.rule for c in concerns if c.finding.category in GRAVE})
    if grave:
        names = ", ".join(f"`{rule}`" for rule in grave)
        yield f"Nobody has repaired or accepted {names}: see below."
    both = [table.name for table in tables if table.use == "write" and table.others]
    if both:
        names = ", ".join(f"`{name}`" for name in both)
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


def tables_of(program: Program, selection: Selection, plan: MigrationPlan) -> Iterator[TableUse]:
    """Tell which tables the service's own modules use."""
    own = {module_of(point.handler) for point in selection.entry_points}
    listed = {*selection.service.owns, *selection.service.reads}
    prefixes = (*selection.service.modules, *own)
    for table in sorted(program.tables, key=lambda t: t.name):
        accesses = [a for a in program.accesses if a.table == table.name]
        mine = {a.mode for a in accesses if _is_in(module_of(a.function), prefixes)}
        if not mine and table.name not in listed:
            continue
        writers = {module_of(a.function) for a in accesses if a.mode is AccessMode.WRITE}
        others = tuple(sorted(w for w in writers if not _is_in(w, prefixes)))
        writes = AccessMode.WRITE in mine or table.name in selection.service.owns
        owner = service_of_table(table.name, plan)
        name = owner.name if owner else ""
        yield TableUse(table.name, "write" if writes else "read", name, others)


def advice(
    requirements: Requirements,
    actions: Iterable[str],
    program: Program,
    reached: Collection[str],
    moving: Iterable[EntryPoint] = (),
) -> tuple[str, ...]:
    """Say what a person should decide."""
    found = []
    if actions := tuple(actions):
        found.append(
            f"IAM: {', '.join(f'`{a}`' for a in actions)}: allowed on every resource (`*`), "
            "for the reason that serverless.yml gives beside each. Narrow them there."
        )
    sent = {e.task for e in program.enqueues if e.function in reached and e.task}
    tasks = sorted(sent - {point.name for point in moving})
    if tasks:
        found.append(
            f"Tasks that the service sends to others: {', '.join(f'`{t}`' for t in tasks)}. "
            "The monolith's workers run them: the function must reach the broker."
        )
    if not requirements.is_subset:
        found.append(
            f"requirements.txt holds all of {requirements.file} but tools and web servers; "
            "`migrate extract --python <its python>` keeps only what the slice needs."
        )
    if requirements.unzipped is not None:
        heaviest = ", ".join(f"`{n}` {_megabytes(b)}" for n, b in requirements.heaviest)
        limit = " **Lambda takes 250 MB.**" if requirements.is_too_large else ""
        found.append(
            f"The requirements take {_megabytes(requirements.unzipped)} unzipped, most of all "
            f"{heaviest}.{limit}"
        )
    if requirements.development:
        names = ", ".join(f"`{name}`" for name in requirements.development)
        found.append(
            f"The slice imports {names}, which only developers of the monolith have: it does not "
            "travel."
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
    return any(covers(prefix, module) for prefix in prefixes)


def _count_by_package(modules: Iterable[str]) -> Iterator[str]:
    counts = Counter(".".join(name.split(".")[:2]) for name in modules)
    return (f"`{name}` {count}" for name, count in sorted(counts.items()))


def _megabytes(count: int) -> str:
    return f"{max(1, round(count / 2**20))} MB"


def _doubts(doubts: Iterable[Doubt]) -> Iterator[str]:
    """Say where the slice had to guess: one line for what a file does several times."""
    places: dict[tuple[str, str], list[int]] = {}
    for doubt in doubts:
        places.setdefault((doubt.location.file, doubt.says), []).append(doubt.location.line)
    for (file, says), lines in places.items():
        rest = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
        yield f"`{file}:{lines[0]}`{rest} {says}."


def _of_size(it: Ingredients) -> Iterator[str]:
    """Say why there is one function where the plan wants one for each handler."""
    is_wanted = it.selection.service.granularity is Granularity.FUNCTION_PER_HANDLER
    if is_wanted and [function.name for function in it.functions] == ["service"]:
        yield (
            "One function answers all routes: with one for each handler the stack would have more "
            "than the 500 resources that CloudFormation takes. Divide the service, or write "
            "`granularity: per service` in migration.yaml."
        )
