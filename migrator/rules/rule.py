"""A rule file as data; ``load`` reads it, ``engine`` evaluates it."""

from enum import StrEnum

import msgspec

from migrator.model.findings import Category, Verdict
from migrator.rules.conditions import Conditions
from migrator.rules.conditions.measurements import TrafficOf


class Within(StrEnum):
    """Where a fact counts: reached by any entry point, a route, a task, the start, or nobody."""

    ENTRY_POINT = "entry-point"
    ROUTE = "route"
    TASK = "task"
    START = "start"
    ANYWHERE = "anywhere"


class Once(StrEnum):
    """How much of the monolith one finding speaks for; empty where each place is a finding."""

    NEVER = ""
    LINE = "line"
    FUNCTION = "function"
    FILE = "file"
    MONOLITH = "monolith"


class Confidence(StrEnum):
    """How far static analysis can be believed on this matter."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class When(Conditions, frozen=True, forbid_unknown_fields=True):
    """When a rule finds something: any of its conditions holds, at a place that counts.

    Attributes:
        within: which places count, by who reaches them: ``entry-point``, ``route``, ``task``,
            ``start`` (what runs when the application is imported or made) or ``anywhere``.
        once: all that is found in a ``line``, a ``function``, a ``file`` or the ``monolith`` is
            one finding, at the first place; ``{value}`` is their number, but for a line.
        given: the rule speaks only where one of these holds somewhere in the monolith.
        unless: the rule is silent where one of these holds somewhere in the monolith.
    """

    within: Within = Within.ENTRY_POINT
    once: Once = Once.NEVER
    given: Conditions | None = None
    unless: Conditions | None = None


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page that says why."""

    title: str
    url: str


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of ``rules/``.

    Attributes:
        message: speaks of one occurrence; ``{name}`` is what was found, ``{function}`` where,
            ``{value}`` what it was found to be.
        why: why it hurts, for the page of the rule: the mechanism, with figures by name.
        fix: what to do.
        verdict: ``stay`` where an entry point that reaches it cannot be a Lambda handler.
    """

    id: str
    title: str
    category: Category
    effort: int
    message: str
    fix: str
    links: tuple[Link, ...]
    when: When
    why: str = ""
    confidence: Confidence = Confidence.HIGH
    verdict: Verdict = Verdict.FIX_FIRST

    @property
    def traffic(self) -> tuple[TrafficOf, ...]:
        """What it asks of access logs; without them it cannot answer."""
        parts = (self.when, self.when.given, self.when.unless)
        return tuple(one for part in parts if part for one in part.traffic)
