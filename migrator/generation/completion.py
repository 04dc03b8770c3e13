"""The end of an extraction: the monolith's side, ``slice.lock``, and what a reviewer is told."""

import shlex
from collections.abc import Callable, Iterable

import msgspec

from migrator.generation.crossings import find_crossings
from migrator.generation.locking import lock_of, written_files
from migrator.generation.notes import Told, migration_notes
from migrator.generation.ratchet import ratchet_of, read_ratchets, tightened, with_ratchet
from migrator.generation.service_files import Ingredients
from migrator.generation.sizes import sizes_of
from migrator.generation.source import Source
from migrator.generation.surroundings import Surroundings
from migrator.model.extraction import Extraction, Layer, LayerFiles, Size
from migrator.model.files import RenderedFile
from migrator.model.parity import ParityReport
from migrator.model.plan import MigrationPlan
from migrator.model.slice_lock import PATH, dump_lock


class Circumstances(msgspec.Struct, frozen=True):
    """What only the caller of an extraction knows.

    Attributes:
        version: of migrate.
        command: that makes the same files again.
        commit: that the monolith's files are of; empty outside of git.
        configuration: the file, relative to migration.yaml's folder, in which the monolith
            configures import-linter; empty where nothing is to be written there.
        configured: what that file holds; None where there is none.
        parity: what a replay showed.
        waiver: why it is extracted although findings forbid it.
        around: what lies in the folder that is written to.
        existing: reads a file of that folder; None where there is none.
    """

    version: str = ""
    command: str = ""
    commit: str = ""
    configuration: str = ""
    configured: str | None = None
    parity: ParityReport | None = None
    waiver: str = ""
    around: Surroundings = Surroundings()
    existing: Callable[[str], bytes | None] = lambda _path: None


def complete(
    made: Extraction,
    ingredients: Ingredients,
    source: Source,
    plan: MigrationPlan,
    circumstances: Circumstances,
) -> Extraction:
    """Add the monolith's side to ``made``, then MIGRATION.md and slice.lock, which tell of all."""
    program, service = ingredients.program, made.selection.service
    modules = _existing(service.modules, (module.name for module in program.modules))
    crossings = find_crossings(program, source, modules)
    made = msgspec.structs.replace(made, crossings=crossings)
    ratchet = ratchet_of(service.name, modules, crossings)
    if ratchet and circumstances.configuration:
        name, there = circumstances.configuration, circumstances.configured
        ratchet = tightened(ratchet, read_ratchets(name, there or ""))
        roots = sorted({module.partition(".")[0] for module in modules})
        text = with_ratchet(name, there, ratchet, roots)
        made = _with_layer(made, Layer.MONOLITH, RenderedFile.of_text(name, text))
    lock = lock_of(made, program, source, version=circumstances.version)
    told = Told(
        plan=plan,
        sizes=_sizes(made, circumstances),
        configuration=circumstances.configuration if ratchet else "",
        source=lock.source,
        version=circumstances.version,
        command=_command(circumstances, service.name),
        parity=circumstances.parity,
    )
    notes, body = migration_notes(made, ingredients, told)
    made = _with_generated(made, RenderedFile.of_text(f"{made.folder}/MIGRATION.md", notes))
    lock = msgspec.structs.replace(
        lock,
        commit=circumstances.commit,
        waiver=circumstances.waiver,
        files=written_files(made),
    )
    text = dump_lock(lock)
    made = _with_generated(made, RenderedFile.of_text(f"{made.folder}/{PATH}", text))
    return msgspec.structs.replace(made, body=body)


def _command(circumstances: Circumstances, service: str) -> str:
    """Name the command, with the waiver that slice.lock keeps for updates."""
    command = circumstances.command or f"migrate extract {service}"
    waiver = circumstances.waiver
    return f"{command} --waive {shlex.quote(waiver)}" if waiver else command


def _sizes(made: Extraction, circumstances: Circumstances) -> tuple[Size, ...]:
    """Measure the commits against what is there: the shared package may be."""
    paths = {file.path for layer in made.layers for file in layer.files}
    there = {
        path: content for path in paths if (content := circumstances.existing(path)) is not None
    }
    return sizes_of(made.layers, there)


def _existing(prefixes: Iterable[str], modules: Iterable[str]) -> tuple[str, ...]:
    names = set(modules)
    return tuple(sorted(prefix for prefix in prefixes if prefix in names))


def _with_layer(made: Extraction, layer: Layer, file: RenderedFile) -> Extraction:
    layers = (*made.layers, LayerFiles(layer, (file,)))
    return msgspec.structs.replace(made, layers=layers)


def _with_generated(made: Extraction, file: RenderedFile) -> Extraction:
    """Put a file into the generated layer that has the service's own files."""
    at = max(i for i, layer in enumerate(made.layers) if layer.layer is Layer.GENERATED)
    layer = made.layers[at]
    files = tuple(sorted([*layer.files, file]))
    changed = msgspec.structs.replace(layer, files=files)
    return msgspec.structs.replace(
        made, layers=(*made.layers[:at], changed, *made.layers[at + 1 :])
    )
