import pytest

from migrator.model.baseline import Known, compare_findings
from migrator.model.findings import Category, Finding, State
from tests.programs import at


def finding(line: int, function: str = "shop.mail:send", message: str = "sleeps") -> Finding:
    place = at(function.partition(":")[0], line)
    return Finding(place, "time/sleep", Category.MANDATORY, 3, message, function)


def known(line: int, function: str = "shop.mail:send", message: str = "sleeps") -> Known:
    file = at(function.partition(":")[0]).file
    return Known("time/sleep", Category.MANDATORY, 3, message, file, line, function)


@pytest.mark.parametrize(
    ("now", "before", "states", "gone"),
    [
        pytest.param([finding(5)], [known(5)], ["unchanged"], [], id="the same line"),
        pytest.param([finding(9)], [known(5)], ["moved from 5"], [], id="another line"),
        pytest.param([finding(5)], [], ["new"], [], id="new"),
        pytest.param([], [known(5)], [], [5], id="gone"),
        pytest.param(
            [finding(5, "shop.mail:post")], [known(5)], ["new"], [5], id="another function"
        ),
        pytest.param(
            [finding(5, message="412 lines")],
            [known(5, message="409 lines")],
            ["unchanged"],
            [],
            id="a number in the message",
        ),
        pytest.param([finding(5, message="naps")], [known(5)], ["new"], [5], id="another message"),
        pytest.param(
            [finding(6), finding(9)],
            [known(5), known(8)],
            ["moved from 5", "moved from 8"],
            [],
            id="two alike move together",
        ),
        pytest.param(
            [finding(5), finding(7), finding(9)],
            [known(5), known(8)],
            ["unchanged", "moved from 8", "new"],
            [],
            id="one more",
        ),
        pytest.param([finding(8)], [known(5), known(8)], ["unchanged"], [5], id="one less"),
    ],
)
def test_states(
    now: list[Finding], before: list[Known], states: list[str], gone: list[int]
) -> None:
    found = compare_findings(now, before)
    described = [
        f"moved from {f.was.line}" if f.state is State.MOVED and f.was else str(f.state)
        for f in found.findings
    ]
    assert (described, [one.line for one in found.gone]) == (states, gone)


def test_a_report_that_names_no_functions_has_their_chains() -> None:
    old = Known(
        "time/sleep",
        Category.MANDATORY,
        3,
        "sleeps",
        "shop/mail.py",
        4,
        chain=("a:b", "shop.mail:send"),
    )
    assert compare_findings([finding(5)], [old]).findings[0].state is State.MOVED
    none = Known("time/sleep", Category.MANDATORY, 3, "sleeps", "shop/mail.py", 4)
    assert compare_findings([finding(5)], [none]).findings[0].state is State.MOVED
