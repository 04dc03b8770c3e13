"""What the page knows of an analysis: the whole value."""

import msgspec

from migrator.model.acceptance import Acceptance, Use
from migrator.model.baseline import Known
from migrator.model.effects import HiddenEdge
from migrator.model.effort import Effort
from migrator.model.findings import (
    Category,
    Finding,
    RuleText,
    State,
    Suppression,
    Verdict,
)
from migrator.model.live import LiveComparison, LiveRoute
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import (
    AccessMode,
    AwsCall,
    ConfigRead,
    Enqueue,
    EntryPoint,
    Function,
    HttpRoute,
    LeftOut,
    Program,
    Schedule,
    Table,
    Unresolved,
)
from migrator.model.reach import find_reaches
from migrator.model.report import Analysis, AssessedEntryPoint, Excerpt
from migrator.model.traffic import Durations, EntryTraffic, Traffic
from migrator.reporting import html_shape as shape
from migrator.reporting.html_data import build_data
from tests.programs import access, at, call, module

PROGRAM = Program(
    root="shop",
    modules=(module("shop.jobs"), module("shop.orders")),
    functions=(
        Function("shop.jobs:clean", at("shop.jobs", 2), 4),
        Function("shop.orders:Order", at("shop.orders", 1), 9, kind="class"),
        Function("shop.orders:Order.__init__", at("shop.orders", 2), 9, kind="method"),
        Function("shop.orders:create", at("shop.orders", 10), 15),
        Function("shop.orders:show", at("shop.orders", 20), 25),
    ),
    calls=(
        call("shop.orders:create", "shop.orders:Order", 11),
        call("shop.orders:create", "shop.orders:show", 12),
        call("shop.orders:create", "shop.orders:show", 13),
    ),
    entry_points=(
        EntryPoint(
            HttpRoute("POST", "/orders/{id}", "/orders/<id>"),
            "shop.orders:create",
            at("shop.orders", 10),
            "flask",
            name="orders.create",
            registered_at=(at("shop.orders", 9), at("shop.app", 3)),
        ),
        EntryPoint(
            Schedule("rate(1 day)", "daily", "shop.clean"),
            "shop.jobs:clean",
            at("shop.jobs", 2),
            "celery",
        ),
    ),
    tables=(Table("order", "shop.orders:Order", at("shop.orders", 1), (("customer", 3),)),),
    accesses=(
        access("log", AccessMode.WRITE, "shop.orders:show"),
        access("order", AccessMode.READ, "shop.orders:show"),
    ),
    config_reads=(ConfigRead("KEY", "shop.jobs:clean", at("shop.jobs", 3), is_secret=True),),
    aws_calls=(AwsCall("s3:PutObject", "shop.jobs:clean", at("shop.jobs", 4), "files"),),
    hidden_edges=(
        HiddenEdge("session-key", "shop.orders:show", "user", at("shop.orders", 24)),
        HiddenEdge("signal", "shop.orders:show", "shop.jobs:clean", at("shop.app", 5)),
    ),
    enqueues=(Enqueue("shop.clean", "shop.orders:create", at("shop.orders", 14)),),
    unresolved=(Unresolved("a computed path", at("shop.app", 7)),),
    unparsed=("shop/old.py",),
    lines=40,
    left_out=(LeftOut("tests", 2, ("tests/a.py",)),),
)


def rule(name: str, category: Category, verdict: Verdict) -> RuleText:
    return RuleText(
        name, f"Title of {name}", category, 3, "It does.", "Why.", "Do so.", (), "high", verdict
    )


def found(name: str, category: Category, line: int, *labels: str) -> Finding:
    place = at("shop.orders", line)
    chain = ("shop.orders:create", "shop.orders:show")
    return Finding(
        place, name, category, 3, "Here.", "shop.orders:show", labels, chain if labels else ()
    )


POST = "POST /orders/{id}"
ANALYSIS = Analysis(
    program=PROGRAM,
    entry_points=tuple(
        AssessedEntryPoint(point, reach, verdict, effort=effort)
        for point, reach, verdict, effort in zip(
            PROGRAM.entry_points,
            find_reaches(PROGRAM),
            (Verdict.STAY, Verdict.EXTRACT),
            (Effort(mandatory=6), Effort()),
            strict=True,
        )
    ),
    findings=(
        found("a/fix", Category.MANDATORY, 21, POST),
        found("a/stay", Category.MANDATORY, 22, POST),
        msgspec.structs.replace(
            found("b/cost", Category.OPTIONAL, 23),
            functions=("shop.orders:show", "shop.jobs:clean"),
            suppression=Suppression("waiver", "cheap", "shop/orders.py:23", "2027-01-31"),
            state=State.MOVED,
            was=at("shop.orders", 20),
        ),
    ),
    acceptances=(
        Acceptance("inline", "b/cost", "shop/jobs.py:1", Use.UNUSED, message="take it out"),
    ),
    service_efforts=(("jobs", Effort()), ("orders", Effort(mandatory=6))),
    gone=(Known("b/old", Category.OPTIONAL, 1, "It was.", "shop/old.py", 4),),
    rules=(
        rule("a/fix", Category.MANDATORY, Verdict.FIX_FIRST),
        rule("a/stay", Category.MANDATORY, Verdict.STAY),
        rule("b/cost", Category.OPTIONAL, Verdict.FIX_FIRST),
    ),
    plan=MigrationPlan(
        services=(
            Service("jobs", ("shop.jobs",)),
            Service("orders", ("shop.orders",), entry_points=(POST,), owns=("order",)),
        )
    ),
    live=LiveComparison(
        "shop:app", "flask", 2, frozenset({POST}), (LiveRoute("http", "GET", "/x", "lib:x"),)
    ),
    traffic=Traffic(
        requests=9,
        entry_points=(EntryTraffic(POST, 7, 0.5, (), Durations(0.1, 0.2, 0.3, 0.4), 1000),),
    ),
    unanswered=("time/slow",),
    excerpts=(
        Excerpt("shop/orders.py", 1, ("one", "two")),
        Excerpt("shop/orders.py", 9, ("nine",)),
    ),
)


def test_the_whole_page() -> None:
    files = ("shop/orders.py", "shop/app.py", "shop/jobs.py", "")
    orders, app, jobs, none = range(4)
    create, clean, show, order, made = range(5)
    # of functions, of names, and of entry points: first and how many
    sets = ((0,), (1,), (2,), (3,), (), (4,), (0, 1))
    just_0, just_1, just_2, just_3, empty, just_4, run_of_one = range(7)
    names = ("order", "log", "KEY", "s3:PutObject", "shop.clean", "call", "signal")
    called, signalled = 5, 6
    assert build_data(ANALYSIS) == shape.PageData(
        root="shop",
        modules=3,
        lines=40,
        unparsed=1,
        effort=6,
        files=files,
        names=names,
        sets=sets,
        functions=(
            shape.FunctionRow(
                "shop.orders:create",
                orders,
                10,
                1,
                0,
                (order, called, orders, 11, show, called, orders, 12),
            ),
            shape.FunctionRow("shop.jobs:clean", jobs, 2, 0, 0, ()),
            shape.FunctionRow("shop.orders:show", orders, 20, 1, 0, (clean, signalled, app, 5)),
            shape.FunctionRow("shop.orders:Order", orders, 1, 1, 1, (made, called, orders, 2)),
            shape.FunctionRow("shop.orders:Order.__init__", orders, 2, 1, 0, ()),
        ),
        effects=(
            shape.EffectRow("setting", "KEY", clean, jobs, 3, "secret"),
            shape.EffectRow("aws", "s3:PutObject", clean, jobs, 4, "files"),
            shape.EffectRow("task", "shop.clean", create, orders, 14),
            shape.EffectRow("reads", "order", show, orders, 1),
            shape.EffectRow("writes", "log", show, orders, 1),
            shape.EffectRow("session-key", "user", show, orders, 24),
        ),
        services=(shape.ServiceRow("jobs", 0), shape.ServiceRow("orders", 6)),
        entries=(
            shape.EntryRow(
                label="POST /orders/{id}",
                kind="http",
                method="POST",
                path="/orders/{id}",
                declared="/orders/<id>",
                name="orders.create",
                framework="flask",
                handler=create,
                file=orders,
                line=10,
                registered=(orders, 9, app, 3),
                service=1,
                verdict="stay",
                decided_by=(1,),
                effort=6,
                roots=just_0,
                functions=4,
                tables_read=just_0,
                tables_written=just_1,
                settings=just_2,
                aws=just_3,
                hosts=empty,
                tasks=just_4,
                live=1,
                traffic=shape.TrafficRow(7, 0.5, 0.2, 0.4, 1000),
            ),
            shape.EntryRow(
                label="schedule shop.clean daily",
                kind="schedule",
                method="schedule",
                path="shop.clean daily",
                declared="",
                name="",
                framework="celery",
                handler=clean,
                file=jobs,
                line=2,
                registered=(),
                service=shape.NONE,
                verdict="extract",
                decided_by=(),
                effort=0,
                roots=just_1,
                functions=1,
                tables_read=empty,
                tables_written=empty,
                settings=just_2,
                aws=just_3,
                hosts=empty,
                tasks=empty,
                live=0,
            ),
        ),
        findings=(
            shape.FindingRow(0, orders, 21, "Here.", (show,), run_of_one, (create, show), (1,)),
            shape.FindingRow(1, orders, 22, "Here.", (show,), run_of_one, (create, show), (1,)),
            shape.FindingRow(
                rule=2,
                file=orders,
                line=23,
                message="Here.",
                functions=(show, clean),
                entries=empty,
                chain=(),
                services=(1,),
                accepted="accepted by the waiver for shop/orders.py:23, until 2027-01-31: cheap",
                state="moved from shop/orders.py:20",
            ),
        ),
        rules=tuple(
            shape.RuleRow(
                name,
                f"Title of {name}",
                category,
                3,
                "high",
                verdict,
                "It does.",
                "Why.",
                "Do so.",
                (),
            )
            for name, category, verdict in (
                ("a/fix", "mandatory", "fix first"),
                ("a/stay", "mandatory", "stay"),
                ("b/cost", "optional", "fix first"),
            )
        ),
        tables=(
            shape.TableRow("log", "", none, 0, shape.NONE, ()),
            shape.TableRow("order", "shop.orders:Order", orders, 1, 1, (("customer", 3),)),
        ),
        unresolved=(shape.UnresolvedRow("a computed path", app, 7),),
        left_out=(shape.LeftOutRow("tests", 2, ("tests/a.py",)),),
        excerpts={"shop/orders.py": ((1, ("one", "two")), (9, ("nine",)))},
        live=shape.LiveData(
            "shop:app (flask) lists 2 routes: 1 were not found in the source, "
            "0 of the source it does not list",
            (("application", "GET /x", "lib:x, of a package"),),
        ),
        requests=9,
        unanswered=("time/slow",),
        gone=(shape.GoneRow("b/old", "shop/old.py:4", "It was."),),
        troubles=(shape.AcceptanceRow("comment of b/cost", "shop/jobs.py:1", "take it out"),),
    )
