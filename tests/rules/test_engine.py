import msgspec
import pytest

from migrator.model.constructs import Decoration, ExternalImport, Inheritance, Span
from migrator.model.findings import Category, Finding, Verdict
from migrator.model.location import Location
from migrator.model.program import (
    Command,
    EntryPoint,
    ExternalCall,
    ModuleState,
    Program,
    Websocket,
)
from migrator.resources import RULES
from migrator.rules.conditions.calls import ArgumentIs, CallOf
from migrator.rules.conditions.entry_points import EntryPointOf
from migrator.rules.conditions.imports import ImportOf
from migrator.rules.conditions.states import StateOf
from migrator.rules.engine import evaluate, judge
from migrator.rules.load import load_rules
from migrator.rules.rule import Link, Once, Rule, When, Within
from tests.programs import SHOP, at, call, module

LINK = Link("why", "https://example.org")
EVERY_ROUTE = ("GET /customers/{id}", "GET /orders/{id}", "POST /orders")


def rule(when: When, **options: object) -> Rule:
    default = Rule(
        "group/name", "Title", Category.MANDATORY, 3, "{name} in {function}", "", (LINK,), when
    )
    return msgspec.structs.replace(default, **options)


def names_found(when: When, program: Program = SHOP) -> list[str]:
    return [finding.message for finding in evaluate(program, [rule(when)])]


def test_a_finding_names_who_reaches_it_and_how() -> None:
    found = evaluate(SHOP, [rule(When(call=(CallOf(("threading.*",)),)))])
    assert found == (
        Finding(
            Location("shop/mail.py", 4),
            "group/name",
            Category.MANDATORY,
            3,
            "threading.Thread in shop.mail:send",
            "shop.mail:send",
            ("POST /orders", "task shop.notify"),
            ("shop.orders.views:create", "shop.mail:send"),
            ("shop.mail:send",),
        ),
    )


def test_a_chain_begins_with_a_command_only_where_nothing_else_reaches_it() -> None:
    sending = EntryPoint(Command("send"), "shop.mail:send", at("shop.mail"), "click")
    trying = EntryPoint(Command("try"), "shop.text:unused", at("shop.text"), "click")
    program = msgspec.structs.replace(SHOP, entry_points=(*SHOP.entry_points, sending, trying))
    when = When(call=(CallOf(("threading.*", "time.sleep")),), within=Within.ANYWHERE)
    found = evaluate(program, [rule(when, category=Category.OPTIONAL)])
    assert [finding.chain for finding in found] == [
        ("shop.orders.views:create", "shop.mail:send"),
        ("shop.text:unused",),
    ]


def test_what_no_entry_point_reaches_counts_only_anywhere() -> None:
    sleeps = (CallOf(("time.sleep",)),)
    assert names_found(When(call=sleeps)) == []
    assert names_found(When(call=sleeps, within=Within.ANYWHERE)) == [
        "time.sleep in shop.text:unused"
    ]


def test_a_decorator_is_a_matter_of_what_stands_below_it() -> None:
    place = at("shop.orders.tasks", 2)
    call = ExternalCall("celery.Celery.task", "shop.orders.tasks:", place)
    decoration = Decoration("app.task", "shop.orders.tasks:notify", place)
    program = msgspec.structs.replace(SHOP, external_calls=(call,), decorations=(decoration,))
    (found,) = evaluate(program, [rule(When(call=(CallOf(("celery.Celery.task",)),)))])
    assert (found.function, found.entry_points) == (
        "shop.orders.tasks:notify",
        ("task shop.notify",),
    )


def test_state_that_is_shared_is_shown_by_who_stores_something_there() -> None:
    taking, storing, reading = (
        "shop.orders.views:show",
        "shop.mail:send",
        "shop.orders.views:create",
    )
    state = ModuleState(
        "shop.text:SENT", "dict", at("shop.text", 2), (storing, taking), (storing,), (reading,)
    )
    program = msgspec.structs.replace(SHOP, module_state=(state,))
    (found,) = evaluate(program, [rule(When(module_state=(StateOf(("dict",), is_shared=True),)))])
    assert (found.function, found.chain, found.functions) == (
        storing,
        (reading, storing),
        (storing, taking),
    )


def test_state_is_found_where_it_is_bound_through_who_writes_it() -> None:
    (found,) = evaluate(
        SHOP,
        [rule(When(module_state=(StateOf(("dict",)),)))],
    )
    assert (found.location, found.entry_points) == (at("shop.text", 2), ("GET /orders/{id}",))
    assert names_found(When(module_state=(StateOf(("list",)),))) == []


def test_code_at_module_level_runs_for_whoever_enters_the_module() -> None:
    program = msgspec.structs.replace(
        SHOP, external_calls=(ExternalCall("atexit.register", "shop.text:", at("shop.text")),)
    )
    (found,) = evaluate(program, [rule(When(call=(CallOf(("atexit.register",)),)))])
    assert found.chain == ("shop.orders.views:show", "shop.text:shorten", "shop.text:")


def test_imports_are_found_in_modules_that_are_entered() -> None:
    found = ExternalImport("schedule", "shop.text:", at("shop.text"))
    program = msgspec.structs.replace(SHOP, external_imports=(found,))
    assert names_found(
        When(import_=(ImportOf(("schedule",)),)),
        program,
    ) == ["schedule in shop.text:"]


@pytest.mark.parametrize(
    ("keywords", "is_found"),
    [((), True), (("timeout",), False), (("**",), False), (("data",), True)],
)
def test_a_missing_keyword(keywords: tuple[str, ...], is_found: bool) -> None:
    call = ExternalCall("requests.get", "shop.mail:send", at("shop.mail"), keywords)
    program = msgspec.structs.replace(SHOP, external_calls=(call,))
    when = When(call=(CallOf(("requests.get",), without_keyword=("timeout",)),))
    assert bool(names_found(when, program)) is is_found


@pytest.mark.parametrize(
    ("keywords", "is_found"), [((), False), (("level", "style"), True), (("**",), False)]
)
def test_a_keyword_that_is_given(keywords: tuple[str, ...], is_found: bool) -> None:
    call = ExternalCall("logging.basicConfig", "shop.mail:send", at("shop.mail"), keywords)
    program = msgspec.structs.replace(SHOP, external_calls=(call,))
    when = When(call=(CallOf(("logging.basicConfig",), with_keyword=("level", "format")),))
    assert bool(names_found(when, program)) is is_found


@pytest.mark.parametrize(
    ("constants", "is_found"),
    [
        ((), False),
        ((("1", "'w'"),), True),
        ((("mode", "'rb'"),), False),
        ((("0", "'w'"),), False),
    ],
)
def test_a_constant_argument(constants: tuple[tuple[str, str], ...], is_found: bool) -> None:
    call = ExternalCall("<builtin>.open", "shop.mail:send", at("shop.mail"), (), constants)
    program = msgspec.structs.replace(SHOP, external_calls=(call,))
    when = When(call=(CallOf(("<builtin>.open",), argument=ArgumentIs(("1", "mode"), "w")),))
    assert bool(names_found(when, program)) is is_found


@pytest.mark.parametrize(
    ("once", "expected"),
    [
        pytest.param(Once.NEVER, ["a 7", "a 8", "b 8", "a 9"], id="each place"),
        pytest.param(Once.LINE, ["a 7", "a 8", "a 9"], id="once a line"),
        pytest.param(Once.FUNCTION, ["a 7 of 2", "a 9 of 1"], id="once a function"),
        pytest.param(Once.FILE, ["a 7 of 2", "a 9 of 1"], id="once a file"),
        pytest.param(Once.MONOLITH, ["a 7 of 3"], id="once"),
    ],
)
def test_many_places_are_one_finding(once: Once, expected: list[str]) -> None:
    calls = (
        ExternalCall("a", "shop.mail:send", at("shop.mail", 7)),
        ExternalCall("a", "shop.mail:send", at("shop.mail", 8)),
        ExternalCall("b", "shop.mail:send", at("shop.mail", 8)),
        ExternalCall("a", "shop.orders.views:show", at("shop.orders.views", 9)),
        ExternalCall("a", "shop.text:unused", at("shop.text", 1)),
    )
    program = msgspec.structs.replace(SHOP, external_calls=calls)
    asked = rule(When(call=(CallOf(("a", "b")),), once=once), message="{name} {value}")
    found = evaluate(program, [asked])
    assert [
        f"{name} {finding.location.line}" + (f" of {value}" if value else "")
        for finding in found
        for name, _, value in [finding.message.partition(" ")]
    ] == expected


def test_one_finding_for_many_places_names_all_who_reach_one() -> None:
    calls = (
        ExternalCall("a", "shop.mail:send", at("shop.mail", 7)),
        ExternalCall("a", "shop.orders.views:show", at("shop.orders.views", 9)),
    )
    program = msgspec.structs.replace(SHOP, external_calls=calls)
    (found,) = evaluate(program, [rule(When(call=(CallOf(("a",)),), once=Once.MONOLITH))])
    assert found.entry_points == ("GET /orders/{id}", "POST /orders", "task shop.notify")


@pytest.mark.parametrize(
    ("function", "entry_points"),
    [
        pytest.param("shop.app:create_app", EVERY_ROUTE, id="the factory"),
        pytest.param("shop.app:connect", EVERY_ROUTE, id="what it calls"),
        pytest.param("shop.app:later", (), id="what it hands over"),
        pytest.param("shop.app:Config.ready", EVERY_ROUTE, id="Django's ready"),
        pytest.param("shop.mail:", ("POST /orders", "task shop.notify"), id="module code"),
        pytest.param("shop.text:clean", ("GET /orders/{id}",), id="what module code calls"),
        pytest.param("shop.database:", EVERY_ROUTE, id="a module without handlers"),
        pytest.param("shop.script:", (), id="a module that nobody imports"),
        pytest.param("shop.orders.views:show", (), id="a handler"),
    ],
)
def test_what_runs_at_the_start(function: str, entry_points: tuple[str, ...]) -> None:
    """Who waits for it: the routes whose module it is, or all."""
    calls = (
        call("shop.app:create_app", "shop.app:connect"),
        call("shop.app:create_app", "shop.app:later"),
        call("shop.text:", "shop.text:clean"),
        *SHOP.calls,
    )
    program = msgspec.structs.replace(
        SHOP,
        modules=(*SHOP.modules, module("shop.script")),
        calls=calls,
        edges=(
            ("shop.app:create_app", "shop.app:connect"),
            ("shop.text:", "shop.text:clean"),
        ),
        inheritances=(Inheritance("shop.app:Config", "django.apps.AppConfig", at("shop.app")),),
        external_calls=(ExternalCall("a", function, at("shop.app", 5)),),
    )
    when = When(call=(CallOf(("a",)),), within=Within.START)
    found = evaluate(program, [rule(when)])
    assert [finding.entry_points for finding in found] == ([entry_points] if entry_points else [])


def test_what_only_a_script_runs_does_not_count() -> None:
    script = Span("shop.text:", at("shop.text", 20), 25, "script")
    program = msgspec.structs.replace(
        SHOP,
        spans=(script,),
        external_calls=tuple(
            ExternalCall("a", "shop.text:", at("shop.text", line)) for line in (19, 21, 26)
        ),
    )
    when = When(call=(CallOf(("a",)),))
    found = evaluate(program, [rule(when)])
    assert [finding.location.line for finding in found] == [19, 26]
    anywhere = evaluate(program, [rule(msgspec.structs.replace(when, within=Within.ANYWHERE))])
    assert [finding.location.line for finding in anywhere] == [19, 21, 26]


def test_verdicts() -> None:
    live = EntryPoint(Websocket("/live"), "shop.live:live", at("shop.live"), "flask")
    command = EntryPoint(Command("notify"), "shop.orders.tasks:notify", at("shop"), "click")
    program = msgspec.structs.replace(SHOP, entry_points=(*SHOP.entry_points, live, command))
    rules = [
        rule(When(call=(CallOf(("threading.Thread",)),)), id="a/thread"),
        rule(
            When(module_state=(StateOf(("dict",)),)),
            id="a/state",
            category=Category.OPTIONAL,
        ),
        rule(
            When(entry_point=(EntryPointOf(("websocket",)),)),
            id="a/ws",
            verdict=Verdict.STAY,
        ),
    ]
    findings = evaluate(program, rules)
    assert judge(program.entry_points, findings, rules) == (
        Verdict.EXTRACT,
        Verdict.EXTRACT,
        Verdict.FIX_FIRST,
        Verdict.FIX_FIRST,
        Verdict.STAY,
        Verdict.STAY,
    )


def test_the_shipped_rules_apply_to_a_program_of_hand() -> None:
    found = evaluate(SHOP, load_rules(RULES))
    assert [finding.rule for finding in found if finding.category is Category.MANDATORY] == [
        "process/thread-in-request",
        "state/module-level-mutable",
    ]
