"""What MIGRATION.md says of findings: by rule, and only of what travels."""

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from migrator.generation.phrases import few
from migrator.model.extraction import Concern, Cut, Extraction
from migrator.model.findings import Category, Finding, Suppression
from migrator.model.location import Location
from migrator.model.program import Program

GRAVE = (Category.MANDATORY, Category.OPTIONAL)
MOST = 4  # of entry points or places of one rule; the rest is counted


class Rule(msgspec.Struct, frozen=True):
    """The findings of one rule.

    Attributes:
        places: of all; ``message`` and ``reached`` are those of the first.
    """

    id: str
    category: str
    fix: str
    places: tuple[str, ...]
    message: str
    reached: str


class Told(msgspec.Struct, frozen=True):
    """What findings there are to tell of.

    Attributes:
        rules: that nobody repaired or accepted, the gravest first.
        potential: rules that ask to look at something, each with its places.
        repaired: what a commit of the branch repairs.
        accepted: what somebody accepted, once for each reason.
        elsewhere: of the monolith as a whole, where the slice does not have the place.
    """

    rules: tuple[Rule, ...] = ()
    potential: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to say."""
        return self == Told()


def findings_told(made: Extraction, program: Program) -> Told:
    """Sort the findings in what moves."""
    travels = _Travels(made, program)
    open_ = [c for c in made.concerns if c.finding.suppression is None]
    here = [c for c in open_ if c.finding.location in travels]
    repaired = set(_repaired(here, made.cuts))
    left = [c for c in here if c.finding.location not in repaired]
    own = {point.label for point in made.selection.entry_points}
    return Told(
        rules=tuple(_by_rule([c for c in left if c.finding.category in GRAVE], own)),
        potential=_with_places(c for c in left if c.finding.category not in GRAVE),
        repaired=_with_places(c for c in here if c.finding.location in repaired),
        accepted=tuple(_accepted(c.finding for c in made.concerns)),
        elsewhere=_with_places(
            c for c in open_ if c.finding.location not in travels and c.finding.category in GRAVE
        ),
    )


class _Travels:
    """Whether a place of the monolith is in the slice; all that is not Python is."""

    def __init__(self, made: Extraction, program: Program) -> None:
        self._sliced = made.sliced
        self._modules = {module.file: module.name for module in program.modules}

    def __contains__(self, place: Location) -> bool:
        module = self._modules.get(place.file)
        return module is None or self._sliced.has(module, place.line)


def _repaired(concerns: Iterable[Concern], cuts: Sequence[Cut]) -> Iterator[Location]:
    """Yield the places of which a codemod repaired as many as the rule found in the file."""
    found: dict[tuple[str, str], list[Location]] = {}
    for concern in concerns:
        key = (concern.finding.rule, concern.finding.location.file)
        found.setdefault(key, []).append(concern.finding.location)
    for (rule, file), places in found.items():
        repairs = [cut for cut in cuts if (cut.codemod, cut.location.file) == (rule, file)]
        if len(repairs) >= len(places):
            yield from places


def _by_rule(concerns: Sequence[Concern], own: Collection[str]) -> Iterator[Rule]:
    """Gather what one rule found, so that its remedy is said once; the gravest rules first."""
    groups: dict[tuple[int, str], list[Concern]] = {}
    order = tuple(Category)
    for concern in concerns:
        key = (order.index(concern.finding.category), concern.finding.rule)
        groups.setdefault(key, []).append(concern)
    for (_, rule), found in sorted(groups.items(), key=lambda item: item[0]):
        first = found[0].finding
        places = few(dict.fromkeys(str(c.finding.location) for c in found), MOST)
        fix = " ".join(found[0].fix.split())
        reached = _reached(own, first.entry_points)
        yield Rule(rule, first.category, fix, places, first.message, reached)


def _reached(own: Collection[str], reaching: Iterable[str]) -> str:
    """Name the service's entry points among those that reach a place, or count them."""
    found = [label for label in reaching if label in own]
    if len(found) == len(own) > 1:
        return "all of them"
    return ", ".join(found) if len(found) <= MOST else f"{len(found)} of {len(own)}"


def _with_places(concerns: Iterable[Concern]) -> tuple[str, ...]:
    """Name rules, each with its first places."""
    places: dict[str, dict[str, None]] = {}
    for concern in concerns:
        places.setdefault(concern.finding.rule, {})[str(concern.finding.location)] = None
    return tuple(
        f"`{rule}` ({', '.join([*found][:2])}{', …' if len(found) > 2 else ''})"
        for rule, found in sorted(places.items())
    )


def _accepted(findings: Iterable[Finding]) -> Iterator[str]:
    places: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        if finding.suppression:
            key = (finding.rule, _reason(finding.suppression))
            places.setdefault(key, []).append(str(finding.location))
    for (rule, reason), found in sorted(places.items()):
        yield f"`{rule}` at {', '.join(found)}: {reason}"


def _reason(suppression: Suppression) -> str:
    """Say why somebody accepted a finding, and until when."""
    until = f" (until {suppression.until})" if suppression.until else ""
    return f"{suppression.reason}{until}"
