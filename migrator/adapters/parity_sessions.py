"""A recording and a replay as a whole: temporary folders, processes, and their end."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from migrator.adapters.cassette_folder import CassetteFolder, new_cassette
from migrator.adapters.parity_processes import (
    MonolithProcess,
    ServiceProcess,
    interpreter_in,
    variables_of,
)
from migrator.adapters.service_folder import import_folders, load_manifest
from migrator.adapters.state_folder import ContentStore, Scratch, StateFolder
from migrator.errors import SourceError
from migrator.model.parity import Cassette, Pairs, ParityReport
from migrator.parity.compare import Tolerance
from migrator.usecases.record import Recording, load_scenario, record, start_of
from migrator.usecases.replay import pick, replay


class RecordOptions(msgspec.Struct, frozen=True):
    """What ``migrate parity record`` was told; ``start`` in seconds since 1970.

    Attributes:
        environment: added to what the file of requests says.
        setup, start: instead of what the file of requests says.
    """

    monolith: Path
    application: str
    requests: Path
    output: Path
    python: str
    state: tuple[Path, ...] = ()
    environment: Pairs = ()
    setup: tuple[str, ...] = ()
    start: int | None = None
    timeout_seconds: float = 60.0
    is_debug: bool = False


class ReplayOptions(msgspec.Struct, frozen=True):
    """What ``migrate parity replay`` was told."""

    service: Path
    cassette: Path
    python: str
    environment: Pairs = ()
    only: tuple[str, ...] = ()
    tolerance: Tolerance = Tolerance()
    is_debug: bool = False


def record_monolith(options: RecordOptions) -> Cassette:
    """Start the monolith, send it the requests and write the cassette."""
    scenario = load_scenario(read_text(options.requests), file=str(options.requests))
    start = options.start if options.start is not None else start_of(scenario)
    variables = (*scenario.environment.items(), *options.environment)
    folder = options.monolith.resolve()
    with new_cassette(options.output) as cassette_folder, Scratch() as scratch:
        state = StateFolder(scratch, cassette_folder.contents)
        state.copy_in(options.state)
        scratch.link_code(folder)
        interpreter = interpreter_in(
            scratch.work, options.python, scratch, variables, is_debug=options.is_debug
        )
        monolith = MonolithProcess(interpreter, scratch, options.timeout_seconds)
        with contextlib.closing(monolith):
            for command in options.setup or scenario.setup:
                monolith.set_up(command, folder, start)
            monolith.start(folder, options.application, start)
            recording = Recording(options.application, variables, start)
            cassette = record(scenario, monolith, state, recording)
        cassette_folder.save(cassette)
    return cassette


def replay_service(options: ReplayOptions) -> ParityReport:
    """Start the service, put each state back and send each event."""
    manifest = load_manifest(options.service)
    source = CassetteFolder(options.cassette)
    cassette = pick(source.load(), options.only)
    with _service(options, cassette, source) as (service, state):
        state.restore(cassette.exchanges[0].before)
        service.start(import_folders(options.service), manifest, cassette.start)
        return replay(cassette, manifest, service, state, options.tolerance)


@contextlib.contextmanager
def _service(
    options: ReplayOptions, cassette: Cassette, source: CassetteFolder
) -> Iterator[tuple[ServiceProcess, StateFolder]]:
    manifest = load_manifest(options.service)
    fixed = ("SETTINGS_SOURCE", "environment")
    variables = (*variables_of(manifest), *cassette.environment, fixed, *options.environment)
    with Scratch() as scratch:
        home = options.service.resolve()
        interpreter = interpreter_in(
            home, options.python, scratch, variables, is_debug=options.is_debug
        )
        state = StateFolder(scratch, source.contents, ContentStore(scratch.folder / "contents"))
        with contextlib.closing(ServiceProcess(interpreter, scratch)) as service:
            yield service, state


def read_text(path: Path) -> str:
    """Read a file that the user named."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: {error}") from error
