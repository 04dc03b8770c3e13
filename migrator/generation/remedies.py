"""Codemods that are the remedy of a rule: each is a layer of its own, named after the rule."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from migrator.generation.codemods.engine_pool import shrink_pools
from migrator.generation.codemods.log_files import log_to_stream
from migrator.generation.codemods.mapping import Spot, Spots, changes, lines_of, moved
from migrator.generation.codemods.scratch_files import move_scratch_files
from migrator.generation.codemods.timeouts import add_timeouts
from migrator.model.extraction import Cut, Layer, LayerFiles
from migrator.model.files import RenderedFile
from migrator.model.location import Location
from migrator.model.program import Program

LOGS = ("logging.FileHandler", "logging.handlers.", "logging.basicConfig")
Change = Callable[[str, Spots], str]


class Remedy(msgspec.Struct, frozen=True):
    """What one rule asks for, where a program can do it.

    Attributes:
        is_alone: whether what a spot names must not be written in any other file.
    """

    rule: str
    title: str
    why: str
    change: Change
    find: Callable[[Program, str], Iterable[Spot]]
    is_alone: bool = False


class Slot(msgspec.Struct, frozen=True):
    """A Python file of the slice: where it is written, and what it is in the monolith."""

    path: str
    file: str
    original: str


def remedy(
    program: Program, slots: Iterable[Slot], now: Mapping[str, RenderedFile], service: str
) -> tuple[tuple[LayerFiles, ...], tuple[Cut, ...]]:
    """Make a layer of each remedy that changes something, and list the lines.

    Args:
        program: the monolith.
        slots: the files of the slice.
        now: them as they are, by path.
        service: for the titles.
    """
    texts = {path: file.content.decode("utf-8", "surrogateescape") for path, file in now.items()}
    layers: list[LayerFiles] = []
    cuts: list[Cut] = []
    for one in REMEDIES:
        files: list[RenderedFile] = []
        for slot in slots:
            before = texts[slot.path]
            spots = moved(one.find(program, slot.file), slot.original, before)
            if one.is_alone:
                spots = [spot for spot in spots if _is_only_in(slot.path, spot.name, texts)]
            after = one.change(before, spots)
            if after != before:
                cuts += _cuts(slot, one.rule, before, after)
                texts[slot.path] = after
                content = after.encode("utf-8", "surrogateescape")
                files.append(RenderedFile(slot.path, content))
        if files:
            title = f"{one.title} in {service} ({one.rule})"
            layers.append(LayerFiles(Layer.CODEMOD, tuple(sorted(files)), title, one.why))
    return tuple(layers), tuple(sorted(cuts))


def _is_only_in(path: str, name: str, texts: Mapping[str, str]) -> bool:
    quoted = (f'"{name}"', f"'{name}'")
    return not any(q in text for p, text in texts.items() if p != path for q in quoted)


def _cuts(slot: Slot, rule: str, before: str, after: str) -> Iterator[Cut]:
    """List what changed, with the lines that the monolith has."""
    origins = {now: then for then, now in lines_of(slot.original, before).items()}
    for line, old, new in changes(before, after):
        place = Location(slot.file, origins.get(line, line))
        yield Cut(place, f"`{old}` became `{new}`", rule)


def _unbounded(program: Program, file: str) -> Iterator[Spot]:
    for call in program.outbound_calls:
        if call.location.file == file and not call.timeout:
            yield Spot(call.location.line, call.client)


def _logs(program: Program, file: str) -> Iterator[Spot]:
    for call in program.external_calls:
        if call.location.file == file and call.name.startswith(LOGS):
            yield Spot(call.location.line, call.name)


def _scratch(program: Program, file: str) -> Iterator[Spot]:
    """Name each file that one function alone writes, with the lines of that function."""
    functions = {f.name: f for f in program.functions}
    writers: dict[str, set[str]] = {}
    for write in program.file_writes:
        writers.setdefault(write.path, set()).add(write.function)
    for path, names in sorted(writers.items()):
        function = functions.get(next(iter(names))) if len(names) == 1 else None
        if function is not None and function.location.file == file:
            yield Spot(function.location.line, path, function.end_line)


def _everywhere(program: Program, file: str) -> tuple[Spot, ...]:
    del program, file  # this one sees for itself
    return ()


REMEDIES = (
    Remedy(
        "data/lazy-pool",
        "Keep one connection in a container",
        "A container answers one request at a time; a pool of a server's size would multiply by\n"
        "the number of containers.",
        lambda code, _: shrink_pools(code),
        _everywhere,
    ),
    Remedy(
        "files/log-file",
        "Log to standard error instead of files",
        "Whatever a function prints goes to CloudWatch Logs; the folder of its code cannot be\n"
        "written to.",
        log_to_stream,
        _logs,
    ),
    Remedy(
        "files/local-disk-write",
        "Write scratch files to /tmp",
        "It is the only folder that a function can write to. The files are named in one function\n"
        "each, which opens, sends or removes them.",
        move_scratch_files,
        _scratch,
        is_alone=True,
    ),
    Remedy(
        "network/call-without-timeout",
        "Give calls of other hosts a time-out",
        "A call that hangs costs the whole time limit of the function. What takes longer than\n"
        "ten seconds fails from now on: look at each.",
        add_timeouts,
        _unbounded,
    ),
)
