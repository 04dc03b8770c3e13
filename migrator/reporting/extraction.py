"""What ``migrate extract`` makes, as text."""

from collections.abc import Iterator

from migrator.model.extraction import REDUCED, Extraction
from migrator.model.findings import Finding
from migrator.model.plan import Handlers
from migrator.model.serving import why_hosted
from migrator.model.update import Updated

REASONS = 3  # why routes are hosted, where not all are asked for


def describe(made: Extraction, *, has_files: bool) -> str:
    """Tell what travels, what was cut, what stays; with every file where ``has_files``."""
    return "".join(f"{line}\n" for line in _lines(made, has_files=has_files))


def _lines(made: Extraction, *, has_files: bool) -> Iterator[str]:
    service = made.selection.service.name
    selection = made.selection
    counted = (
        (selection.routes, "route"),
        (selection.tasks, "task"),
        (selection.schedules, "job"),
    )
    moving = ", ".join(_count(len(points), name) for points, name in counted if points)
    yield f"{service}: {moving}, application {selection.application.name.rstrip(':')}"
    yield from (f"  {point.label}  {point.location}" for point in selection.entry_points)
    for entry_point, why in made.selection.stays:
        yield f"stays: {entry_point.label}, because {why}"
    yield from (f"in doubt: {doubt}" for doubt in made.selection.doubts)
    yield from _servings(made, has_all=has_files)
    sizes = f"{_count(len(made.sliced.modules), 'module')} with {_count(made.lines, 'line')}"
    yield f"travels: {sizes}, {_count(len(made.sliced.assets), 'other file')}"
    yield from (f"  {reason.file}, because {reason.because}" for reason in made.sliced.reasons)
    yield from _findings(made)
    if made.cuts:
        yield "changed:"
        if has_files:
            yield from (f"  {cut.location}: {cut.removed}" for cut in made.cuts)
        else:
            yield from (f"  {line}" for line in made.deletions)
            changes = (cut for cut in made.cuts if cut.codemod != REDUCED)
            yield from (f"  {cut.location}: {cut.removed}" for cut in changes)
    yield from _layers(made, has_files=has_files)


def _servings(made: Extraction, *, has_all: bool) -> Iterator[str]:
    """Say how many routes are native, or could be, and the first reasons why others are not."""
    if not made.servings:
        return
    native = sum(serving.is_native for serving in made.servings)
    is_wanted = made.selection.service.handlers is Handlers.NATIVE
    of_all = f"{native} of {_count(len(made.servings), 'route')}"
    yield f"native: {of_all}" if is_wanted else f"native: none is asked for, {of_all} could be"
    reasons = why_hosted(made.servings)
    shown = len(reasons) if has_all and is_wanted else REASONS if has_all or is_wanted else 0
    yield from (f"  hosted: {reason}" for reason in reasons[:shown])
    if shown and reasons[shown:]:
        yield f"  and {_count(len(reasons) - shown, 'reason')} more"


def _findings(made: Extraction) -> Iterator[str]:
    if made.concerns:
        yield "hurts on Lambda:"
    # A rule may find several things in one line.
    yield from dict.fromkeys(_found(concern.finding) for concern in made.concerns)
    if made.vetoes:
        yield "not extracted unless accepted (--waive, or a waiver in migration.yaml):"
    for concern in made.vetoes:
        yield f"  {concern.finding.rule}  {concern.finding.location}: {concern.finding.message}"


def _found(finding: Finding) -> str:
    accepted = f"  accepted: {finding.suppression.reason}" if finding.suppression else ""
    return f"  {finding.category}  {finding.rule}  {finding.location}{accepted}"


def _layers(made: Extraction, *, has_files: bool) -> Iterator[str]:
    for layer in made.layers:
        size = sum(len(file.content) for file in layer.files)
        title = f" ({layer.title})" if layer.title else ""
        yield f"{layer.layer}: {_count(len(layer.files), 'file')}, {_count(size, 'byte')}{title}"
        if has_files:
            yield from (f"  {len(file.content):>8}  {file.path}" for file in layer.files)
    if made.sizes:
        copied, read = made.copied, made.to_read
        yield f"pull request: {_count(read, 'line')} to read, {_count(copied, 'line')} copied"


def describe_update(done: Updated) -> str:
    """Tell what an update changed, and what it leaves to a person."""
    return "".join(f"{line}\n" for line in _update_lines(done))


def _update_lines(done: Updated) -> Iterator[str]:
    if not done.branch:
        yield f"nothing changed: {done.service} is as the monolith is"
        return
    yield from (f"changed: {path}" for path in done.changed)
    yield from (f"removed: {path}" for path in done.removed)
    yield from (f"conflict: {path}: {why}" for path, why in done.conflicts)
    if not done.is_new:
        yield f"nothing new: the branch {done.branch} has it already"
    elif done.conflicts:
        yield f"branch {done.branch}; resolve {_count(len(done.conflicts), 'conflict')} on it next"
    else:
        yield f"branch {done.branch}; test it, then merge it"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
