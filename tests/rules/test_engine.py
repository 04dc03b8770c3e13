import msgspec
import pytest

from migrator.model.constructs import ExternalImport
from migrator.model.findings import Category, Finding, Verdict
from migrator.model.location import Location
from migrator.model.program import Command, EntryPoint, ExternalCall, Program, Websocket
from migrator.resources import RULES
from migrator.rules.conditions.calls import ArgumentIs, CallOf
from migrator.rules.conditions.entry_points import EntryPointOf
from migrator.rules.conditions.imports import ImportOf
from migrator.rules.conditions.states import StateOf
from migrator.rules.engine import evaluate, judge
from migrator.rules.load import load_rules
from migrator.rules.rule import Link, Rule, When, Within
from tests.programs import SHOP, at

LINK = Link("why", "https://example.org")


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


def test_what_no_entry_point_reaches_counts_only_anywhere() -> None:
    sleeps = (CallOf(("time.sleep",)),)
    assert names_found(When(call=sleeps)) == []
    assert names_found(When(call=sleeps, within=Within.ANYWHERE)) == [
        "time.sleep in shop.text:unused"
    ]


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
