"""``migrate cutover simulate``: what the policy would do, before anybody is moved."""

import json
from pathlib import Path

import click
import msgspec

from migrator.adapters.traffic_log import TrafficLogFiles
from migrator.cli.cutover_options import file_option, style_option
from migrator.cli.traffic import TrafficFiles, traffic_option
from migrator.reporting.page import Page
from migrator.reporting.simulation import simulation_parts
from migrator.usecases.cutover import load
from migrator.usecases.simulate import Question
from migrator.usecases.simulate import simulate as forecast_routes


@click.command()
@click.argument("name", metavar="[ROUTE|SERVICE]", required=False)
@file_option
@traffic_option
@click.option("--rate", type=click.FloatRange(min=0), help="Requests an hour of each route.")
@click.option(
    "--errors",
    type=click.FloatRange(0, 0.5, min_open=True),
    help="The share of the monolith's answers that fail.  [default: the log's, else 0.005]",
)
@click.option(
    "--runs",
    type=click.IntRange(1, 10_000),
    default=100,
    show_default=True,
    help="Ramps to throw.",
)
@style_option
def simulate(  # noqa: PLR0913, PLR0917  (one argument an option)
    name: str | None,
    file: Path,
    traffic: TrafficFiles | None,
    rate: float | None,
    errors: float | None,
    runs: int,
    style: str,
) -> None:
    """Forecast how long ramps take, what would be rolled back, and what would be missed.

    The rules of `watch` decide; answers are thrown by seeded dice. A service is tried that fails
    as often as the monolith, and 2, 4, 10 and 40 times as often.

    \b
        migrate cutover simulate get-orders --rate 1200
        migrate cutover simulate --traffic access.log
    """  # noqa: D301
    if (rate is None) == (traffic is None):
        raise click.UsageError("give --rate or --traffic")
    logs = traffic.files if traffic else ()
    question = Question(name, rate, errors, logs, runs)
    found = forecast_routes(load(file)[1], question, TrafficLogFiles())
    if style == "json":
        click.echo(json.dumps(msgspec.to_builtins(found), indent=2))
    else:
        click.echo(Page().draw(*simulation_parts(found)), nl=False)
