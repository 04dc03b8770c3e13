"""What the HTML report knows, as its scripts read it: rows are arrays, names are said once.

Numbers named after a list are positions in it: ``handler`` of an entry point in ``functions``,
``tables_read`` in ``names``. -1 stands for none. Places are ``file, line``.
``templates/report/data.js`` gives the rows their names back: change both.
"""

import msgspec

NONE = -1


class FunctionRow(msgspec.Struct, frozen=True, array_like=True):
    """A function, or the code of a module.

    Attributes:
        service: that has its module.
        is_loose: 1 for code that runs with whatever of its module runs: of a module, of a class.
        callees: whom it runs: function, how (one of ``names``), file, line, function, …
    """

    name: str
    file: int
    line: int
    service: int
    is_loose: int
    callees: tuple[int, ...]


class EffectRow(msgspec.Struct, frozen=True, array_like=True):
    """What a function does, as ``model.effect_index.Effect``."""

    kind: str
    name: str
    function: int
    file: int
    line: int
    detail: str = ""


class TrafficRow(msgspec.Struct, frozen=True, array_like=True):
    """The requests of an entry point; seconds and bytes, -1 where unknown.

    Attributes:
        peak: requests per second in the busiest minute.
        slow: 95 % took at most so many seconds.
        largest: the largest response.
    """

    requests: int
    peak: float = NONE
    slow: float = NONE
    longest: float = NONE
    largest: int = NONE


class EntryRow(msgspec.Struct, frozen=True, array_like=True):
    """An entry point.

    Attributes:
        label: as commands spell it.
        method: of a route; the kind of all else.
        registered: places, ``file, line, file, line, …``.
        roots: functions that the framework runs for it.
        functions: how many it reaches.
        decided_by: the findings that its verdict rests on.
        effort: of all findings that it reaches and that count.
        live: whether the running application lists it: 1, 0, or -1 where it was not asked.
        traffic: its requests in the access logs; None where there are none.
        reason: what decides where no finding does; empty else.
    """

    label: str
    kind: str
    method: str
    path: str
    declared: str
    name: str
    framework: str
    handler: int
    file: int
    line: int
    registered: tuple[int, ...]
    service: int
    verdict: str
    decided_by: tuple[int, ...]
    effort: int
    roots: int
    functions: int
    tables_read: int
    tables_written: int
    settings: int
    aws: int
    hosts: int
    tasks: int
    live: int
    traffic: TrafficRow | None = None
    reason: str = ""


class FindingRow(msgspec.Struct, frozen=True, array_like=True):
    """A finding.

    Attributes:
        entries: the entry points that reach it, as runs: first, how many, first, how many, …
        functions: all in which it matched.
        chain: functions, from a handler down to one of them.
        services: whose entry points reach it; where there are none, the one that has its module.
        accepted: who accepted it and why; empty where it counts.
        state: ``new``, or where it was, against a baseline.
    """

    rule: int
    file: int
    line: int
    message: str
    functions: tuple[int, ...]
    entries: int
    chain: tuple[int, ...]
    services: tuple[int, ...]
    accepted: str = ""
    state: str = ""


class RuleRow(msgspec.Struct, frozen=True, array_like=True):
    """A rule that found something."""

    id: str
    title: str
    category: str
    effort: int
    confidence: str
    verdict: str
    message: str
    why: str
    fix: str
    links: tuple[tuple[str, str], ...]


class TableRow(msgspec.Struct, frozen=True, array_like=True):
    """A table; ``model`` is empty where only SQL names it, ``references`` have name and line."""

    name: str
    model: str
    file: int
    line: int
    owner: int
    references: tuple[tuple[str, int], ...]


class ServiceRow(msgspec.Struct, frozen=True, array_like=True):
    """A service; ``effort`` is that of what its entry points reach and its modules hold."""

    name: str
    effort: int


class UnresolvedRow(msgspec.Struct, frozen=True, array_like=True):
    """What was not understood."""

    reason: str
    file: int
    line: int


class LeftOutRow(msgspec.Struct, frozen=True, array_like=True):
    """What was not analyzed."""

    reason: str
    count: int
    examples: tuple[str, ...]


class AcceptanceRow(msgspec.Struct, frozen=True, array_like=True):
    """A comment or waiver that does not do what it says: what, where, and what to do about it."""

    name: str
    place: str
    message: str


class GoneRow(msgspec.Struct, frozen=True, array_like=True):
    """A finding of the baseline that is no more; its place is that of then."""

    rule: str
    place: str
    message: str


class LiveData(msgspec.Struct, frozen=True):
    """How the running application differs: its name, and (side, route, who answers)."""

    headline: str
    rows: tuple[tuple[str, str, str], ...]


class AreaRow(msgspec.Struct, frozen=True, array_like=True):
    """A service, or what is in none, as ``map_areas`` names it: how many modules and tables."""

    name: str
    modules: int
    tables: int


class AreaLinkRow(msgspec.Struct, frozen=True, array_like=True):
    """What ties two areas: how often, by kind."""

    one: int
    other: int
    counts: dict[str, int]


class AreasData(msgspec.Struct, frozen=True):
    """The services as a picture."""

    areas: tuple[AreaRow, ...]
    links: tuple[AreaLinkRow, ...]


class PageData(msgspec.Struct, frozen=True):
    """All of it.

    Attributes:
        modules: how many Python files.
        effort: of all findings that count, each once.
        sets: of positions; those that several rows have in common are there once.
        gone: None where there is no baseline.
        troubles: comments and waivers to look at.
        requests: in the access logs that were given; -1 where none was.
        unanswered: ids of the rules that need access logs, where there are none.
        excerpts: file to runs of lines, each a first line number and the lines.
        map: None where there are not two services, or nothing that draws them.
    """

    root: str
    modules: int
    lines: int
    unparsed: int
    effort: int
    files: tuple[str, ...]
    names: tuple[str, ...]
    sets: tuple[tuple[int, ...], ...]
    functions: tuple[FunctionRow, ...]
    effects: tuple[EffectRow, ...]
    services: tuple[ServiceRow, ...]
    entries: tuple[EntryRow, ...]
    findings: tuple[FindingRow, ...]
    rules: tuple[RuleRow, ...]
    tables: tuple[TableRow, ...]
    unresolved: tuple[UnresolvedRow, ...]
    left_out: tuple[LeftOutRow, ...]
    excerpts: dict[str, tuple[tuple[int, tuple[str, ...]], ...]]
    live: LiveData | None = None
    gone: tuple[GoneRow, ...] | None = None
    troubles: tuple[AcceptanceRow, ...] = ()
    requests: int = NONE
    unanswered: tuple[str, ...] = ()
    map: AreasData | None = None
