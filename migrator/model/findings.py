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


class Finding(msgspec.Struct, frozen=True, order=True):
    """One rule that matched at one place.

    Attributes:
        rule: the rule's id, ``state/module-level-mutable``.
        function: the function (or ``package.module:``) in which it matched.
        entry_points: labels of the entry points that reach it, sorted.
        chain: one shortest call chain from an entry point's handler to ``function``.
    """

    location: Location
    rule: str
    category: Category
    effort: int
    message: str
    function: str
    entry_points: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()


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
