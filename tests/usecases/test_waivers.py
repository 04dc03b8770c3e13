import msgspec
import pytest

from migrator.model.acceptance import Use, accept
from migrator.model.plan_file import load_plan
from migrator.resources import RULES
from migrator.rules.engine import evaluate
from migrator.rules.load import load_rules
from migrator.usecases.waivers import has_bare_lines, name_functions
from tests.programs import SHOP, at

THREAD, STATE = "process/thread-in-request", "state/module-level-mutable"


@pytest.mark.parametrize(
    ("waiver", "expected"),
    [
        pytest.param(
            f"rule: {THREAD}\n    place: shop/mail.py:4  # now\n    reason: a",
            f"rule: {THREAD}\n    place: shop/mail.py:4 in shop.mail:send  # now\n    reason: a",
            id="in lines, with a comment",
        ),
        pytest.param(
            f"{{rule: {THREAD}, place: shop/mail.py:4, reason: 'mail.py:4'}}",
            f"{{rule: {THREAD}, place: shop/mail.py:4 in shop.mail:send, reason: 'mail.py:4'}}",
            id="on one line",
        ),
        pytest.param(
            f"{{rule: {THREAD}, 'place': 'shop/mail.py:4', reason: why}}",
            f"{{rule: {THREAD}, 'place': 'shop/mail.py:4 in shop.mail:send', reason: why}}",
            id="in quotes",
        ),
        pytest.param(
            f"{{rule: {STATE}, place: shop/text.py:2, reason: why}}",
            f"{{rule: {STATE}, place: shop/text.py:2 in shop.text:shorten, reason: why}}",
            id="what the line itself is in",
        ),
        pytest.param(
            f"{{rule: {THREAD}, place: shop/mail.py:5, reason: why}}",
            None,
            id="a line on which nothing is found",
        ),
        pytest.param(
            f"{{rule: {THREAD}, place: shop/mail.py:4 in shop.mail:send, reason: why}}",
            None,
            id="one that names it already",
        ),
        pytest.param(
            f"rule: {THREAD}\n    place:\n      shop/mail.py:4\n    reason: why",
            None,
            id="written on a line of its own: left alone",
        ),
    ],
)
def test_a_line_gets_the_function_that_it_is_in(waiver: str, expected: str | None) -> None:
    text = f"# ours\nversion: 1\nwaivers:\n  - {waiver}\n"
    rules = load_rules(RULES)
    found, said = name_functions(text, SHOP, rules, file="migration.yaml")
    assert found == text.replace(waiver, expected or waiver)
    assert len(said) == (expected is not None)
    plan = load_plan(found)
    ids = {rule.id for rule in rules}
    uses = accept(evaluate(SHOP, rules), SHOP, plan.waivers, rules=ids).acceptances
    assert [one.use is Use.USED for one in uses] == ["mail.py:5" not in waiver]


def test_only_waivers_of_lines_are_asked_for() -> None:
    text = "waivers: [{{rule: a/b, place: '{0}', reason: why}}]\n"
    assert has_bare_lines(load_plan(text.format("shop/mail.py:4")))
    assert not has_bare_lines(load_plan(text.format("shop/mail.py:4 in shop.mail:send")))
    assert not has_bare_lines(load_plan(text.format("shop.mail:send")))


def test_of_several_in_a_function_it_is_written_which_one_it_is() -> None:
    (thread, *_) = SHOP.external_calls
    calls = tuple(msgspec.structs.replace(thread, location=at("shop.mail", n)) for n in (4, 6))
    program = msgspec.structs.replace(SHOP, external_calls=calls)
    text = f"waivers:\n  - {{rule: {THREAD}, place: shop/mail.py:6, reason: why}}\n"
    found, said = name_functions(text, program, load_rules(RULES), file="migration.yaml")
    assert said == ("waiver: shop/mail.py:6 in shop.mail:send (2 of 2)",)
    assert load_plan(found).waivers[0].place == said[0].removeprefix("waiver: ")
