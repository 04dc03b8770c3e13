"""What changed since the plan was written, as text and JSON."""

import json
from collections.abc import Sequence

from migrator.model.drift import Change
from migrator.model.report import SCHEMA

TEXTS = {
    "entry-point-without-service": "no service: {0}",
    "table-without-owner": "no owner: table {0}",
    "call-without-mode": "new call of another service: {1} calls {0}",
    "entry-point-gone": "no longer in the monolith: {0}",
    "module-gone": "no longer in the monolith: module {0}",
    "table-gone": "no longer in the monolith: table {0}",
    "call-gone": "no longer in the monolith: {0}, which {1} calls",
    "constraint-gone": "no longer in the monolith: {0}, which a constraint names",
}


def render_drift(changes: Sequence[Change], _plan: str) -> str:
    """Render changes for people: what, where, what to do; empty where there are none."""
    lines = []
    for change in changes:
        place = f" at {change.place}" if change.place else ""
        lines += [f"{TEXTS[change.kind].format(change.name, change.service)}{place}"]
        lines += [f"  {change.remedy}"]
    return "".join(f"{line}\n" for line in lines)


def render_drift_json(changes: Sequence[Change], plan: str) -> str:
    """Render changes as JSON, ending in a newline; ``plan`` is the file that they speak of."""
    shape = {
        "schema": SCHEMA,
        "plan": plan,
        "changes": [
            {
                "kind": change.kind,
                "name": change.name,
                "service": change.service,
                "file": change.place.file if change.place else None,
                "line": change.place.line if change.place else None,
                "remedy": change.remedy,
            }
            for change in changes
        ],
    }
    return json.dumps(shape, indent=2, ensure_ascii=False) + "\n"
