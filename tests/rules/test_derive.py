import msgspec

from migrator.model.effort import by_entry_point
from migrator.model.findings import Category, Derivation, Evidence, Suppression, Verdict
from migrator.model.location import Location
from migrator.model.program import Command, EntryPoint, ExternalCall, Program
from migrator.rules.conditions.calls import CallOf
from migrator.rules.conditions.entry_points import EntryPointOf
from migrator.rules.conditions.states import StateOf
from migrator.rules.derive import COMMAND_STAYS, SHOWN, derive
from migrator.rules.engine import evaluate, judge
from migrator.rules.rule import Rule, When
from tests.programs import SHOP, at
from tests.rules.test_engine import rule

THREAD = rule(When(call=(CallOf(("threading.Thread",)),)), id="a/thread")
STATE = rule(When(module_state=(StateOf(("dict",)),)), id="a/state", category=Category.OPTIONAL)
TASK = rule(When(entry_point=(EntryPointOf(("task",)),)), id="a/task", verdict=Verdict.STAY)


def derivations(program: Program, rules: list[Rule]) -> dict[str, Derivation]:
    findings = evaluate(program, rules)
    verdicts = judge(program.entry_points, findings, rules)
    found = derive(program, verdicts, by_entry_point(findings), rules)
    return {p.label: one for p, one in zip(program.entry_points, found, strict=True)}


def test_each_entry_point_has_its_own_way_to_a_finding() -> None:
    found = derivations(SHOP, [THREAD, STATE])
    place = Location("shop/mail.py", 4)
    assert found == {
        "GET /customers/{id}": Derivation(),
        "GET /orders/{id}": Derivation(optional=1),
        "POST /orders": Derivation(
            (Evidence("a/thread", place, ("shop.orders.views:create", "shop.mail:send")),),
            deciding=1,
            mandatory=1,
        ),
        "task shop.notify": Derivation(
            (Evidence("a/thread", place, ("shop.orders.tasks:notify", "shop.mail:send")),),
            deciding=1,
            mandatory=1,
        ),
    }


def test_what_stays_stays_for_what_makes_it_stay() -> None:
    found = derivations(SHOP, [THREAD, TASK])["task shop.notify"]
    assert [one.rule for one in found.evidence] == ["a/task"]
    assert (found.deciding, found.mandatory) == (1, 2)


def test_a_command_stays_whatever_it_reaches() -> None:
    command = EntryPoint(Command("notify"), "shop.orders.tasks:notify", at("shop"), "click")
    program = msgspec.structs.replace(SHOP, entry_points=(*SHOP.entry_points, command))
    assert derivations(program, [THREAD, STATE])[command.label] == Derivation(
        mandatory=1, reason=COMMAND_STAYS
    )


def test_no_more_evidence_than_a_person_reads() -> None:
    calls = tuple(
        ExternalCall("threading.Thread", "shop.mail:send", at("shop.mail", n)) for n in range(9)
    )
    program = msgspec.structs.replace(SHOP, external_calls=calls)
    found = derivations(program, [THREAD])["POST /orders"]
    assert (len(found.evidence), found.deciding) == (SHOWN, 9)


def test_the_way_to_code_at_module_level_goes_through_the_module() -> None:
    program = msgspec.structs.replace(
        SHOP, external_calls=(ExternalCall("threading.Thread", "shop.text:", at("shop.text")),)
    )
    (evidence,) = derivations(program, [THREAD])["GET /orders/{id}"].evidence
    assert evidence.chain == ("shop.orders.views:show", "shop.text:shorten", "shop.text:")


def test_what_is_accepted_is_counted_apart() -> None:
    findings = [
        msgspec.structs.replace(f, suppression=Suppression("inline", "known", "shop/mail.py:4"))
        for f in evaluate(SHOP, [THREAD])
    ]
    verdicts = [Verdict.EXTRACT] * len(SHOP.entry_points)
    found = derive(SHOP, verdicts, by_entry_point(findings), [THREAD])
    assert found[2] == Derivation(accepted=1)
