from datetime import date

import msgspec
import pytest

from migrator.model.acceptance import Acceptance, Use, accept
from migrator.model.findings import Category, Finding, Suppression
from migrator.model.ignores import InlineIgnore
from migrator.model.plan import Waiver
from migrator.model.program import Function, Program
from tests.programs import at, module

TODAY = date(2026, 11, 28)
SLOW = "time/slow-route"
RULES = {"time/sleep", "process/thread", SLOW}
PROGRAM = Program(
    root="shop",
    modules=(module("shop.mail"), module("shop.legacy.old")),
    functions=(
        Function("shop.mail:Mailer", at("shop.mail", 20), 40, "class"),
        Function("shop.mail:Mailer.close", at("shop.mail", 30), 40, "method"),
        Function("shop.mail:send", at("shop.mail", 3), 15),
    ),
)


def finding(line: int, function: str = "shop.mail:send", rule: str = "time/sleep") -> Finding:
    place = at(function.partition(":")[0], line)
    return Finding(place, rule, Category.MANDATORY, 3, "sleeps", function)


SEND, CLOSE = finding(5), finding(33, "shop.mail:Mailer.close")
LOOSE, OLD = finding(50, "shop.mail:"), finding(7, "shop.legacy.old:run")
THREAD = finding(6, rule="process/thread")
ALL = (SEND, THREAD, CLOSE, LOOSE, OLD)


def accepted_lines(
    program: Program, *waivers: Waiver, findings: tuple[Finding, ...] = ALL
) -> set[str]:
    found = accept(findings, program, waivers, rules=RULES, today=TODAY)
    return {f"{f.rule} {f.location}" for f in found.findings if not f.counts}


def uses(program: Program, *waivers: Waiver) -> list[tuple[Use, str]]:
    found = accept(ALL, program, waivers, rules=RULES, unanswered={SLOW}, today=TODAY)
    return [(one.use, one.message) for one in found.acceptances]


def waiver(place: str, rule: str = "time/sleep", until: str = "") -> Waiver:
    return Waiver(rule, place, "known", until)


def commented(first: int, last: int, *rules: str, reason: str = "known") -> Program:
    comment = InlineIgnore(at("shop.mail", first), first, last, rules, reason)
    return msgspec.structs.replace(PROGRAM, ignores=(comment,))


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        pytest.param("shop/mail.py:5", {"time/sleep shop/mail.py:5"}, id="a line"),
        pytest.param("shop/mail.py:6", set(), id="a line with a finding of another rule"),
        pytest.param(
            "shop/mail.py:5 in shop.mail:send",
            {"time/sleep shop/mail.py:5"},
            id="a line in a function",
        ),
        pytest.param(
            "shop/mail.py:9 in shop.mail:send", {"time/sleep shop/mail.py:5"}, id="the line moved"
        ),
        pytest.param("shop.mail:send", {"time/sleep shop/mail.py:5"}, id="a function"),
        pytest.param("shop.mail:Mailer", {"time/sleep shop/mail.py:33"}, id="a class"),
        pytest.param("shop.mail:", {"time/sleep shop/mail.py:50"}, id="code at module level"),
        pytest.param("shop.legacy.*", {"time/sleep shop/legacy/old.py:7"}, id="modules"),
        pytest.param(
            "shop.mail",
            {f"time/sleep shop/mail.py:{line}" for line in (5, 33, 50)},
            id="a module",
        ),
    ],
)
def test_places_of_waivers(place: str, expected: set[str]) -> None:
    assert accepted_lines(PROGRAM, waiver(place)) == expected


def test_of_several_findings_in_a_function_the_line_decides() -> None:
    several = (finding(5), finding(8))
    here = waiver("shop/mail.py:8 in shop.mail:send")
    assert accepted_lines(PROGRAM, here, findings=several) == {"time/sleep shop/mail.py:8"}
    astray = waiver("shop/mail.py:9 in shop.mail:send")
    found = accept(several, PROGRAM, [astray], rules=RULES)
    assert [f.counts for f in found.findings] == [True, True]
    assert found.acceptances[0].message == (
        "shop.mail:send has 2 findings of the rule (shop/mail.py:5, shop/mail.py:8), "
        "none on line 9: correct the place"
    )


@pytest.mark.parametrize(
    ("place", "lines", "expected"),
    [
        pytest.param("(2 of 2)", (10, 13), {13}, id="moved: by its order"),
        pytest.param("(2 of 2)", (5, 8), {8}, id="not moved"),
        pytest.param("(1 of 2)", (8, 11), {8}, id="the other one is on its line now"),
        pytest.param("(2 of 3)", (5, 8), {8}, id="one less: by its line"),
        pytest.param("(2 of 3)", (10, 13), set(), id="one less, and moved: which is not known"),
        pytest.param("(2 of 2)", (12,), set(), id="it could be the other one that is left"),
    ],
)
def test_a_waiver_knows_which_of_several_it_is(
    place: str, lines: tuple[int, ...], expected: set[int]
) -> None:
    given = waiver(f"shop/mail.py:8 in shop.mail:send {place}")
    found = accept([finding(line) for line in lines], PROGRAM, [given], rules=RULES)
    assert {f.location.line for f in found.findings if not f.counts} == expected


def test_with_a_baseline_a_line_follows_its_finding() -> None:
    moved = msgspec.structs.replace(SEND, was=at("shop.mail", 4))
    assert accepted_lines(PROGRAM, waiver("shop/mail.py:4"), findings=(moved,)) == {
        "time/sleep shop/mail.py:5"
    }


def test_what_is_accepted_says_why_and_until_when() -> None:
    found = accept(
        (SEND,), PROGRAM, [waiver("shop.mail:send", until="2026-11-28")], rules=RULES, today=TODAY
    )
    assert found.findings[0].suppression == Suppression(
        "waiver", "known", "shop.mail:send", "2026-11-28"
    )
    assert found.acceptances == (
        Acceptance("waiver", "time/sleep", "shop.mail:send", Use.USED, "known", "2026-11-28", 1),
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(
            waiver("shop.mail:send", until="2026-11-27"),
            (Use.EXPIRED, "ended on 2026-11-27: repair it, or decide anew"),
            id="past its date",
        ),
        pytest.param(
            waiver("shop.mail:gone"), (Use.UNUSED, "accepts nothing: take it out"), id="unused"
        ),
        pytest.param(
            waiver("shop.mail:gone", SLOW),
            (Use.UNANSWERED, "its rule needs --traffic, which was not given"),
            id="its rule had no log",
        ),
        pytest.param(
            waiver("shop/mail.py:6"),
            (
                Use.UNUSED,
                (
                    "the rule finds nothing on line 6, but at shop/mail.py:5, shop/mail.py:33, "
                    "shop/mail.py:50: `shop/mail.py:5 in shop.mail:send` would follow when lines "
                    "move"
                ),
            ),
            id="the line moved, and no function is named",
        ),
        pytest.param(
            waiver("shop.mail:send", "time/slep"),
            (Use.INVALID, "there is no rule 'time/slep' (did you mean 'time/sleep'?)"),
            id="no such rule",
        ),
        pytest.param(
            waiver("shop/mail.py"),
            (
                Use.INVALID,
                (
                    "the place is none: name a line (shop/mail.py:41), a function "
                    "(shop.mail:send) or modules (shop.legacy.*)"
                ),
            ),
            id="no place",
        ),
    ],
)
def test_waivers_to_look_at(given: Waiver, expected: tuple[Use, str]) -> None:
    assert uses(PROGRAM, given) == [expected]
    assert accepted_lines(PROGRAM, given) == set()


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        pytest.param(commented(5, 5, "time/sleep"), {"time/sleep shop/mail.py:5"}, id="a line"),
        pytest.param(
            commented(4, 6, "time/sleep", "process/thread"),
            {"time/sleep shop/mail.py:5", "process/thread shop/mail.py:6"},
            id="lines, and several rules",
        ),
        pytest.param(commented(3, 3, "time/sleep"), {"time/sleep shop/mail.py:5"}, id="a def"),
        pytest.param(
            commented(20, 20, "time/sleep"), {"time/sleep shop/mail.py:33"}, id="a class"
        ),
        pytest.param(commented(5, 5, "process/thread"), set(), id="another rule"),
        pytest.param(commented(5, 5, "time/sleep", reason=""), set(), id="no reason"),
        pytest.param(commented(5, 5), set(), id="no rule"),
    ],
)
def test_comments(program: Program, expected: set[str]) -> None:
    assert accepted_lines(program) == expected


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (commented(5, 5, "time/sleep"), (Use.USED, "")),
        (commented(6, 6, "time/sleep"), (Use.UNUSED, "accepts nothing: take it out")),
        (
            commented(5, 5, "time/slep"),
            (Use.INVALID, "there is no rule 'time/slep' (did you mean 'time/sleep'?)"),
        ),
        (
            commented(5, 5, "time/sleep", reason=""),
            (Use.INVALID, "gives no reason: say why the finding is accepted"),
        ),
        (
            commented(5, 5),
            (Use.INVALID, "names no rule: write `# migrate: ignore[rule] reason`"),
        ),
    ],
)
def test_what_became_of_comments(program: Program, expected: tuple[Use, str]) -> None:
    assert uses(program) == [expected]


def test_a_comment_in_the_source_goes_before_a_waiver_and_both_are_used() -> None:
    program = commented(5, 5, "time/sleep")
    found = accept((SEND,), program, [waiver("shop.mail")], rules=RULES)
    assert found.findings[0].suppression == Suppression("inline", "known", "shop/mail.py:5")
    assert [one.use for one in found.acceptances] == [Use.USED, Use.USED]
