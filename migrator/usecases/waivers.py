"""Let waivers follow their findings: add to a line the function that it is in."""

from collections.abc import Sequence

from migrator.model.location import Location
from migrator.model.places import parse_place
from migrator.model.plan import MigrationPlan
from migrator.model.plan_edit import rename_places
from migrator.model.plan_file import load_plan
from migrator.model.program import Program
from migrator.model.symbols import Symbols
from migrator.rules.engine import evaluate
from migrator.rules.rule import Rule


def has_bare_lines(plan: MigrationPlan) -> bool:
    """Tell whether a waiver names a line and not the function in which it is."""
    places = (parse_place(waiver.place) for waiver in plan.waivers)
    return any(place is not None and place.line and not place.symbol for place in places)


def name_functions(
    text: str, program: Program, rules: Sequence[Rule], *, file: str
) -> tuple[str, tuple[str, ...]]:
    """Write ``shop/mail.py:41 in shop.mail:send`` for ``shop/mail.py:41``; say what was written.

    Only where the rule finds something on that line now: else it could be any other function.
    """
    plan, symbols = load_plan(text, file=file), Symbols(program)
    found: dict[tuple[str, str], set[Location]] = {}
    for finding in evaluate(program, rules, plan=plan):
        found.setdefault((finding.rule, symbols.at(finding.location)), set()).add(finding.location)
    places = {}
    for waiver in plan.waivers:
        place = parse_place(waiver.place)
        if place is not None and place.line and not place.symbol:
            line = Location(place.file, place.line)
            symbol = symbols.at(line)
            lines = sorted(found.get((waiver.rule, symbol), ()))
            if line in lines:
                order = f" ({lines.index(line) + 1} of {len(lines)})" if len(lines) > 1 else ""
                places[waiver.rule, waiver.place] = f"{waiver.place} in {symbol}{order}"
    written = {waiver.place for waiver in plan.waivers}
    text = rename_places(text, places, file=file)
    named = {waiver.place for waiver in load_plan(text, file=file).waivers} - written
    return text, tuple(f"waiver: {place}" for place in sorted(named))
