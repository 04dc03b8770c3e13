"""``migrate parity``: prove that handlers answer as the monolith does."""

import datetime
from collections import Counter
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TextIO, TypeVar

import click
import msgspec

from migrator.adapters.own_tests import OwnTestsOptions, run_own_tests
from migrator.adapters.parity_sessions import (
    RecordOptions,
    ReplayOptions,
    read_text,
    record_monolith,
    replay_service,
)
from migrator.cli.page import page_for
from migrator.cli.processes import absolute, environment_option, python_option
from migrator.errors import PlanError
from migrator.model.parity import ParityReport
from migrator.parity.compare import Tolerance
from migrator.reporting.own_tests import OWN_TESTS_FORMATS
from migrator.reporting.parity import PARITY_FORMATS

EXIT_DIFFERENT = 1

Folder = click.Path(exists=True, file_okay=False, path_type=Path)
File = click.Path(exists=True, dir_okay=False, path_type=Path)
AnyPath = click.Path(exists=True, path_type=Path)

Command = TypeVar("Command", bound=Callable[..., object])

debug_option = click.option("--debug", is_flag=True, help="Show what the processes write.")


def report_options(formats: Collection[str]) -> Callable[[Command], Command]:
    """Add how a report is written, and where to."""

    def add(command: Command) -> Command:
        style = click.option(
            "--format",
            "style",
            type=click.Choice(list(formats)),
            default="text",
            show_default=True,
            help="How to write the report.",
        )
        output = click.option(
            "-o", "--output", type=click.File("w"), default="-", help="Where to write it."
        )
        return style(output(command))

    return add


@click.group()
def parity() -> None:
    """Record the monolith's answers, replay them against a service."""


@parity.command()
@click.option("--monolith", type=Folder, required=True, help="Folder of its importable packages.")
@click.option(
    "--app", "application", required=True, metavar="MODULE:ATTR", help="WSGI or ASGI object."
)
@click.option("--requests", type=File, required=True, help="YAML file with the requests.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Cassette.")
@python_option
@click.option("--state", multiple=True, type=AnyPath, help="File or folder to start with.")
@environment_option
@click.option("--setup", multiple=True, metavar="COMMAND", help="Run once before.")
@click.option("--start-time", type=click.DateTime(), help="Clock, UTC; else that of the file.")
@click.option(
    "--timeout", "timeout_seconds", default=60.0, show_default=True, help="Seconds per request."
)
@debug_option
def record(start_time: datetime.datetime | None, *, debug: bool, **options: object) -> None:
    """Send requests to the monolith and keep what it answers.

    \b
        migrate parity record --monolith examples/monolith --app clinic.app:create_app \\
            --requests examples/monolith/parity/requests.yaml -o cassettes/clinic \\
            --env DATABASE_URL=sqlite:///{state}/clinic.db --setup "python -m clinic.seed"
    """  # noqa: D301
    start = int(start_time.replace(tzinfo=datetime.UTC).timestamp()) if start_time else None
    told = {**options, "start": start, "is_debug": debug}
    cassette = record_monolith(RecordOptions(**told))  # type: ignore[arg-type]
    counted = Counter(exchange.area or "no area" for exchange in cassette.exchanges)
    areas = ", ".join(f"{area} {count}" for area, count in sorted(counted.items()))
    click.echo(f"{len(cassette.exchanges)} requests recorded in {options['output']}: {areas}")


@parity.command()
@click.argument("service", type=Folder)
@click.option("--cassette", type=Folder, required=True, help="What `parity record` wrote.")
@python_option
@environment_option
@click.option("--only", multiple=True, help="Name, area, tag or 'METHOD /path' of requests.")
@click.option("--ignore-header", multiple=True, metavar="NAME", help="Do not compare it.")
@click.option("--ignore-json", multiple=True, metavar="PATH", help="Such as '$.items[*].age'.")
@click.option("--ignore-state", multiple=True, metavar="GLOB", help="Files such as 'cache/*'.")
@report_options(PARITY_FORMATS)
@debug_option
@click.pass_context
def replay(
    ctx: click.Context,
    /,
    style: str,
    output: TextIO,
    ignore_header: tuple[str, ...],
    ignore_json: tuple[str, ...],
    ignore_state: tuple[str, ...],
    **options: object,
) -> None:
    """Send the recorded requests to SERVICE's handlers and compare the answers.

    \b
        migrate parity replay services/billing --cassette cassettes/clinic
    """  # noqa: D301
    headers = frozenset(name.lower() for name in ignore_header)
    tolerance = Tolerance(headers, ignore_json, ignore_state)
    told = {**options, "tolerance": tolerance, "is_debug": options["debug"]}
    del told["debug"]
    report = replay_service(ReplayOptions(**told))  # type: ignore[arg-type]
    output.write(PARITY_FORMATS[style](report, page_for(output)))
    if report.different:
        ctx.exit(EXIT_DIFFERENT)


@parity.command()
@click.argument("service", type=Folder)
@click.argument("command", nargs=-1, required=True, metavar="-- ARGUMENTS OF PYTHON")
@click.option("--monolith", type=Folder, required=True, help="Folder in which its tests start.")
@python_option
@click.option(
    "--service-python", metavar="PY", callback=absolute, help="That of the service; else --python."
)
@environment_option
@report_options(OWN_TESTS_FORMATS)
@debug_option
@click.pass_context
def tests(
    ctx: click.Context,
    /,
    style: str,
    output: TextIO,
    service_python: str | None,
    *,
    debug: bool,
    **options: object,
) -> None:
    """Run the monolith's own tests, with SERVICE's handlers behind their test client.

    They run twice: as they are, then with each request that SERVICE has a route for as an event
    of API Gateway. A test that passes both times is equal.

    \b
        migrate parity tests services/orders --monolith . -- -m pytest tests/orders
        migrate parity tests services/orders --monolith . -- manage.py test shop.orders
    """  # noqa: D301
    told = {**options, "service_python": service_python or options["python"], "is_debug": debug}
    report = run_own_tests(OwnTestsOptions(**told))  # type: ignore[arg-type]
    output.write(OWN_TESTS_FORMATS[style](report, page_for(output)))
    if not report.is_proof:
        ctx.exit(EXIT_DIFFERENT)


@parity.command()
@click.argument("file", type=File)
@report_options(PARITY_FORMATS)
def report(file: Path, style: str, output: TextIO) -> None:
    """Print a replay's JSON report again, as text or markdown.

    \b
        migrate parity replay services/billing --cassette cassettes/clinic --format json -o p.json
        migrate parity report p.json --format markdown
    """  # noqa: D301
    try:
        read = msgspec.json.decode(read_text(file), type=ParityReport)
    except msgspec.DecodeError as error:
        raise PlanError(f"{file}: not a parity report: {error}") from error
    output.write(PARITY_FORMATS[style](read, page_for(output)))
