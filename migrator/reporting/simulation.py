"""What a policy would do with a route, as text for people."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from migrator.usecases.simulate import RouteForecast

MINUTE, HOUR, DAY = 60, 3600, 86_400


def simulation_parts(forecasts: Iterable[RouteForecast]) -> Iterator[RenderableType]:
    """Draw a table for each route, and what is too little below it."""
    for one in forecasts:
        traffic = one.traffic
        table = Table(
            title=f"{one.route}: {traffic.rate:,.0f} requests an hour, the monolith fails for "
            f"{traffic.errors:.2%}",
            title_justify="left",
            title_style="bold",
        )
        headings = ("service fails for", "reaches 100 %", "rolled back", "asks", "after")
        for heading in (*headings, "failed answers"):
            table.add_column(heading, justify="right")
        for row in one.forecasts:
            table.add_row(
                f"{row.errors:.2%}",
                f"{row.finished:.0%}",
                f"{row.rolled_back:.0%}",
                f"{row.asked:.0%}",
                duration(row.seconds),
                f"{row.failures:.0f}",
            )
        yield table
        for warning in one.warnings:
            yield Text(f"warning: {warning}", style="yellow")


def duration(seconds: float) -> str:
    """Write a duration as people say it: ``90 s``, ``45 min``, ``3.2 h``, ``2.5 d``."""
    if seconds < 2 * MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds / HOUR:.1f} h" if seconds < 2 * DAY else f"{seconds / DAY:.1f} d"
