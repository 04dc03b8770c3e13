"""Accepted findings: which comment or waiver accepts which, and what became of each of them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from migrator.model.findings import Finding, Suppression
from migrator.model.ignores import InlineIgnore
from migrator.model.location import Location
from migrator.model.places import FORMS, Place, parse_place
from migrator.model.plan import Waiver
from migrator.model.program import Program
from migrator.model.strict_yaml import nearest
from migrator.model.symbols import Symbols

INLINE, WAIVER = "inline", "waiver"


class Use(StrEnum):
    """What became of a comment or waiver; *unanswered*: its rule had no log of traffic."""

    USED = "used"
    UNUSED = "unused"
    UNANSWERED = "unanswered"
    EXPIRED = "expired"
    INVALID = "invalid"


class Acceptance(msgspec.Struct, frozen=True, order=True):
    """A comment or waiver, and what became of it; one for each rule that a comment names.

    Attributes:
        kind: ``inline`` or ``waiver``.
        place: where the comment is, or what the waiver names.
        findings: how many it accepts; how many it would, where it is past its date.
        message: what to do about it; empty where it is used.
    """

    kind: str
    rule: str
    place: str
    use: Use
    reason: str = ""
    until: str = ""
    findings: int = 0
    message: str = ""


class Accepted(msgspec.Struct, frozen=True):
    """Findings, those that are accepted marked, and the comments and waivers themselves."""

    findings: tuple[Finding, ...]
    acceptances: tuple[Acceptance, ...] = ()


def accept(
    findings: Sequence[Finding],
    program: Program,
    waivers: Iterable[Waiver] = (),
    *,
    rules: Collection[str],
    unanswered: Collection[str] = (),
    today: date | None = None,
) -> Accepted:
    """Mark what comments in the source or waivers of the plan accept.

    Args:
        findings: all of them.
        program: with the comments.
        waivers: those of migration.yaml.
        rules: ids of all rules there are.
        unanswered: ids of those that could not be evaluated.
        today: a waiver that ends before it accepts nothing; None where no waiver has an end.
    """
    work = _Acceptor(findings, Symbols(program), (rules, unanswered), today)
    kept = [found for ignore in program.ignores for found in work.comment(ignore)]
    kept += [work.waiver(waiver) for waiver in waivers]
    return Accepted(work.marked(), tuple(sorted(kept)))


class _Acceptor:
    def __init__(
        self,
        findings: Sequence[Finding],
        symbols: Symbols,
        rules: tuple[Collection[str], Collection[str]],
        today: date | None,
    ) -> None:
        self._findings, self._symbols, self._today = findings, symbols, today
        self._rules, self._unanswered = rules
        self._by_rule: dict[str, list[int]] = {}
        for index, finding in enumerate(findings):
            self._by_rule.setdefault(finding.rule, []).append(index)
        self._marks: dict[int, Suppression] = {}

    def marked(self) -> tuple[Finding, ...]:
        return tuple(
            msgspec.structs.replace(finding, suppression=self._marks.get(index))
            for index, finding in enumerate(self._findings)
        )

    def comment(self, ignore: InlineIgnore) -> Iterator[Acceptance]:
        """Apply a comment: to the lines it speaks of, and to functions that start there."""
        place = str(ignore.location)
        if not ignore.rules:
            text = "names no rule: write `# migrate: ignore[rule] reason`"
            yield Acceptance(INLINE, "", place, Use.INVALID, ignore.reason, message=text)
        file = ignore.location.file
        functions = self._symbols.starting_in(file, ignore.first, ignore.last)
        spans = [(function.location.line, function.end_line) for function in functions]
        spans.append((ignore.first, ignore.last))

        def holds(finding: Finding) -> bool:
            at = finding.location
            return at.file == file and any(first <= at.line <= last for first, last in spans)

        for rule in ignore.rules:
            made = Acceptance(INLINE, rule, place, Use.UNUSED, ignore.reason)
            yield self._apply(made, self._indexes(rule, holds))

    def waiver(self, waiver: Waiver) -> Acceptance:
        """Apply a waiver to what stands at its place."""
        place = parse_place(waiver.place)
        made = Acceptance(
            WAIVER, waiver.rule, waiver.place, Use.UNUSED, waiver.reason, waiver.until
        )
        if place is None:
            text = f"the place is none: name {FORMS}"
            return msgspec.structs.replace(made, use=Use.INVALID, message=text)
        found, why = self._at_place(waiver.rule, place)
        applied = self._apply(made, found)
        is_silent = applied.use is Use.UNUSED and why
        return msgspec.structs.replace(applied, message=why) if is_silent else applied

    def _apply(self, made: Acceptance, found: Sequence[int]) -> Acceptance:
        use, message = self._judge(made, found)
        if use is Use.USED:
            mark = Suppression(made.kind, made.reason, made.place, made.until)
            for index in found:
                self._marks.setdefault(index, mark)
        return msgspec.structs.replace(made, use=use, findings=len(found), message=message)

    def _judge(self, made: Acceptance, found: Sequence[int]) -> tuple[Use, str]:
        if made.rule not in self._rules:
            near = nearest(made.rule, self._rules)
            return Use.INVALID, f"there is no rule {made.rule!r}{near}"
        if not made.reason.strip():
            return Use.INVALID, "gives no reason: say why the finding is accepted"
        if made.until and self._today and date.fromisoformat(made.until) < self._today:
            return Use.EXPIRED, f"ended on {made.until}: repair it, or decide anew"
        if not found and made.rule in self._unanswered:
            return Use.UNANSWERED, "its rule needs --traffic, which was not given"
        if not found:
            return Use.UNUSED, "accepts nothing: take it out"
        return Use.USED, ""

    def _indexes(self, rule: str, holds: Callable[[Finding], bool]) -> list[int]:
        return [i for i in self._by_rule.get(rule, ()) if holds(self._findings[i])]

    def _at_place(self, rule: str, place: Place) -> tuple[list[int], str]:
        """Find what a waiver names, or why it names nothing."""
        if place.modules:
            return self._indexes(rule, lambda f: place.has_module(self._module(f))), ""
        if not place.line:
            return self._indexes(rule, lambda f: self._is_in(f, place)), ""
        line = Location(place.file, place.line)
        here = self._indexes(rule, lambda f: line in {f.location, f.was})
        if not place.symbol:
            return here, "" if here else self._elsewhere(rule, place)
        return self._in_function(rule, place, here)

    def _in_function(self, rule: str, place: Place, here: list[int]) -> tuple[list[int], str]:
        """Follow a finding in its function: by its order, by its line, or if it is alone."""
        inside = self._indexes(rule, lambda f: self._symbols.at(f.location) == place.symbol)
        inside = inside or self._indexes(rule, lambda f: self._is_in(f, place))
        lines = sorted({self._findings[index].location for index in inside})
        if place.total and len(lines) == place.total:
            wanted = lines[place.order - 1]
            return [i for i in inside if self._findings[i].location == wanted], ""
        if at_line := [index for index in inside if index in here]:
            return at_line, ""
        if len(lines) > 1 or (lines and place.total > 1):
            count = f"{len(lines)} finding{'s' if len(lines) > 1 else ''} of the rule"
            text = f"{place.symbol} has {count} ({_joined(lines)}), none on line {place.line}"
            return [], f"{text}: correct the place"
        return inside, ""

    def _elsewhere(self, rule: str, place: Place) -> str:
        found = self._indexes(rule, lambda f: f.location.file == place.file)
        if not found:
            return ""
        lines = sorted({self._findings[index].location for index in found})
        symbol = self._symbols.at(lines[0])
        return (
            f"the rule finds nothing on line {place.line}, but at {_joined(lines)}: "
            f"`{lines[0]} in {symbol}` would follow when lines move"
        )

    def _is_in(self, finding: Finding, place: Place) -> bool:
        names = (finding.function, *finding.functions, self._symbols.at(finding.location))
        return any(map(place.has_symbol, names))

    def _module(self, finding: Finding) -> str:
        return self._symbols.module_of(finding.location.file) or finding.function.split(":")[0]


def _joined(locations: Iterable[Location]) -> str:
    return ", ".join(map(str, locations))
