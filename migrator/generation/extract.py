"""Program and plan -> everything to be written for one service, but the routes of the facade."""

from collections.abc import Sequence

from migrator.generation import package
from migrator.generation.completion import Circumstances, complete
from migrator.generation.copying import copy, destination, reduce_files
from migrator.generation.deployment.manifest import fits
from migrator.generation.frameworks import framework_called
from migrator.generation.gateway import GatewayFunction, functions_of, stack_name
from migrator.generation.jobs import PRODUCTION, jobs_of, queue_name
from migrator.generation.mentions import mentioned
from migrator.generation.native.service import native_service
from migrator.generation.natures import part_reductions
from migrator.generation.own_metadata import asked_for
from migrator.generation.preflights import (
    answers_preflights,
    preflights_of,
    with_preflights,
)
from migrator.generation.remedies import Slot, remedy
from migrator.generation.requirements import Metadata, choose
from migrator.generation.selection import select
from migrator.generation.service_files import Ingredients, generate, shared_pipelines
from migrator.generation.slicing import slice_service, table_of
from migrator.generation.source import Source, text_of
from migrator.generation.territory import survey
from migrator.model.extraction import (
    MARKER,
    Concern,
    Extraction,
    Layer,
    LayerFiles,
    Selection,
)
from migrator.model.files import RenderedFile
from migrator.model.findings import Category
from migrator.model.jobs import Jobs
from migrator.model.plan import Granularity, MigrationPlan
from migrator.model.program import HttpRoute, Program

SHARED = """\
The same for every service and every monolith but for its name: it is part of migrate, and tested
there. A second service adds nothing here."""


def extract(  # noqa: PLR0913 - the monolith, what is wanted of it, and what is known of it
    program: Program,
    plan: MigrationPlan,
    wanted: str,
    source: Source,
    *,
    metadata: Metadata | None = None,
    concerns: Sequence[Concern] = (),
    circumstances: Circumstances | None = None,
) -> Extraction:
    """Cut the service ``wanted`` out of the monolith.

    Args:
        program: the monolith.
        plan: migration.yaml; services that it does not have can be named by their module.
        wanted: a service or a module.
        source: the monolith's files.
        metadata: which distribution requires which, in the monolith's interpreter.
        concerns: findings in the monolith; those that reach the service's routes are kept.
        circumstances: what only the caller knows, for the reviewer.
    """
    circumstances = circumstances or Circumstances()
    selection = select(program, plan, wanted, source)
    folder = f"services/{selection.service.name}"
    own = _own(concerns, selection)
    territory = survey(program, source, selection)
    table = table_of(program, source, territory)
    sliced = slice_service(program, source, selection, territory, table)
    jobs = jobs_of(program, selection)
    copied = copy(sliced, territory.modules, source, folder)
    reduced = reduce_files(sliced, territory, source, folder, private=f"{selection.org}_lambda")
    slots = [
        Slot(f"{folder}/{destination(module)}", module.file, text_of(source, module.file))
        for module in (territory.modules[name] for name in sliced.modules)
    ]
    now = {file.path: file for file in (*copied, *reduced.deleted, *reduced.changed)}
    remedies, remedied = remedy(program, slots, now, selection.service.name)
    cuts = tuple(sorted([*reduced.cuts, *remedied]))
    lines = _lines((copied, reduced.deleted))
    has_preflights = answers_preflights(program, source, sliced)
    functions = _functions(selection, jobs, has_preflights=has_preflights)
    requirements = choose(
        source,
        plan.monolith.requirements,
        sliced.externals,
        metadata,
        mentioned=mentioned(program, (_text(now[slot.path]) for slot in slots)),
        python=plan.monolith.python,
    )
    natives = native_service(
        program,
        table,
        selection,
        sliced,
        cuts=remedied,
        functions=functions,
        pins=requirements.lines,
    )
    ingredients = Ingredients(
        program=program,
        source=source,
        selection=selection,
        plan=plan,
        folder=folder,
        sliced=sliced,
        cuts=cuts,
        requirements=requirements,
        functions=natives.assigned(functions),
        jobs=jobs,
        lines=lines,
        concerns=own,
        natives=natives,
        around=circumstances.around,
        own=asked_for(program, source, sliced, metadata),
    )
    generated = generate(ingredients)
    shared = (*package.render(selection.org), *shared_pipelines(ingredients))
    name = f"{selection.org}_lambda"
    deleted, *changed = part_reductions(reduced.deleted, reduced.changed, selection.service.name)
    made = Extraction(
        selection=selection,
        folder=folder,
        sliced=sliced,
        layers=(
            LayerFiles(Layer.COPIED, copied),
            deleted,
            LayerFiles(
                Layer.GENERATED,
                tuple(sorted([*shared, _marker(f"packages/{name}")])),
                title=f"Add {name}, which all services of {selection.org} share",
                why=SHARED,
            ),
            LayerFiles(Layer.GENERATED, tuple(sorted([*generated, _marker(folder)]))),
            *changed,
            *remedies,
        ),
        cuts=cuts,
        lines=lines,
        concerns=own,
        preflights=preflights_of(program, selection) if has_preflights else (),
        jobs=jobs,
        servings=natives.servings,
    )
    return complete(made, ingredients, source, plan, circumstances)


def _text(file: RenderedFile) -> str:
    return file.content.decode("utf-8", "surrogateescape")


def _lines(layers: Sequence[Sequence[RenderedFile]]) -> int:
    """Count the lines of Python as they are when the slice is reduced."""
    final = {file.path: file.content for files in layers for file in files}
    return sum(content.count(b"\n") for path, content in final.items() if path.endswith(".py"))


def _own(concerns: Sequence[Concern], selection: Selection) -> tuple[Concern, ...]:
    labels = {point.label for point in selection.entry_points}
    kept = (concern for concern in concerns if labels.intersection(concern.finding.entry_points))
    grave = tuple(Category)
    return tuple(sorted(kept, key=lambda c: (grave.index(c.finding.category), c.finding)))


def _marker(folder: str) -> RenderedFile:
    """Keep analysis from taking a folder that we wrote for the monolith."""
    text = "Written by `migrate extract`; `migrate analyze` does not read this folder.\n"
    return RenderedFile.of_text(f"{folder}/{MARKER}", text)


def _functions(
    selection: Selection, jobs: Jobs, *, has_preflights: bool
) -> tuple[GatewayFunction, ...]:
    prefix = stack_name(selection.org, selection.service.name)
    framework = framework_called(selection.application.framework)
    if not selection.routes:
        return ()
    functions = functions_of(selection.routes, prefix, has_both_slashes=framework.has_both_slashes)
    if has_preflights:
        functions = with_preflights(functions)
    is_per_handler = selection.service.granularity is Granularity.FUNCTION_PER_HANDLER
    if is_per_handler and fits(functions, jobs):
        return functions
    events = tuple(sorted({event for function in functions for event in function.events}))
    return (GatewayFunction("service", events, selection.routes),)


def routes_of(extraction: Extraction) -> tuple[HttpRoute, ...]:
    """Return the routes that the facade has to know."""
    triggers = (e.trigger for e in extraction.selection.routes)
    found = {t for t in triggers if isinstance(t, HttpRoute)}
    return tuple(sorted(found.union(extraction.preflights)))


def consumers_of(extraction: Extraction) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the queue in production, and names of tasks and schedules, none of them twice."""
    selection = extraction.selection
    tasks = tuple(sorted(task.name for task in selection.tasks))
    clocks = {
        job.name if clock.entry in tasks else clock.entry
        for job in extraction.jobs.scheduled
        for clock in job.clocks
    }
    return queue_name(selection, PRODUCTION), tasks, tuple(sorted(clocks))
