import msgspec

from migrator.model.effects import OutboundCall
from migrator.model.program import (
    AccessMode,
    ConfigRead,
    Enqueue,
    Function,
    Program,
)
from migrator.model.reach import CallGraph, Reach, chain_to, find_reaches
from tests.programs import SHOP, access, at, call, route, task


def test_reach_sums_up_what_lies_below_the_handler() -> None:
    program = msgspec.structs.replace(
        SHOP,
        config_reads=(ConfigRead("MAIL_FROM", "shop.mail:send", at("shop.mail")),),
        enqueues=(Enqueue("shop.notify", "shop.orders.views:create", at("shop.orders.views")),),
        outbound_calls=(
            OutboundCall("mail.shop.com", "smtplib.SMTP", "shop.mail:send", at("shop.mail")),
            OutboundCall("", "requests.get", "shop.mail:send", at("shop.mail")),
        ),
    )
    created = find_reaches(program)[2]
    assert created == Reach(
        functions=("shop.mail:send", "shop.orders.views:create"),
        tables_read=("customer",),
        tables_written=("order",),
        settings=("MAIL_FROM",),
        hosts=("mail.shop.com",),
        tasks=("shop.notify",),
    )


def test_hooks_run_around_routes_only() -> None:
    program = Program(
        "shop",
        functions=(Function("a:before", at("a"), 2), Function("a:of_blueprint", at("a"), 2)),
        entry_points=(
            msgspec.structs.replace(route("GET", "/", "a:index"), hooks=("a:of_blueprint",)),
            route("GET", "/other", "a:other"),
            task("t", "a:work"),
        ),
        hooks=("a:before",),
    )
    assert [reach.functions for reach in find_reaches(program)] == [
        ("a:before", "a:of_blueprint"),
        ("a:before",),
        (),
    ]


def test_a_class_as_handler_answers_with_any_of_its_methods() -> None:
    program = Program(
        "shop",
        functions=(
            Function("a:View", at("a"), 9, kind="class"),
            Function("a:View.get", at("a", 2), 4, kind="method"),
        ),
        entry_points=(route("ANY", "/", "a:View"),),
        accesses=(access("t", AccessMode.READ, "a:View.get"),),
    )
    assert find_reaches(program) == (Reach(functions=("a:View.get",), tables_read=("t",)),)


def test_calling_a_class_runs_its_constructor() -> None:
    program = Program(
        "shop",
        functions=(
            Function("a:C", at("a"), 9, kind="class"),
            Function("a:C.__init__", at("a", 2), 4, kind="method"),
        ),
        calls=(call("a:f", "a:C"), call("a:C.__init__", "a:g")),
    )
    assert set(CallGraph(program).parents(["a:f"])) == {"a:f", "a:C", "a:C.__init__", "a:g"}


def test_chains_are_shortest_and_cycles_end() -> None:
    calls = (call("a:1", "a:2"), call("a:2", "a:3"), call("a:1", "a:3"), call("a:3", "a:1"))
    parents = CallGraph(Program("shop", calls=calls)).parents(["a:1"])
    assert chain_to("a:3", parents) == ("a:1", "a:3")
