"""``migrate explain --format json``: the shape that scripts rely on."""

import json
from collections.abc import Iterable
from typing import TypedDict

from migrator.model.explanation import Cited, Explanation, Move, SignalPull
from migrator.model.location import Location
from migrator.model.report import SCHEMA, Analysis
from migrator.reporting.cuts import cuts_shape
from migrator.reporting.explain_facts import facts_of


class FactShape(TypedDict):
    """A sentence; file and line are null where it rests on no single line."""

    text: str
    file: str | None
    line: int | None


def render_explanations_json(explanations: Iterable[Explanation], analysis: Analysis) -> str:
    """Render explanations as JSON, ending in a newline."""
    things = [_thing(one, analysis) for one in explanations]
    return json.dumps({"schema": SCHEMA, "things": things}, indent=2, ensure_ascii=False) + "\n"


def _thing(explanation: Explanation, analysis: Analysis) -> dict[str, object]:
    subject = explanation.subject
    _, *facts = facts_of(subject, analysis)
    cuts = {"cuts": cuts_shape(explanation.cuts)} if explanation.cuts else {}
    return {
        "kind": subject.kind,
        "name": subject.name,
        "service": subject.service,
        "facts": [_fact(fact) for fact in facts],
        "placed": [_fact(fact) for fact in explanation.placed],
        "pulls": [
            {
                "service": pull.service,
                "weight": pull.weight,
                "signals": [_signal(signal) for signal in pull.signals],
            }
            for pull in explanation.pulls
        ],
        "ties": [_signal(signal) for signal in explanation.bonds],
        "moves": [_move(move) for move in explanation.moves],
        "cannot_see": [
            {"reason": one.reason, **_place(one.location)} for one in explanation.unseen
        ],
        **cuts,
    }


def _fact(fact: Cited) -> FactShape:
    place = fact.location
    return {
        "text": fact.text,
        "file": place.file if place else None,
        "line": place.line if place else None,
    }


def _signal(signal: SignalPull) -> dict[str, object]:
    return {
        "signal": signal.signal,
        "weight": signal.weight,
        "facts": [
            {
                "from": bond.one.removesuffix(":"),
                "to": bond.other.removesuffix(":"),
                "weight": round(bond.weight, 4),
                **_place(bond.location),
            }
            for bond in signal.bonds
        ],
    }


def _move(move: Move) -> dict[str, object]:
    return {
        "service": move.service,
        "how": move.how,
        "without": list(move.without),
        "metrics": {
            change.metric: {"before": change.before, "after": change.after}
            for change in move.changes
        },
    }


def _place(place: Location) -> dict[str, object]:
    return {"file": place.file, "line": place.line}
