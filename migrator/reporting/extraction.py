"""What ``migrate extract`` makes, as text."""

from collections.abc import Iterator

from migrator.model.extraction import Extraction


def describe(made: Extraction, *, has_files: bool) -> str:
    """Tell what travels, what was cut, what stays; with every file where ``has_files``."""
    return "".join(f"{line}\n" for line in _lines(made, has_files=has_files))


def _lines(made: Extraction, *, has_files: bool) -> Iterator[str]:
    service = made.selection.service.name
    routes = _count(len(made.selection.routes), "route")
    yield f"{service}: {routes}, application {made.selection.application.name}"
    yield from (f"  {route.label}  {route.location}" for route in made.selection.routes)
    for entry_point, why in made.selection.stays:
        yield f"stays: {entry_point.label}, because {why}"
    yield from (f"in doubt: {doubt}" for doubt in made.selection.doubts)
    sizes = f"{_count(len(made.sliced.modules), 'module')} with {_count(made.lines, 'line')}"
    yield f"travels: {sizes}, {_count(len(made.sliced.assets), 'other file')}"
    yield from (f"  {reason.file}, because {reason.because}" for reason in made.sliced.reasons)
    if made.concerns:
        yield "hurts on Lambda:"
    for concern in made.concerns:
        finding = concern.finding
        yield f"  {finding.category}  {finding.rule}  {finding.location}"
    if made.cuts:
        yield "changed:"
        yield from (f"  {cut.location}: {cut.removed}" for cut in made.cuts)
    for layer in made.layers:
        size = sum(len(file.content) for file in layer.files)
        yield f"{layer.layer}: {_count(len(layer.files), 'file')}, {_count(size, 'byte')}"
        if has_files:
            yield from (f"  {len(file.content):>8}  {file.path}" for file in layer.files)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
