"""A monolith of any size, for what has to stay fast and small."""

from migrator.model.findings import Category, Finding, RuleText, Verdict
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import (
    AccessMode,
    Call,
    EntryPoint,
    Function,
    HttpRoute,
    Program,
    Table,
    TableAccess,
)
from migrator.model.reach import find_reaches
from migrator.model.report import Analysis, AssessedEntryPoint, Excerpt
from tests.programs import at

AREAS, RULES, TABLES = 40, 120, 150
CATEGORIES = tuple(Category)
VERDICTS = tuple(Verdict)


def large_analysis(count: int) -> Analysis:
    """Make as many entry points, and as many findings; each is reached by three of them."""
    handlers = [f"shop.area{n % AREAS}.views{n // AREAS}:answer_{n}" for n in range(count)]
    stores = [f"shop.area{n % AREAS}.store{n // AREAS}:save_{n}" for n in range(count)]
    steps = [(n, (7 * n + k) % count, k) for n in range(count) for k in range(3)]
    program = Program(
        root="large",
        functions=tuple(
            Function(name, at(name.partition(":")[0], 5), 9) for name in (*handlers, *stores)
        ),
        calls=tuple(
            sorted(
                Call(handlers[n], stores[to], at(handlers[n].partition(":")[0], 6 + k))
                for n, to, k in steps
            )
        ),
        entry_points=tuple(map(_entry_point, range(count), handlers)),
        tables=tuple(
            Table(f"table_{n}", "shop.models:M", at("shop.models")) for n in range(TABLES)
        ),
        accesses=tuple(map(_access, range(count), stores)),
        lines=100 * count,
    )
    reached: dict[int, list[int]] = {}
    for n, to, _ in steps:
        reached.setdefault(to, []).append(n)
    rules = tuple(map(_rule, range(RULES)))
    findings = tuple(
        Finding(
            location=at(store.partition(":")[0], 20),
            rule=rules[n % RULES].id,
            category=rules[n % RULES].category,
            effort=3,
            message=f"`{store}` does what it should not, and this sentence says so at length.",
            function=store,
            entry_points=tuple(sorted(program.entry_points[m].label for m in reached[n])),
            chain=(handlers[reached[n][0]], store),
        )
        for n, store in enumerate(stores)
    )
    return Analysis(
        program=program,
        entry_points=tuple(
            AssessedEntryPoint(point, reach, VERDICTS[n % 3])
            for n, (point, reach) in enumerate(
                zip(program.entry_points, find_reaches(program), strict=True)
            )
        ),
        findings=findings,
        rules=rules,
        plan=MigrationPlan(services=tuple(map(_service, range(AREAS)))),
        excerpts=tuple(
            Excerpt(finding.location.file, 16, ("    value = compute(something, and_more)",) * 9)
            for finding in findings
        ),
    )


def _entry_point(number: int, handler: str) -> EntryPoint:
    path = f"/area{number % AREAS}/things/{{thing_id}}/{number}"
    return EntryPoint(
        HttpRoute("GET", path, path), handler, at(handler.partition(":")[0], 5), "flask"
    )


def _access(number: int, function: str) -> TableAccess:
    mode = AccessMode.WRITE if number % 3 else AccessMode.READ
    place = at(function.partition(":")[0], 7)
    return TableAccess(f"table_{number % TABLES}", mode, function, place)


def _rule(number: int) -> RuleText:
    return RuleText(
        id=f"group/rule-{number:03}",
        title=f"What rule {number} forbids",
        category=CATEGORIES[number % 3],
        effort=3,
        confidence="high",
        verdict=Verdict.FIX_FIRST,
        message="`{function}` does what it should not.",
        why="",
        fix="Do something else.",
        links=(("A page", "https://example.com/"),),
    )


def _service(number: int) -> Service:
    return Service(f"area{number}", modules=(f"shop.area{number}",), owns=(f"table_{number}",))
