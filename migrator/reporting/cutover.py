"""Where routes are and how they got there, as text for people."""

from collections.abc import Sequence
from pathlib import Path

from migrator.model.cutover import RouteChange
from migrator.usecases.cutover import Status
from migrator.usecases.cutover_apply import Applied, Plan


def status_text(status: Status) -> str:
    """Write one line for the facade and one for each route."""
    rows = [("ROUTE", "REQUEST", "SERVICE", "MODE", "SHARE", "NEXT")]
    for route in status.routes:
        step = "-" if route.next_percent is None else f"{route.next_percent:g}%"
        request = f"{route.method} {route.path}"
        rows.append((route.id, request, route.service, route.mode, f"{route.share:g}%", step))
    drifts = [
        f"{route.id}: {route.share:g}% are decided, the running facade does {route.effective:g}%"
        for route in status.routes
        if route.effective is not None and route.effective != route.share
    ]
    overlaps = [
        f"{one} goes before {other}: a request can match both" for one, other in status.overlaps
    ]
    run = [(one.kind.upper(), one.name, one.service, one.mode) for one in status.consumers]
    lines = [f"facade: {status.facade}", *_table(rows), *(_table(run) if run else ())]
    return "\n".join([*lines, *drifts, *overlaps])


def plan_text(plan: Plan) -> str:
    """Write the diffs of files, then the calls."""
    parts = [file.diff.rstrip("\n") for file in plan.files] + list(plan.calls)
    return "\n".join(parts) or "nothing to change"


def applied_text(applied: Applied, run_dir: Path) -> str:
    """Write the files and the calls, one a line."""
    files = [f"wrote {run_dir / name}" for name in applied.files]
    return "\n".join([*files, *applied.calls]) or "nothing to change"


def history_text(changes: Sequence[RouteChange]) -> str:
    """Write one line for each change."""
    rows = [(one.at, one.who, one.action, move_text(one), one.reason) for one in changes]
    return "\n".join(_table(rows)) or "no change is recorded"


def move_text(change: RouteChange) -> str:
    """Write where a route was and where it is."""
    start = f"{change.from_mode} {change.from_percent:g}%"
    return f"{change.route}: {start} -> {change.to_mode} {change.to_percent:g}%"


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    cells = [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]
    return ["  ".join(row).rstrip() for row in cells]
