"""An analysis in which something is new, moved, gone, accepted and in need of a look."""

from datetime import date

import msgspec

from migrator.model.baseline import Known
from migrator.model.findings import Category
from migrator.model.ignores import InlineIgnore
from migrator.model.plan import MigrationPlan, Waiver
from migrator.model.program import ExternalCall, Unresolved
from migrator.model.report import Analysis, Circumstances
from migrator.usecases.analyze import assess
from tests.programs import SHOP, at
from tests.reporting.rules import SOME_RULES

THREAD, STATE, GONE = "process/thread-in-request", "state/module-level-mutable", "time/sleep"

PROGRAM = msgspec.structs.replace(
    SHOP,
    external_calls=(
        *SHOP.external_calls,
        ExternalCall("threading.Thread", "shop.orders.views:create", at("shop.orders.views", 25)),
    ),
    unresolved=(*SHOP.unresolved, Unresolved("syntax error: no", at("shop.broken", 3))),
    unparsed=("shop/broken.py",),
    ignores=(
        InlineIgnore(at("shop.text", 1), 1, 2, (STATE, "time/slep"), "filled once"),
        InlineIgnore(at("shop.app", 9), 9, 9, (THREAD,), ""),
    ),
)
WAIVERS = (
    Waiver(
        THREAD, "shop/orders/views.py:22 in shop.orders.views:create", "a thread", "2026-12-31"
    ),
    Waiver(THREAD, "shop.mail", "another", "2026-01-31"),
)


def make_compared() -> Analysis:
    plain = assess(PROGRAM, SOME_RULES)
    known = tuple(
        Known(f.rule, f.category, f.effort, f.message, f.location.file, line, f.function, f.chain)
        for f in plain.findings
        for line in [2 if f.location.file == "shop/mail.py" else f.location.line]
        if f.rule != STATE
    )
    gone = Known(GONE, Category.OPTIONAL, 2, "it slept", "shop/old.py", 7, "shop.old:wait")
    return assess(
        PROGRAM,
        SOME_RULES,
        MigrationPlan(waivers=WAIVERS),
        Circumstances(baseline=(*known, gone), today=date(2026, 11, 28), folder="src"),
    )
