"""What the rules found, and how much it matters."""

from enum import StrEnum

import msgspec

from migrator.model.location import Location


class Category(StrEnum):
    """How a finding bears on the migration. The names are Konveyor's."""

    MANDATORY = "mandatory"
    OPTIONAL = "optional"
    POTENTIAL = "potential"


class Verdict(StrEnum):
    """What to do with an entry point."""

    EXTRACT = "extract"
    FIX_FIRST = "fix first"
    STAY = "stay"


class State(StrEnum):
    """What a finding is against an earlier report; *moved* stands on another line now."""

    NEW = "new"
    UNCHANGED = "unchanged"
    MOVED = "moved"


class Suppression(msgspec.Struct, frozen=True, order=True):
    """Why a finding does not count: somebody accepted it.

    Attributes:
        kind: ``inline`` for a comment, ``waiver`` for an entry of migration.yaml.
        place: where the comment is, or the place that the waiver names.
        until: the last day of a waiver, as an ISO date; empty where it has none.
    """

    kind: str
    reason: str
    place: str
    until: str = ""


class Finding(msgspec.Struct, frozen=True, order=True):
    """One rule that matched at one place.

    Attributes:
        rule: the rule's id, ``state/module-level-mutable``.
        function: the function (or ``package.module:``) in which it matched.
        entry_points: labels of the entry points that reach it, sorted.
        chain: one shortest call chain from an entry point's handler to ``function``.
        functions: all functions in which it matched; whoever reaches one of them is affected.
        suppression: why it does not count; None where it does.
        state: what it is against an earlier report; None where there is none.
        was: where the earlier report has it, if that is elsewhere.
    """

    location: Location
    rule: str
    category: Category
    effort: int
    message: str
    function: str
    entry_points: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    suppression: Suppression | None = None
    state: State | None = None
    was: Location | None = None

    @property
    def counts(self) -> bool:
        """Tell whether verdicts, effort and ``--fail-on`` see it."""
        return self.suppression is None


class RuleText(msgspec.Struct, frozen=True):
    """What a report says of a rule that found something.

    Attributes:
        message: speaks of one occurrence, with placeholders in braces.
        why: why it hurts; may be empty.
        links: title and address of pages that say why.
        verdict: of an entry point that reaches a mandatory finding of it.
    """

    id: str
    title: str
    category: Category
    effort: int
    message: str
    why: str
    fix: str
    links: tuple[tuple[str, str], ...]
    confidence: str
    verdict: Verdict = Verdict.FIX_FIRST


class Evidence(msgspec.Struct, frozen=True, order=True):
    """A finding that decides a verdict, and a shortest chain from that entry point to it."""

    rule: str
    location: Location
    chain: tuple[str, ...] = ()


class Derivation(msgspec.Struct, frozen=True):
    """What a verdict follows from.

    Attributes:
        evidence: of the findings that decide, the gravest first; no more than a person reads.
        deciding: how many there are.
        mandatory: how many findings of each category the entry point reaches.
        accepted: how many more it reaches that do not count.
        reason: what decides where no finding does; empty else.
    """

    evidence: tuple[Evidence, ...] = ()
    deciding: int = 0
    mandatory: int = 0
    optional: int = 0
    potential: int = 0
    accepted: int = 0
    reason: str = ""
