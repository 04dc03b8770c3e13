"""A rule file as data; ``load`` reads it, ``engine`` evaluates it."""

from enum import StrEnum

import msgspec

from migrator.model.findings import Category, Verdict


class Within(StrEnum):
    """Where a fact counts."""

    ENTRY_POINT = "entry-point"
    ANYWHERE = "anywhere"


class Confidence(StrEnum):
    """How far static analysis can be believed on this matter."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ArgumentIs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A constant argument, by any of its names (positions count from 0).

    Attributes:
        matches: a regular expression that its ``repr`` contains.
    """

    name: tuple[str, ...]
    matches: str


class CallOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call of something external; names are dotted, ``*`` stands for anything.

    Attributes:
        without_keyword: the call counts only when this keyword argument is missing.
        argument: the call counts only when this argument is such a constant.
    """

    name: tuple[str, ...]
    without_keyword: str = ""
    argument: ArgumentIs | None = None


class ImportOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An import of something external, by its top-level name."""

    name: tuple[str, ...]


class StateOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name at module level that functions change."""

    kind: tuple[str, ...]


class EntryPointOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry point of a kind: ``http``, ``task``, ``schedule``, ``websocket``, ``command``."""

    kind: tuple[str, ...]


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a rule finds something: any of its conditions holds, at a place that counts."""

    call: tuple[CallOf, ...] = ()
    import_: ImportOf | None = msgspec.field(default=None, name="import")
    module_state: StateOf | None = None
    entry_point: EntryPointOf | None = None
    within: Within = Within.ENTRY_POINT


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A page that says why."""

    title: str
    url: str


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of ``rules/``.

    Attributes:
        message: speaks of one occurrence; ``{name}`` is what was found, ``{function}`` where.
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
    confidence: Confidence = Confidence.HIGH
    verdict: Verdict = Verdict.FIX_FIRST
