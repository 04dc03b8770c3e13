"""Sentences about findings: why a verdict, what was accepted, what changed."""

from collections import Counter
from collections.abc import Iterator

import msgspec

from migrator.model.acceptance import INLINE, Acceptance, Use
from migrator.model.effort import Effort
from migrator.model.findings import Evidence, Finding, State, Verdict
from migrator.model.report import Analysis, AssessedEntryPoint


class Group(msgspec.Struct, frozen=True):
    """Entry points that cannot leave yet for the same reasons; the first is the example."""

    example: AssessedEntryPoint
    labels: tuple[str, ...]


def because(assessed: AssessedEntryPoint) -> str:
    """Say in one sentence why an entry point has its verdict."""
    derivation = assessed.derivation
    if derivation.reason:
        return f"{assessed.verdict}: {derivation.reason}{_rest(assessed)}"
    if not derivation.deciding:
        return f"{assessed.verdict}: nothing mandatory{_rest(assessed)}"
    places = "; ".join(map(_evidence, derivation.evidence))
    return f"{assessed.verdict}: {_deciding(assessed)}{places}{more(assessed)}{_rest(assessed)}"


def reasons(assessed: AssessedEntryPoint) -> str:
    """Say what decides, without the way to it."""
    found = (f"{one.rule} at {one.location}" for one in assessed.derivation.evidence)
    return "; ".join(found) + more(assessed)


def more(assessed: AssessedEntryPoint) -> str:
    """Say how many findings decide besides those that are shown."""
    count = assessed.derivation.deciding - len(assessed.derivation.evidence)
    return f"; and {count} more" if count > 0 else ""


def groups(analysis: Analysis) -> tuple[Group, ...]:
    """Group what cannot leave by what decides it: what stays first, then the largest groups."""
    found: dict[object, list[AssessedEntryPoint]] = {}
    for assessed in analysis.entry_points:
        derivation = assessed.derivation
        if derivation.deciding:
            places = tuple((one.rule, one.location) for one in derivation.evidence)
            key = (assessed.verdict, places, derivation.deciding)
            found.setdefault(key, []).append(assessed)
    made = [
        Group(members[0], tuple(m.entry_point.label for m in members))
        for members in found.values()
    ]
    return tuple(sorted(made, key=_group_order))


def effort_line(effort: Effort) -> str:
    """Say how many points: ``effort: 9 points (6 mandatory, 3 optional)``."""
    parts = ", ".join(
        f"{points} {name}" for name, points in msgspec.structs.asdict(effort).items() if points
    )
    return f"effort: {effort.total} points" + (f" ({parts})" if parts else "")


def accepted_line(finding: Finding) -> str:
    """Say who accepted a finding and why; empty where it counts."""
    accepted = finding.suppression
    if accepted is None:
        return ""
    what = "the comment at" if accepted.kind == INLINE else "the waiver for"
    until = f", until {accepted.until}" if accepted.until else ""
    return f"accepted by {what} {accepted.place}{until}: {accepted.reason}"


def state_of(finding: Finding) -> str:
    """Say what a finding is against the baseline: ``new``, ``moved from shop/mail.py:4``."""
    if finding.state is State.MOVED:
        return f"moved from {finding.was}"
    return "new" if finding.state is State.NEW else ""


def count_states(analysis: Analysis) -> dict[str, int]:
    """Count findings by what they are against the baseline."""
    states = Counter(finding.state for finding in analysis.findings)
    return {
        **{state.value: states[state] for state in State},
        "gone": len(analysis.gone or ()),
    }


def states_line(analysis: Analysis) -> str:
    """Say what changed since the baseline: ``1 new, 3 unchanged, 0 moved, 2 gone``."""
    return ", ".join(f"{count} {state}" for state, count in count_states(analysis).items())


def troubles(analysis: Analysis) -> tuple[Acceptance, ...]:
    """List the comments and waivers that do not do what they say."""
    fine = {Use.USED, Use.UNANSWERED}
    return tuple(one for one in analysis.acceptances if one.use not in fine)


def name_of(one: Acceptance) -> str:
    """Name a comment or waiver by its rule: ``waiver of time/sleep``."""
    what = "comment" if one.kind == INLINE else "waiver"
    return f"{what} of {one.rule}" if one.rule else what


def counted(count: int, what: str) -> str:
    """Write a number with its noun: ``1 finding``, ``2 findings``."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _evidence(evidence: Evidence) -> str:
    way = f" via {' → '.join(evidence.chain)}" if len(evidence.chain) > 1 else ""
    return f"{evidence.rule} at {evidence.location}{way}"


def _deciding(assessed: AssessedEntryPoint) -> str:
    if assessed.verdict is Verdict.STAY:
        return ""
    return f"{counted(assessed.derivation.deciding, 'mandatory finding')}: "


def _rest(assessed: AssessedEntryPoint) -> str:
    parts = ", ".join(_rest_parts(assessed))
    return f"; {parts}" if parts else ""


def _rest_parts(assessed: AssessedEntryPoint) -> Iterator[str]:
    derivation = assessed.derivation
    others = derivation.mandatory - derivation.deciding
    if others:
        yield f"{others} mandatory"
    for name in ("optional", "potential", "accepted"):
        if count := getattr(derivation, name):
            yield f"{count} {name}"


def _group_order(group: Group) -> tuple[bool, int, str]:
    return group.example.verdict is not Verdict.STAY, -len(group.labels), group.labels[0]
